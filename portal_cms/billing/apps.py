from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "portal_cms.billing"
    label = "portal_billing"
    verbose_name = _("Billing")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.billing.activities import register_activities
        from portal_cms.billing.content import number_check
        from portal_cms.billing.models import Bill
        from portal_cms.billing.new import register_bills
        from portal_cms.billing.rows import news_path
        from portal_cms.clients.forms import register_check
        from portal_cms.matters.news import register_kind

        register_permission_policy(Bill, ScopedPolicy(Bill))
        register_kind(
            Bill, news_path, permission="portal_billing.view_bill", telling="portal_billing.publish_bill"
        )
        register_activities()
        register_bills()
        register_check(number_check)
