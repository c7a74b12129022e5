"""Registers the matters' screens."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import ActionMenuItem, SaveMenuItem
from wagtail.snippets.models import register_snippet

from portal_cms.access.menu import MENU_HOOK
from portal_cms.clients.panels import register_section
from portal_cms.matters.mandates import Mandate
from portal_cms.matters.models import Matter
from portal_cms.matters.policy import may_publish
from portal_cms.matters.publish_forms import DRAFT
from portal_cms.matters.staff import MatterViewSet

register_snippet(MatterViewSet)
LATEST = 50


def matters_of_client(client, request):
    matters = Matter.objects.visible_to(request.user).filter(matter_clients__client=client)
    return {"matters": matters[:LATEST]}


register_section(
    "portal_matters/admin/_client_matters.html",
    matters_of_client,
    heading=_("Matters"),
    icon="folder-open-inverse",
)


@hooks.register(MENU_HOOK)
def inquiries_menu_item():
    return InquiriesMenuItem(
        _("Inquiries"),
        f"{reverse('portal_matters_admin:list')}?mandate={Mandate.INQUIRY}",
        name="inquiries",
        icon_name="help",
        order=11,
    )


class InquiriesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("portal_matters.view_matter")


class SaveItem(SaveMenuItem):
    """ "Save": what it does with the clients' view is said by the box in the form."""

    template_name = "portal_matters/admin/_save_item.html"


class DraftItem(ActionMenuItem):
    name = DRAFT
    label = _("Save draft, publish later")
    icon_name = "draft"


@hooks.register("construct_snippet_action_menu")
def show_publishing_to_those_who_may(menu_items, request, context):
    """Wagtail shows these buttons by the model permission. Who may publish saves by the box in the form."""
    matter = context.get("instance")
    if context["view"] == "create" and context["model"] is Matter:
        menu_items[:] = [SaveItem(order=0), *(item for item in menu_items if item.name != "action-save")]
    if not isinstance(matter, Matter) or matter.pk is None:
        return
    if not may_publish(request.user, matter):
        hidden = ("action-publish", "action-unpublish")
        menu_items[:] = [item for item in menu_items if item.name not in hidden]
    elif context["view"] == "edit" and not context.get("locked_for_user"):
        others = [item for item in menu_items if item.name != "action-save"]
        menu_items[:] = [SaveItem(order=0), *([DraftItem(order=10)] if matter.is_public else []), *others]
