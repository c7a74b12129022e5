"""The tabs "Parties", "Courts" and "Proceedings" of a matter: lists, forms, publishing and withdrawing."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.permissions import policy_registry

from portal_cms.access.listing import BoundedPaginator
from portal_cms.common.errors import PortalError
from portal_cms.matters.pending import ask_url
from portal_cms.matters.screens import MatterScreenMixin, refuse
from portal_cms.parts import services
from portal_cms.parts.access import why_not_by, why_not_publish, why_not_yet
from portal_cms.parts.filters import FILTERS
from portal_cms.parts.kinds import TickColumn, YesNoColumn

PER_PAGE = 50
MOST_AT_ONCE = 200


class PartScreenMixin(MatterScreenMixin):
    """A screen of one kind of parts. Reading follows the matter, writing the right to change it; who may not change
    what clients see gets a 403 with the reason."""

    kind = None

    def setup(self, request, *args, **kwargs):
        self.active_tab = self.kind.tab
        super().setup(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        try:
            self.prepare()
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as error:
            return refuse(request, self.matter, str(error), self.active_tab)

    def prepare(self):
        """What must be found, and asked, before the view runs."""

    @property
    def parts(self):
        return self.kind.model.objects.filter(matter=self.matter).select_related(*self.kind.related)

    def get_success_url(self):
        return self.kind.url("list", self.matter)

    def ask_url(self):
        """The list with the question "notify the client now?" on it."""
        return ask_url(f"portal_parts_admin:{self.kind.key}_list", self.matter)

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.kind, back_url=self.get_success_url(), **kwargs)


class PartListView(PartScreenMixin, BaseListingView):
    """All parts of one kind, with the column "Public" and the buttons that publish or withdraw what is ticked."""

    template_name = "portal_parts/admin/parts.html"
    results_template_name = "portal_parts/admin/parts_results.html"
    paginate_by = PER_PAGE
    paginator_class = BoundedPaginator
    is_searchable = True
    search_backend_name = None

    @property
    def page_title(self):
        return self.kind.title

    def prepare(self):
        self.model = self.kind.model
        self.verbose_name_plural = self.kind.model._meta.verbose_name_plural
        self.default_ordering = self.kind.ordering
        self.search_fields = self.kind.search_fields
        self.filterset_class = FILTERS[self.kind.model]
        self.refusal = why_not_by(self.request.user, self.matter)
        public = YesNoColumn(
            "is_published", label=pgettext_lazy("part of a matter", "Public"), sort_key="is_published"
        )
        tick = [] if self.refusal else [TickColumn("tick", label="", classname="portal-tick")]
        self.columns = [*tick, *self.kind.columns, public]

    def get_base_queryset(self):
        return self.parts

    def order_queryset(self, queryset):
        direction = "-" if self.ordering.startswith("-") else ""
        return queryset.order_by(self.ordering, f"{direction}pk")

    def get_index_url(self):
        return self.kind.url("list", self.matter)

    def get_index_results_url(self):
        return self.kind.url("results", self.matter)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_change=may_change(self.request.user, self.matter),
            may_publish=not self.refusal,
            why_not=why_not_yet(self.matter),
            add_url=self.kind.url("add", self.matter),
            publish_url=self.kind.url("publish", self.matter),
            withdraw_url=self.kind.url("withdraw", self.matter),
            **kwargs,
        )


class PartFormView(PartScreenMixin, FormView):
    """A new part, or a change of one."""

    template_name = "portal_parts/admin/part.html"
    permission_required = "change"
    part = None

    def get_form_class(self):
        return self.kind.form

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "instance": self.part or self.kind.model(matter=self.matter),
            "refusal": why_not_publish(self.request.user, self.matter),
        }

    def form_valid(self, form):
        try:
            is_due = services.save_part(form.instance, by=self.request.user, fields=form.changed_data)
        except PortalError as error:
            form.add_error("is_published", error)
            return self.form_invalid(form)
        messages.success(self.request, saved_text(form.instance))
        return redirect(self.ask_url() if is_due else self.get_success_url())

    def form_invalid(self, form):
        messages.error(self.request, _("This could not be saved. Please check the marked fields."))
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class PartAddView(PartFormView):
    @property
    def page_title(self):
        return self.kind.add


class OnePartMixin:
    """A screen that changes one part of the matter; another matter's is as unknown as one that never was."""

    permission_required = "change"

    def prepare(self):
        self.part = get_object_or_404(self.parts, uuid=self.kwargs["part"])
        self.part.matter = self.matter
        if self.part.is_published and (reason := why_not_by(self.request.user, self.matter)):
            raise PermissionDenied(reason)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "part": self.part})


class PartEditView(OnePartMixin, PartFormView):
    @property
    def page_title(self):
        return self.kind.edit

    def get_context_data(self, **kwargs):
        delete_url = self.kind.url("delete", self.matter, self.part.uuid)
        return super().get_context_data(delete_url=delete_url, **kwargs)


class PartDeleteView(OnePartMixin, PartScreenMixin, TemplateView):
    template_name = "portal_parts/admin/delete.html"

    @property
    def page_title(self):
        return self.kind.delete

    def post(self, request, *args, **kwargs):
        name = str(self.part)
        services.delete_part(self.part, by=request.user)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
        return redirect(self.get_success_url())


class BulkView(PartScreenMixin, View):
    """Acts on the ticked rows. The page it came from is the list, where it says what was done, or why not."""

    http_method_names = ["post", "options"]
    permission_required = "change"

    def prepare(self):
        if reason := why_not_by(self.request.user, self.matter):
            raise PermissionDenied(reason)

    def post(self, request, *args, **kwargs):
        parts = self.chosen()
        if not parts:
            messages.error(request, _("Please select at least one row."))
            return redirect(self.get_success_url())
        try:
            text, is_due = self.act(parts)
        except PortalError as error:
            messages.error(request, error.text)
            return redirect(self.get_success_url())
        messages.success(request, text)
        return redirect(self.ask_url() if is_due else self.get_success_url())

    def chosen(self):
        """The ticked parts; one that is not of this matter makes it a 404, whether it exists or not."""
        keys = {key for key in self.request.POST.getlist("part") if key.isdecimal()}
        if len(keys) > MOST_AT_ONCE:
            raise Http404
        found = list(self.parts.select_related("matter").filter(pk__in=keys))
        if len(found) != len(keys):
            raise Http404
        return found


class PublishView(BulkView):
    def act(self, parts):
        count, is_due = services.publish_parts(parts, by=self.request.user)
        text = ngettext(
            "%(count)s entry is now shown to the clients of this matter. Nothing was sent.",
            "%(count)s entries are now shown to the clients of this matter. Nothing was sent.",
            count,
        )
        return text % {"count": count}, is_due


class WithdrawView(BulkView):
    def act(self, parts):
        count = services.withdraw_parts(parts, by=self.request.user)
        text = ngettext(
            "%(count)s entry is no longer shown to clients.",
            "%(count)s entries are no longer shown to clients.",
            count,
        )
        return text % {"count": count}, False


def may_change(user, matter):
    policy = policy_registry.get_by_type(type(matter))
    return policy.user_has_permission_for_instance(user, "change", matter)


def saved_text(part):
    if part.is_published:
        return _("“%(name)s” is saved. The clients of this matter see it.") % {"name": part}
    return _("“%(name)s” is saved. Only the firm sees it.") % {"name": part}
