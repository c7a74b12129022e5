"""The way from a document of the matter to the screen of its form fields."""

from django.utils.translation import gettext_lazy as _

from portal_cms.documents.actions import Action, register_action


def register_form_fields():
    register_action(
        Action(
            "form_fields",
            _("Form fields"),
            "form",
            "portal_pdfforms_admin:fields",
            46,
            lambda menu: menu.may("change"),
        )
    )
