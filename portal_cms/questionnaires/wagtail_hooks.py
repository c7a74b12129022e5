"""Registers the builder of questionnaires in the settings menu, and the staff's screens of answers."""

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet

from portal_cms.access.bulk import ScopedBulkActionMixin
from portal_cms.questionnaires import staff_urls
from portal_cms.questionnaires.models import Questionnaire
from portal_cms.questionnaires.staff_builder import QuestionnaireViewSet

register_snippet(QuestionnaireViewSet)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("", include(staff_urls))]


@hooks.register("register_bulk_action", order=110)
class DeleteQuestionnaires(ScopedBulkActionMixin, DeleteBulkAction):
    models = [Questionnaire]
    action = "delete"
