"""Wagtail's user screens for the staff of one firm. Clients have screens of their own."""

import django_filters
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import CreateView, EditView, IndexView, UserColumn, UserViewSet

from portal_cms.access.viewsets import ScopedViewSetMixin
from portal_cms.accounts.doors import end_secrets
from portal_cms.accounts.models import User
from portal_cms.accounts.services import end_all_sessions
from portal_cms.accounts.signals import account_changed, invitation_wanted
from portal_cms.accounts.staff_forms import RoleField, StaffForm


class RoleFilterField(RoleField, django_filters.fields.ModelMultipleChoiceField):
    pass


class RoleFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = RoleFilterField


def roles_of_firm(request):
    return Group.objects.filter(portal_role__site=request.site).select_related("portal_role")


class StaffFilterSet(WagtailFilterSet):
    is_active = django_filters.BooleanFilter(label=gettext_lazy("Active"), widget=BooleanRadioSelect)
    groups = RoleFilter(label=gettext_lazy("Role"), queryset=roles_of_firm, widget=CheckboxSelectMultiple)

    class Meta:
        model = User
        fields = ["is_active", "groups"]


class StaffIndexView(IndexView):
    page_title = gettext_lazy("Staff")
    add_item_label = gettext_lazy("Add a member of staff")
    default_ordering = "name"

    @cached_property
    def columns(self):
        """Without checkboxes: accounts are changed one by one, see access.guard."""
        title = self._get_title_column_class(UserColumn)
        return [
            title(
                "name",
                accessor=str,
                label=_("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("E-mail address")),
            Column("roles", label=_("Roles"), accessor=role_names),
            Column("state", label=_("State"), accessor=state_text),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self):
        users = super().get_base_queryset().select_related("profile", "wagtail_userprofile")
        return users.prefetch_related("groups__portal_role")

    def search_queryset(self, queryset):
        """A firm's staff are few, and must be found the moment they were entered."""
        words = self.search_query.split()
        for word in words:
            names = Q(first_name__icontains=word) | Q(last_name__icontains=word)
            queryset = queryset.filter(names | Q(email__icontains=word))
        return queryset

    def get_filterset_kwargs(self):
        kwargs = super().get_filterset_kwargs()
        del kwargs["is_searching"]
        return kwargs


def role_names(user):
    return ", ".join(str(group.portal_role.get_key_display()) for group in user.groups.all())


def state_text(user):
    if not user.is_active:
        return _("Switched off")
    return _("Invited") if user.access_state == User.Access.PENDING else _("Active")


class StaffFormViewMixin:
    """Hands the firm to the form: that of the account, or for a new one that of the request."""

    @cached_property
    def firm_site(self):
        account = getattr(self, "object", None)
        return account.site if account and account.pk else self.request.site

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "site": self.firm_site}

    def get_success_buttons(self):
        return []


class StaffCreateView(StaffFormViewMixin, CreateView):
    """A new account gets a mail with a link by which the person sets the own password."""

    page_title = gettext_lazy("Add a member of staff")
    success_message = gettext_lazy("%(object)s gets an e-mail with a link to set a password.")

    def save_instance(self):
        user = self.form.instance
        user.site, user.kind, user.access_state = self.request.site, User.Kind.STAFF, User.Access.PENDING
        user.set_unusable_password()
        user = self.form.save()
        account_changed.send(
            None, user=user, by=self.request.user, action="staff.created", details=roles_of(user)
        )
        invitation_wanted.send(None, user=user, by=self.request.user)
        return user


class StaffEditView(StaffFormViewMixin, EditView):
    success_message = gettext_lazy("The account of %(object)s is saved.")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser:  # the operator belongs to no firm, and has the account page
            raise PermissionDenied

    @transaction.atomic
    def save_instance(self):
        user = self.form.save()
        if "is_active" in self.form.changed_data and not user.is_active:
            end_all_sessions(user)
        if "email" in self.form.changed_data:
            self.let_in_by_new_address(user)
        if self.form.changed_data:
            account_changed.send(
                None,
                user=user,
                by=self.request.user,
                action="staff.changed",
                details={"fields": sorted(self.form.changed_data), **roles_of(user)},
            )
        return user

    def let_in_by_new_address(self, user):
        """The former address may be a stranger's, so nothing that was mailed there opens the account any more."""
        end_secrets(user)
        if user.access_state == User.Access.PENDING and user.is_active:
            invitation_wanted.send(None, user=user, by=self.request.user)
            messages.info(self.request, StaffCreateView.success_message % {"object": user})

    @cached_property
    def header_more_buttons(self):
        """Those of the list as well, which apps above may add to."""
        found = []
        if self.object.access_state == User.Access.PENDING and self.object.is_active:
            url = reverse("wagtailusers_users:invite", args=[self.object.pk])
            found.append(Button(_("Send the invitation again"), url=url, icon_name="mail"))
        for hook in hooks.get_hooks("register_user_listing_buttons"):
            found.extend(hook(user=self.object, request_user=self.request.user))
        return found


def roles_of(user):
    """For the record: which roles and whether the account is on."""
    keys = user.groups.filter(portal_role__isnull=False).values_list("portal_role__key", flat=True)
    return {"roles": sorted(keys), "active": user.is_active}


class StaffInviteView(WagtailAdminTemplateMixin, TemplateView):
    """Sends the invitation again while the person has set no password; the older link stops working."""

    template_name = "portal_accounts/admin/invite.html"
    page_title = gettext_lazy("Send the invitation again")
    header_icon = "mail"

    def setup(self, request, *args, pk, **kwargs):
        if not request.user.has_perm("portal_accounts.change_user"):
            raise PermissionDenied
        waiting = User.objects.visible_to(request.user).filter(access_state=User.Access.PENDING)
        self.account = get_object_or_404(waiting.filter(is_active=True), pk=pk)
        super().setup(request, *args, pk=pk, **kwargs)

    def get_page_subtitle(self):
        return str(self.account)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        self.account.tokens.filter(used_at=None).update(used_at=F("created_at"))
        invitation_wanted.send(None, user=self.account, by=request.user)
        messages.success(
            request, _("The invitation to %(name)s is on its way again.") % {"name": self.account}
        )
        return redirect("wagtailusers_users:index")

    def get_context_data(self, **kwargs):
        return super().get_context_data(account=self.account, **kwargs)


class StaffViewSet(ScopedViewSetMixin, UserViewSet):
    menu_label = gettext_lazy("Staff")
    ordering = None
    list_per_page = 50
    filterset_class = StaffFilterSet
    search_backend_name = None
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    index_template_name = "portal_accounts/admin/index.html"
    create_template_name = "portal_accounts/admin/create.html"
    edit_template_name = "portal_accounts/admin/edit.html"

    def get_form_class(self, for_update=False):
        return StaffForm

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        invite = path("invite/<int:pk>/", StaffInviteView.as_view(), name="invite")
        return [*super().get_urlpatterns(), invite]
