"""What every screen below one client shares: finding it by the person's rights, its header and its tabs."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from portal_cms.clients import services
from portal_cms.clients.models import Client
from sitesettings.access import may_set_up


def header_context(client, active):
    """What `portal_clients/admin/_header.html` reads."""
    names = {"contact": ("edit", _("Contact")), "portal": ("portal", _("Portal"))}
    tabs = [
        {
            "label": label,
            "url": reverse(f"portal_clients_admin:{route}", args=[client.pk]),
            "is_active": key == active,
        }
        for key, (route, label) in names.items()
    ]
    return {"client": client, "client_tabs": tabs}


def closed_context(user, site):
    """What `portal_clients/admin/_portal_off.html` reads."""
    return {"why_closed": services.why_closed(site), "may_set_up": may_set_up(user, site)}


class ClientScreenMixin(WagtailAdminTemplateMixin):
    """A view below `/admin/clients/<pk>/`. Sets `self.client`: 404 if the person may not see it, 403 without the
    right to change clients."""

    header_icon = "key"

    def setup(self, request, *args, pk, **kwargs):
        clients = Client.objects.visible_to(request.user).select_related("user", "site__firmsettings")
        self.client = get_object_or_404(clients, pk=pk)
        if not policy_registry.get_by_type(Client).user_has_permission(request.user, "change"):
            raise PermissionDenied
        super().setup(request, *args, pk=pk, **kwargs)

    @property
    def portal_url(self):
        return reverse("portal_clients_admin:portal", args=[self.client.pk])

    def get_page_subtitle(self):
        return str(self.client)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("portal_clients_admin:index"),
                "label": capfirst(Client._meta.verbose_name_plural),
            },
            {"url": reverse("portal_clients_admin:edit", args=[self.client.pk]), "label": str(self.client)},
            {"url": "", "label": self.get_page_title()},
        ]
