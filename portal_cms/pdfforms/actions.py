"""The way from a document of the matter to the screen of its form fields."""

from django.utils.translation import gettext_lazy as _

from portal_cms.documents.actions import Action, is_not_refused, register_action
from portal_cms.pdfforms.papers import PDF


def register_form_fields():
    register_action(
        Action(
            "form_fields",
            _("Form fields"),
            "form",
            "portal_pdfforms_admin:fields",
            46,
            lambda menu: menu.may("change"),
            fits=lambda document: document.content_type == PDF and is_not_refused(document),
        )
    )
