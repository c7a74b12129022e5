from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "portal_cms.documents"
    label = "portal_documents"
    verbose_name = _("Documents")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ReadOnlyPolicy, ScopedPolicy
        from portal_cms.documents.activities import register_activities
        from portal_cms.documents.letters import register_letters
        from portal_cms.documents.models import Document, Folder, Share
        from portal_cms.documents.new import register_documents

        register_permission_policy(Document, ScopedPolicy(Document))
        register_permission_policy(Folder, ScopedPolicy(Folder))
        register_permission_policy(Share, ReadOnlyPolicy(Share))

        register_activities()
        register_letters()
        register_documents()
