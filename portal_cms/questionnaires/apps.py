from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "portal_cms.questionnaires"
    label = "portal_questionnaires"
    verbose_name = _("Questionnaires")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from portal_cms.access.policies import ScopedPolicy
        from portal_cms.questionnaires.kind import QuestionnaireKind
        from portal_cms.questionnaires.models import Questionnaire
        from portal_cms.requests.kinds import register_kind

        register_permission_policy(Questionnaire, ScopedPolicy(Questionnaire))
        register_kind(QuestionnaireKind())
