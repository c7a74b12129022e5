"""The admin screens of matters. Those below one matter start from `MatterScreenMixin`."""

from functools import cache

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.snippets.views.snippets import CreateView, EditView, LockView, UnlockView, UnpublishView

from portal_cms.access.menu import MENU_HOOK
from portal_cms.access.viewsets import ScopedSnippetViewSet
from portal_cms.audit.services import record
from portal_cms.clients.access import may_invite
from portal_cms.common.errors import PortalError
from portal_cms.matters import notify, pending, people, services, staff_inquiries
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.face import watched
from portal_cms.matters.listing import MatterIndexView
from portal_cms.matters.models import Matter
from portal_cms.matters.numbers import suggest_reference
from portal_cms.matters.panels import edit_matter_panels, new_matter_panels
from portal_cms.matters.policy import may_publish
from portal_cms.matters.publish_forms import BOX, wants_publishing, wants_withdrawal, was_name
from portal_cms.matters.screens import MatterScreenMixin, header_context

__all__ = ["MatterScreenMixin", "MatterViewSet"]


class PublishingMixin:
    """What the box "Publish in the client portal" says happens when somebody saves by hand, never when the editor
    saves itself. Wagtail asks for the model permission to publish; here the matter decides, and leaves its event in
    the transaction of the change. Nothing is sent: whoever made something public is asked."""

    def setup(self, request, *args, **kwargs):
        self.started = timezone.now()
        super().setup(request, *args, **kwargs)

    def get_action(self, request):
        action = super().get_action(request)
        if action in ("create", "edit") and not self.expects_json_response and wants_publishing(request.POST):
            return "publish" if "publish" in self.get_available_actions() else action
        return action

    def publish_action(self):
        user = self.request.user
        if not may_publish(user, self.object):
            self.action = "create" if self.view_name == "create" else "edit"
            messages.warning(
                self.request,
                _(
                    "The text is saved as a draft. Only the handler and the assistant can publish this matter."
                ),
            )
            return None
        with services.published(self.object, by=user):
            response = super().publish_action()
            if was_name(BOX) in self.request.POST:
                self.open_portal()
        return response

    def open_portal(self):
        """Publishing by the box is meant to reach the clients, so it creates the portal where there is none (A35)."""
        matter = Matter.objects.get(pk=self.object.pk)
        if matter.has_portal:
            return
        if may_manage_people(self.request.user, matter):
            services.set_portal(matter, has_portal=True, by=self.request.user)
        else:
            messages.warning(
                self.request,
                _(
                    "Clients can not see this matter yet: it has no client portal. The handler can create it under “People and access”."
                ),
            )

    def get_success_url(self):
        """The same screen again, with the question if there is something to tell."""
        if pending.asks(self.object, by=self.request.user, since=self.started):
            return pending.ask_url("portal_matters_admin:edit", self.object)
        return reverse("portal_matters_admin:edit", args=[quote(self.object.pk)])


class MatterCreateView(PublishingMixin, CreateView):
    """A new matter, with its people and clients. Saved by a click only: a draft that saved itself would have
    given rights nobody had decided on yet."""

    def post(self, request, *args, **kwargs):
        if self.expects_json_response:
            return self.json_error_response("not_saved", _("A new matter is saved when you click “Save”."))
        return super().post(request, *args, **kwargs)

    def get_initial_form_instance(self):
        user, site = self.request.user, self.request.site
        handler = user if user.site_id == site.pk else None
        return Matter(site=site, handler=handler, reference=suggest_reference(site))

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if not may_invite(self.request.user):
            form.fields.pop("invite", None)
        return form

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except PortalError as error:
            form.add_error(None, error)
            form.instance.pk = None
            return self.form_invalid(form)

    def save_instance(self):
        form, user = self.form, self.request.user
        chosen = form.cleaned_data
        matter = form.save(commit=False)
        matter.live, matter.has_portal = False, False
        services.open_matter(matter, by=user, named=chosen["named"], sharers=chosen["sharers"])
        for client in form.chosen_clients():
            services.admit_client(matter, client, by=user, invited=chosen.get("invite", False))
        services.set_portal(matter, has_portal=chosen["has_portal"], by=user)
        self.new_revision = matter.save_revision(user=user)
        return matter

    def get_success_url(self):
        """Whoever gave the matter to others and restricted it does not see it any more."""
        if Matter.objects.visible_to(self.request.user).filter(pk=self.object.pk).exists():
            return super().get_success_url()
        return reverse("portal_matters_admin:list")

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "autosave_enabled": False}


class NotedChangeMixin:
    """Every saving by hand leaves an event; of the many an open editor makes by itself only the first does."""

    def save_instance(self):
        billing_client = self.form.cleaned_data.get("billing_client")
        matter = super().save_instance()
        if not self.expects_json_response:
            services.set_billing_client(matter, billing_client, by=self.request.user)
        if not (self.expects_json_response and self.overwrite_revision):
            fields = sorted(set(self.form.changed_data) - {BOX, "billing_client", "portal_client"})
            record("matter.changed", on=matter, by=self.request.user, matter=matter, fields=fields)
        return matter


