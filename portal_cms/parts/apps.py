from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartsConfig(AppConfig):
    name = "portal_cms.parts"
    label = "portal_parts"
    verbose_name = _("Parties, courts, proceedings")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ReadOnlyPolicy
        from portal_cms.matters.news import register_kind
        from portal_cms.matters.page import register_section
        from portal_cms.parts import overview, receivers  # noqa: F401 - receivers connect themselves
        from portal_cms.parts.models import Court, Party, Proceeding
        from portal_cms.parts.new import register_parts

        for model in (Party, Court, Proceeding):  # written by the matter's own screens alone
            register_permission_policy(model, ReadOnlyPolicy(model))
        register_kind(Party, overview.matter_path_of)
        register_kind(Court, overview.matter_path_of)
        register_kind(Proceeding, overview.timeline_path_of)
        register_section("portal_parts/_next_dates.html", overview.next_dates, place="main")
        register_section("portal_parts/_parties.html", overview.parties, place="aside")
        register_section("portal_parts/_courts.html", overview.courts, place="aside")
        register_parts()
