"""The base of every screen below one matter, also of those in apps above: it finds the matter by the person's
rights and draws the header and tabs all of them share.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from portal_cms.matters import services
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.models import Matter, PendingNotice
from portal_cms.matters.tabs import tabs_for
from portal_cms.matters.waiting import waiting_in


def header_context(user, matter, active):
    """What `portal_matters/admin/_header.html` reads."""
    links = matter.matter_clients.select_related("client__user")
    return {
        "matter": matter,
        "matter_clients": [link.client for link in links],
        "matter_tabs": tabs_for(user, matter, active),
        "untold": waiting_in(user, matter),
        "may_decide": matter.is_inquiry and may_manage_people(user, matter),
    }


def matter_for(user, pk, action="view"):
    """The matter, if `user` may see it (else 404) and may do `action` on it (else 403)."""
    pending = PendingNotice.objects.filter(matter=OuterRef("pk"))
    matters = Matter.objects.visible_to(user).select_related("site", "handler", "assistant")
    matter = get_object_or_404(matters.annotate(has_pending=Exists(pending)), pk=pk)
    policy = policy_registry.get_by_type(Matter)
    if action == "view":  # that this one is visible was asked above
        allowed = policy.user_has_permission(user, action)
    else:
        allowed = policy.user_has_permission_for_instance(user, action, matter)
    if not allowed:
        raise PermissionDenied
    return matter


class MatterScreenMixin(WagtailAdminTemplateMixin):
    """A view below `/admin/matters/<pk>/`. Sets `self.matter` before anything else of the view runs.

    `active_tab` is the key of its tab, `permission_required` the action the person must be allowed on this
    matter, `marks_seen` says that looking at this page answers the red dot of the list.
    """

    template_name = "portal_matters/admin/screen.html"
    permission_required = "view"
    active_tab = ""
    marks_seen = False
    header_icon = "folder-open-inverse"

    def setup(self, request, *args, pk, **kwargs):
        self.matter = matter_for(request.user, pk, self.permission_required)
        services.note_operator(self.matter, request.user)
        super().setup(request, *args, pk=pk, **kwargs)

    def get(self, request, *args, **kwargs):
        if self.marks_seen:
            services.mark_seen(self.matter, request.user)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.matter)

    def get_breadcrumbs_items(self):
        """Home, Matters, the matter, this page."""
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("portal_matters_admin:list"),
                "label": capfirst(Matter._meta.verbose_name_plural),
            },
            {
                "url": reverse("portal_matters_admin:edit", args=[self.matter.pk]),
                "label": str(self.matter),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        context = header_context(self.request.user, self.matter, self.active_tab)
        return super().get_context_data(**{**context, **kwargs})


class RefusedView(MatterScreenMixin, TemplateView):
    """The matter's frame with the reason in it. (Wagtail itself turns a denial into a redirect to its home, which
    tells neither people nor programs.)"""

    template_name = "portal_matters/admin/refused.html"
    reason = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(reason=self.reason, **kwargs)


def refuse(request, matter, reason, active_tab):
    view = RefusedView(reason=reason, active_tab=active_tab, page_title=_("Not allowed"))
    view.setup(request, pk=matter.pk)
    return view.render_to_response(view.get_context_data(), status=403)