class BaseMatterEditView(PublishingMixin, EditView):
    """The tab "General"."""

    template_name = "portal_matters/admin/edit.html"

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if not may_publish(self.request.user, self.live_object):
            form.fields.pop(BOX, None)
        if not may_manage_people(self.request.user, self.live_object):
            form.fields.pop("portal_client", None)
        return form

    def save_instance(self):
        self.catch_up()
        matter = super().save_instance()
        if not self.expects_json_response:
            self.admit(matter)
            if self.action == "edit" and wants_withdrawal(self.request.POST):
                self.withdraw()
        return matter

    def catch_up(self):
        """The row may have changed since this request read it, most of all when the editor was saving by itself at
        the moment of the click on "Save": that older state must not undo a publishing."""
        row = Matter.objects.select_for_update().get(pk=self.object.pk)
        if self.expects_json_response and row.latest_revision_id != self.object.latest_revision_id:
            raise PermissionDenied  # Wagtail answers the editor that there is a newer version
        for field in Matter._meta.concrete_fields:
            if field.name not in self.form.fields:
                setattr(self.form.instance, field.attname, getattr(row, field.attname))

    def admit(self, matter):
        """P26: the chosen client becomes one of the matter's."""
        if client := self.form.cleaned_data.get("portal_client"):
            services.admit_client(matter, client, by=self.request.user)
            messages.success(self.request, people.added_text(client, False))

    def withdraw(self):
        matter = Matter.objects.get(pk=self.object.pk)
        if matter.live and may_publish(self.request.user, matter):
            services.withdraw_matter(matter, by=self.request.user)
            messages.success(
                self.request, _("The matter is not public any more. Clients can not see it now.")
            )

    def get_available_actions(self):
        actions = super().get_available_actions()
        return [
            name for name in actions if name != "publish" or may_publish(self.request.user, self.live_object)
        ]

    @cached_property
    def header_more_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        context = header_context(self.request.user, self.live_object, "general")
        return super().get_context_data(**{**context, **kwargs})


class MatterEditView(NotedChangeMixin, BaseMatterEditView):
    pass


class MatterRevertView(NotedChangeMixin, RevisionsRevertMixin, BaseMatterEditView):
    view_name = "revisions_revert"


class MatterUnpublishView(UnpublishView):
    def unpublish(self):
        with watched(self.object, by=self.request.user):
            response = super().unpublish()
            record("matter.unpublished", on=self.object, by=self.request.user, matter=self.object)
        return response


class MatterLockView(LockView):
    @transaction.atomic
    def perform_operation(self):
        super().perform_operation()
        record("matter.locked", on=self.object, by=self.request.user, matter=self.object)


class MatterUnlockView(UnlockView):
    @transaction.atomic
    def perform_operation(self):
        super().perform_operation()
        record("matter.unlocked", on=self.object, by=self.request.user, matter=self.object)


class OperatorNotedMixin:
    """Each view of one matter, whichever Wagtail has: form, history, comparison, preview."""

    def get_object(self, *args, **kwargs):
        matter = super().get_object(*args, **kwargs)
        if isinstance(matter, Matter) and matter.pk is not None:
            services.note_operator(matter, self.request.user)
        return matter


@cache
def noted(view_class):
    return type(view_class.__name__, (OperatorNotedMixin, view_class), {"__module__": view_class.__module__})


class MatterViewSet(ScopedSnippetViewSet):
    model = Matter
    admin_url_namespace = "portal_matters_admin"
    base_url_path = "matters"
    chooser_base_url_path = "choose/matter"
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Matters")
    menu_hook = MENU_HOOK
    menu_order = 10
    edit_handler = edit_matter_panels
    index_view_class = MatterIndexView
    add_view_class = MatterCreateView
    edit_view_class = MatterEditView
    revisions_revert_view_class = MatterRevertView
    unpublish_view_class = MatterUnpublishView
    lock_view_class = MatterLockView
    unlock_view_class = MatterUnlockView
    index_template_name = "portal_matters/admin/index.html"
    create_template_name = "portal_matters/admin/create.html"
    edit_template_name = "portal_matters/admin/edit.html"

    def construct_view(self, view_class, **kwargs):
        return super().construct_view(noted(view_class), **kwargs)

    @cached_property
    def new_matter_handler(self):
        return new_matter_panels.bind_to_model(self.model)

    def get_form_class(self, for_update=False):
        handler = self._edit_handler if for_update else self.new_matter_handler
        return handler.get_form_class()

    def get_add_view_kwargs(self, **kwargs):
        return {**super().get_add_view_kwargs(**kwargs), "panel": self.new_matter_handler}

    def get_edit_view_kwargs(self, **kwargs):
        """No usage: matters are not in the reference index, so there would be nothing but a zero."""
        return super().get_edit_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        below = [
            ("", people.PeopleView, "people"),
            ("clients/add/", people.AddClientView, "add_client"),
            ("clients/<int:client>/remove/", people.RemoveClientView, "remove_client"),
            ("portal/", people.PortalView, "portal"),
        ]
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/notify/", notify.NotifyView.as_view(), name="notify"),
            path("<int:pk>/accept/", staff_inquiries.AcceptView.as_view(), name="accept"),
            path("<int:pk>/decline/", staff_inquiries.DeclineView.as_view(), name="decline"),
            *(path(f"<int:pk>/people/{route}", view.as_view(), name=name) for route, view, name in below),
        ]
