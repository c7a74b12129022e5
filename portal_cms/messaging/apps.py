from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "portal_cms.messaging"
    label = "portal_messaging"
    verbose_name = _("Messaging")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ReadOnlyPolicy
        from portal_cms.documents.signals import document_checked
        from portal_cms.messaging import queue
        from portal_cms.messaging.activities import register_activities
        from portal_cms.messaging.letters import register_letters
        from portal_cms.messaging.models import Message, QueuedMessage, Thread
        from portal_cms.messaging.new import register_messages

        for model in (Thread, Message, QueuedMessage):
            register_permission_policy(model, ReadOnlyPolicy(model))

        register_activities()
        register_letters()
        register_messages()
        document_checked.connect(queue.document_checked, dispatch_uid="portal_messaging.queue")
