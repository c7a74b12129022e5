"""The screens of the addresses under which a firm's portal answers (P2, C14)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView

from portal_cms.access.panels import ShowPanel
from portal_cms.access.viewsets import ScopedModelViewSet
from sitesettings.middleware import host_of
from sitesettings.models import SiteHost
from sitesettings.validators import normalise_hostname

CHECK_URL_NAME = "portal_guide:check"


def check_url(host):
    return reverse(CHECK_URL_NAME, args=[host.pk])


class HostForm(WagtailAdminModelForm):
    """A name is free in all firms, and no change takes away the ground one stands on."""

    here = ""  # the host of the request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        help_text = _("Your own domain or a part of it, for example portal.example.com.")
        if parent := settings.PORTAL_PARENT_DOMAIN:
            help_text += " " + _("A name without a dot becomes a subdomain of %(domain)s.") % {
                "domain": parent
            }
        self.fields["hostname"].help_text = help_text

    def clean_hostname(self):
        name = normalise_hostname(_completed(self.cleaned_data["hostname"]))
        if self.instance.pk and self.initial["hostname"] == self.here != name:
            raise ValidationError(
                _(
                    "You are working at this address right now. Please add the new one, make it primary, and"
                    " delete this one from there."
                )
            )
        taken = SiteHost.objects.filter(hostname=name).exclude(pk=self.instance.pk).first()
        if taken is None:
            return name
        if taken.site_id == self.instance.site_id:
            raise ValidationError(_("Your firm has this host name already. Please enter a different one."))
        raise ValidationError(
            _(
                "This host name is taken by another firm. Please enter a different one, or ask the operator of"
                " the server if it is yours."
            )
        )

    def clean_is_primary(self):
        is_primary = self.cleaned_data["is_primary"]
        if self.initial.get("is_primary") and not is_primary:
            raise ValidationError(
                _("A firm always has a primary host name. Please make another one primary instead.")
            )
        return is_primary


def _completed(typed):
    """A name without a dot is a subdomain of the operator's domain, where there is one (P2)."""
    typed, parent = typed.strip().removesuffix("."), settings.PORTAL_PARENT_DOMAIN
    return f"{typed}.{parent}" if parent and "." not in typed else typed


class HostFormMixin:
    """Says what follows from a new primary name, and forgets a check that was about another name."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.here = host_of(self.request)
        return form

    def save_instance(self):
        if "hostname" in self.form.changed_data:
            self.form.instance.checked_at, self.form.instance.check_result = None, {}
        host = super().save_instance()
        if host.is_primary and "is_primary" in self.form.changed_data and not host.is_sound:
            text = _(
                "Links in mails start with %(host)s from now on. Nobody has checked yet whether this address"
                " works; please do it now."
            )
            messages.warning(self.request, text % {"host": host})
        return host

    def get_success_url(self):
        """To the check, which is the next thing to do with a new name."""
        return reverse("sitesettings_hosts:index") if self.object.is_sound else check_url(self.object)

    def get_success_buttons(self):
        return []


class HostCreateView(HostFormMixin, CreateView):
    pass


class HostEditView(HostFormMixin, EditView):
    pass


class HostDeleteView(DeleteView):
    """Not the last name of a firm, and not the one the person is working at."""

    template_name = "sitesettings/hosts/confirm_delete.html"

    @cached_property
    def obstacle(self):
        if not SiteHost.objects.filter(site_id=self.object.site_id).exclude(pk=self.object.pk).exists():
            return _("This is the only address of the portal. Please add another one first.")
        if self.object.hostname == host_of(self.request):
            return _("You are working at this address right now. Please open the admin at another one first.")
        if self.object.is_primary:
            return _("Links in mails start with this address. Please make another one primary first.")
        return ""

    def post(self, request, *args, **kwargs):
        if self.obstacle:
            messages.error(request, self.obstacle)
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)


class CheckColumn(Column):
    cell_template_name = "sitesettings/hosts/_check_cell.html"


def check_values(host, request):
    return {"host": host}


class HostViewSet(ScopedModelViewSet):
    """Firm administration for the own firm; the operator for each."""

    model = SiteHost
    icon = "site"
    menu_label = gettext_lazy("Host names")
    menu_order = 240
    add_to_settings_menu = True
    add_view_class = HostCreateView
    edit_view_class = HostEditView
    delete_view_class = HostDeleteView
    delete_template_name = "sitesettings/hosts/confirm_delete.html"
    list_display = [
        "__str__",
        "site",
        BooleanColumn("is_primary", label=gettext_lazy("Primary")),
        CheckColumn("checked_at", label=gettext_lazy("Last check")),
    ]
    search_fields = ["hostname"]
    edit_handler = ObjectList(
        [
            FieldPanel("site", permission="superuser"),
            FieldPanel("hostname"),
            FieldPanel("is_primary"),
            ShowPanel(
                "sitesettings/hosts/_check_panel.html",
                check_values,
                heading=gettext_lazy("Does it work?"),
                icon="site",
            ),
        ],
        base_form_class=HostForm,
    )

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(usage_url_name=None, **kwargs)

    def get_delete_view_kwargs(self, **kwargs):
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)
