"""The screens of an import: upload, columns, dry run, done."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal_cms.common.errors import PortalError
from portal_cms.imports import samples, services
from portal_cms.imports.access import get_run_or_404, require_import
from portal_cms.imports.columns import FIELDS
from portal_cms.imports.forms import ColumnsForm, UploadForm
from portal_cms.imports.models import ImportRun
from portal_cms.imports.plan import LABELS, Action

ROWS_PER_PAGE = 100
LATEST = 20


class ImportMixin(WagtailAdminTemplateMixin):
    """For those who may enter clients and matters by hand."""

    header_icon = "download"
    page_title = gettext_lazy("Import")

    def dispatch(self, request, *args, **kwargs):
        require_import(request.user, request.site)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items, {"url": reverse("portal_imports:index"), "label": _("Import")}]
        return (
            items
            if self.page_title == ImportMixin.page_title
            else [*items, {"url": "", "label": self.page_title}]
        )


class RunMixin(ImportMixin):
    """Below one's own open run; a page of it that can not be read any more is a 404 like any other."""

    @cached_property
    def run(self):
        return get_run_or_404(self.request.user, self.kwargs["uuid"])

    @cached_property
    def table(self):
        return services.table_of(self.run)

    def get_page_subtitle(self):
        return str(self.run)

    def get_context_data(self, **kwargs):
        return super().get_context_data(run=self.run, **kwargs)


class UploadView(ImportMixin, FormView):
    template_name = "portal_imports/admin/upload.html"
    form_class = UploadForm

    def get_form_kwargs(self):
        initial = {"kind": self.request.GET.get("kind", ImportRun.Kind.CLIENTS)}
        own = {"site": self.request.site, "user": self.request.user, "initial": initial}
        return {**super().get_form_kwargs(), **own}

    def get_context_data(self, **kwargs):
        mine = ImportRun.objects.visible_to(self.request.user)
        done = mine.filter(state=ImportRun.State.DONE)
        lists = {"open_runs": mine.open()[:LATEST], "done_runs": done[:LATEST]}
        return super().get_context_data(
            **lists, kinds=ImportRun.Kind.choices, endings=samples.TYPES, **kwargs
        )

    def form_valid(self, form):
        return redirect("portal_imports:columns", form.run.uuid)


class ColumnsView(RunMixin, FormView):
    template_name = "portal_imports/admin/columns.html"
    page_title = gettext_lazy("Columns")
    form_class = ColumnsForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "run": self.run, "table": self.table}

    def form_valid(self, form):
        services.choose_columns(self.run, form.columns)
        return redirect("portal_imports:check", self.run.uuid)


class CheckView(RunMixin, TemplateView):
    """The dry run; by POST what it shows is done."""

    template_name = "portal_imports/admin/check.html"
    page_title = gettext_lazy("Dry run")

    def get(self, request, *args, **kwargs):
        form = ColumnsForm(
            {key: str(at) for key, at in self.run.columns.items()}, run=self.run, table=self.table
        )
        if not form.is_valid():
            messages.warning(request, _("Please choose the columns first."))
            return redirect("portal_imports:columns", self.run.uuid)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            counts = services.confirm(self.run, by=request.user, digest=request.POST.get("digest", ""))
        except PortalError as error:
            messages.error(request, error.text)
            return redirect("portal_imports:check", self.run.uuid)
        text = _(
            "Done: %(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(left)s left out."
        )
        values = {"created": counts["create"], "updated": counts["update"], "unchanged": counts["unchanged"]}
        messages.success(request, text % {**values, "left": counts["error"]})
        is_clients = self.run.kind == ImportRun.Kind.CLIENTS
        return redirect("portal_clients_admin:index" if is_clients else "portal_matters_admin:list")

    def get_context_data(self, **kwargs):
        plan = services.plan_of(self.run, self.table)
        chosen = self.request.GET.get("show", "")
        rows = [row for row in plan.rows if row.action == chosen] if chosen in LABELS else plan.rows
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        fields = [field for field in FIELDS[self.run.kind] if field.key in self.run.columns]
        counts = [
            {"action": action, "label": LABELS[action], "number": n} for action, n in plan.counts.items()
        ]
        return super().get_context_data(
            plan=plan,
            counts=counts,
            chosen=chosen,
            page_obj=page,
            shown=[shown_row(row, fields, self.run.kind) for row in page],
            headings=[field.label for field in fields],
            has_errors=plan.counts[Action.ERROR],
            **kwargs,
        )


def shown_row(row, fields, kind):
    """A row for the template: its cells, and what would happen to it."""
    return {
        "row": row,
        "cells": [row.cells.get(field.key, "") for field in fields],
        "errors": row.error_rows(kind),
    }


class DiscardView(RunMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        services.discard(self.run, by=request.user)
        messages.success(request, _("The file was thrown away. Nothing of it was imported."))
        return redirect("portal_imports:index")


class ErrorsView(RunMixin, View):
    """The rows that can not be imported, as a file."""

    def get(self, request, *args, **kwargs):
        plan = services.plan_of(self.run, self.table)
        return _download(samples.error_rows(plan, self.table), "errors.csv", "csv")


class SampleView(ImportMixin, View):
    def get(self, request, kind, ending):
        if kind not in ImportRun.Kind.values or ending not in samples.TYPES:
            raise Http404
        return _download(samples.sample(kind, ending), f"{kind}.{ending}", ending)


def _download(content, name, ending):
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=samples.TYPES[ending], headers=headers)
