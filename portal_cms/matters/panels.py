"""The sections of a matter's form."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from portal_cms.access.panels import ShowPanel
from portal_cms.matters import grants
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.forms import EditMatterForm, NewMatterForm
from portal_cms.matters.policy import may_publish


def people_values(matter, request):
    return {
        "matter": matter,
        "named": grants.named_people(matter),
        "may_manage": may_manage_people(request.user, matter),
    }


def client_values(matter, request):
    links = matter.matter_clients.select_related("client__user")
    return {"matter": matter, "links": links, "may_manage": may_manage_people(request.user, matter)}


def publishing_values(matter, request):
    return {"matter": matter, "may_publish": may_publish(request.user, matter)}


def state_panel(part, get_values, **kwargs):
    """Shows what is not part of the draft, and where to change it."""
    return ShowPanel(f"portal_matters/admin/_{part}_panel.html", get_values, **kwargs)


def text_panels():
    return MultiFieldPanel(
        [
            FieldPanel("reference", required_on_save=True),
            FieldPanel("subject", required_on_save=True),
            FieldPanel("description"),
            FieldPanel("state"),
        ],
        heading=_("General data"),
        icon="doc-full",
    )


new_matter_panels = ObjectList(
    [
        text_panels(),
        MultiFieldPanel(
            [
                FieldPanel("handler"),
                FieldPanel("assistant"),
                FieldPanel("is_restricted"),
                FieldPanel("named"),
                FieldPanel("sharers"),
            ],
            heading=_("People"),
            icon="user",
        ),
        MultiFieldPanel(
            [
                FieldPanel("client_1"),
                FieldPanel("client_2"),
                FieldPanel("client_3"),
                FieldPanel("invite"),
                FieldPanel("billing_client"),
            ],
            heading=_("Clients"),
            icon="group",
        ),
        MultiFieldPanel(
            [FieldPanel("has_portal"), FieldPanel("is_public")], heading=_("Publishing"), icon="view"
        ),
    ],
    base_form_class=NewMatterForm,
)

edit_matter_panels = ObjectList(
    [
        text_panels(),
        state_panel("people", people_values, heading=_("People"), icon="user"),
        MultiFieldPanel(
            [state_panel("clients", client_values), FieldPanel("portal_client")],
            heading=_("Portal clients"),
            icon="group",
        ),
        MultiFieldPanel([FieldPanel("billing_client")], heading=_("Billing"), icon="form"),
        MultiFieldPanel(
            [state_panel("publishing", publishing_values), FieldPanel("is_public")],
            heading=_("Publishing"),
            icon="view",
        ),
    ],
    base_form_class=EditMatterForm,
)
