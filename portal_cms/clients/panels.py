"""The sections of a client's form."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from portal_cms.access.panels import ShowPanel
from portal_cms.clients.forms import ClientForm

contact_panels = [
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("number"),
            FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
            FieldPanel("company"),
            FieldPanel("language"),
        ],
        heading=_("Name"),
        icon="user",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("country")]),
            FieldRowPanel([FieldPanel("tax_number"), FieldPanel("vat_id")]),
        ],
        heading=_("Contact"),
        icon="mail",
    ),
]


new_client_panels = ObjectList(contact_panels, base_form_class=ClientForm)
_sections = []


def register_section(template_name, get_values, *, heading, icon):
    """Show something about a client that only an app above knows, like the client's matters."""
    _sections.append(ShowPanel(template_name, get_values, heading=heading, icon=icon))


def edit_client_panels():
    return ObjectList([*contact_panels, *_sections], base_form_class=ClientForm)
