"""The tab "Documents" of a matter: the list, uploads, and one document."""

from urllib.parse import unquote

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView

from portal_cms.common.errors import PortalError
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents import services
from portal_cms.documents.actions import ActionMenu
from portal_cms.documents.columns import document_columns
from portal_cms.documents.filters import DocumentFilterSet
from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.documents.rows import upload_context
from portal_cms.documents.screens import (
    DocumentScreenMixin,
    no_right,
)
from portal_cms.documents.staff_forms import StaffUploadForm
from portal_cms.documents.uploads import body_chunks

PER_PAGE = 50


def shares_to_show():
    """All shares of the listed documents, newest first, with what their line shows."""
    shares = Share.objects.select_related("client", "folder", "shared_by", "ended_by")
    return Prefetch("shares", shares.order_by("-shared_at", "-pk"), to_attr="share_rows")


class DocumentListView(DocumentScreenMixin, BaseListingView):
    """All documents of the matter; a plain form uploads more, another one acts on those that are ticked."""

    template_name = "portal_documents/admin/documents.html"
    results_template_name = "portal_documents/admin/documents_results.html"
    active_tab = "documents"
    page_title = gettext_lazy("Documents")
    model = Document
    verbose_name_plural = gettext_lazy("documents")
    paginate_by = PER_PAGE
    is_searchable = True
    search_backend_name = None
    search_fields = ["title", "original_name"]
    default_ordering = "-created_at"
    filterset_class = DocumentFilterSet
    upload_form = None

    def prepare(self, request):
        self.menu = ActionMenu(request.user, self.matter, may_share=self.may_share)
        self.columns = document_columns(self.menu, self.matter)

    def get_base_queryset(self):
        documents = Document.objects.filter(matter=self.matter)
        return documents.select_related("folder", "uploaded_by", "client").prefetch_related(shares_to_show())

    def order_queryset(self, queryset):
        """By the chosen column; the key makes the order of equal rows the same on every page."""
        direction = "-" if self.ordering.startswith("-") else ""
        return queryset.order_by(self.ordering, f"{direction}pk")

    def get_filterset_kwargs(self):
        return {**super().get_filterset_kwargs(), "matter": self.matter}

    def get_index_url(self):
        return reverse("portal_documents_admin:list", args=[self.matter.pk])

    def get_index_results_url(self):
        return reverse("portal_documents_admin:results", args=[self.matter.pk])

    @property
    def folder(self):
        """The folder whose page this is, if the filter names one."""
        wanted = valid_uuids(self.request.GET.get("folder"))
        folders = Folder.objects.filter(matter=self.matter, area=Folder.Area.FILE, uuid__in=wanted)
        return folders.first() if wanted else None

    def get_context_data(self, **kwargs):
        folder = self.folder
        form = self.upload_form or StaffUploadForm(
            matter=self.matter, initial={"folder": folder.uuid if folder else None}
        )
        return super().get_context_data(
            menu=self.menu,
            folder=folder,
            folders=self._folders(folder),
            upload_form=form,
            upload=upload_context(self.request.site),
            may_add=self.menu.may("add"),
            may_change=self.menu.may("change"),
            may_delete=self.menu.may("delete"),
            **kwargs,
        )

    def _folders(self, current):
        folders = Folder.objects.filter(matter=self.matter, area=Folder.Area.FILE)
        return [
            {
                "folder": folder,
                "count": folder.number,
                "url": f"{self.index_url}?folder={folder.uuid}",
                "is_current": folder == current,
            }
            for folder in folders.annotate(number=Count("documents"))
        ]

    def post(self, request, *args, **kwargs):
        """Uploads of a browser without our script."""
        if not self.menu.may("add"):
            raise PermissionDenied(no_right())
        self.upload_form = StaffUploadForm(request.POST, request.FILES, matter=self.matter)
        if not self.upload_form.is_valid():
            response = self.get(request, *args, **kwargs)
            response.status_code = 422
            return response
        arrived = self._receive()
        if arrived:
            messages.success(request, arrived_text(arrived))
        folder = self.upload_form.cleaned_data["folder"]
        return redirect(self.index_url + (f"?folder={folder.uuid}" if folder else ""))

    def _receive(self):
        arrived = 0
        for position, file in enumerate(self.upload_form.cleaned_data["files"]):
            try:
                services.receive_upload(
                    self.matter,
                    by=self.request.user,
                    chunks=file.chunks(),
                    name=file.name,
                    upload_key=self.upload_form.upload_key(position),
                    folder=self.upload_form.cleaned_data["folder"],
                )
                arrived += 1
            except PortalError as error:
                messages.error(self.request, error.text)
        return arrived


class StaffRawUploadView(DocumentScreenMixin, View):
    """One file as the body of the request: what the upload script sends."""

    http_method_names = ["post", "options"]
    needs_permission = "portal_documents.add_document"

    def post(self, request, *args, **kwargs):
        name = unquote(request.headers.get("X-File-Name", ""))[:1000]
        key = request.headers.get("X-Upload-Key", "")[:80]
        if not name or not key:
            text = _("The file has no name. Please choose it again.")
            return JsonResponse({"state": "refused", "message": text}, status=400)
        wanted = unquote(request.headers.get("X-Folder", ""))
        folder = Folder.objects.filter(
            matter=self.matter, area=Folder.Area.FILE, uuid__in=valid_uuids(wanted)
        ).first()
        if wanted and folder is None:
            text = _("This folder does not exist any more. Please reload the page.")
            return JsonResponse({"state": "refused", "message": text}, status=404)
        try:
            document, _new = services.receive_upload(
                self.matter,
                by=request.user,
                chunks=body_chunks(request),
                name=name,
                upload_key=key,
                folder=folder,
            )
        except PortalError as error:
            return JsonResponse({"state": "refused", "name": name, "message": error.text}, status=422)
        return JsonResponse(state_of(document), status=201)


class StatesView(DocumentScreenMixin, View):
    """What became of the files being checked, for the rows below the upload zone."""

    def get(self, request, *args, **kwargs):
        uuids = [uuid for name in request.GET.getlist("document")[:100] for uuid in valid_uuids(name)]
        documents = Document.objects.filter(matter=self.matter, uuid__in=uuids)
        return JsonResponse({"documents": [state_of(document) for document in documents]})


class DocumentDetailView(DocumentScreenMixin, TemplateView):
    """One document: its pages as pictures, with whom it is shared, what can be done with it."""

    template_name = "portal_documents/admin/document.html"
    active_tab = "documents"

    def prepare(self, request):
        documents = Document.objects.filter(matter=self.matter, uuid=self.kwargs["document"])
        documents = documents.select_related("folder", "uploaded_by", "client")
        self.document = get_object_or_404(documents.prefetch_related(shares_to_show()))

    def get(self, request, *args, **kwargs):
        if self.document.is_released:
            services.note_opened(self.document, by=request.user, downloaded=False)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.document.title

    def get_context_data(self, **kwargs):
        menu = ActionMenu(self.request.user, self.matter, may_share=self.may_share)
        kwargs["document"] = self.document  # instead of the uuid in the address
        return super().get_context_data(
            pictures=list(self.document.pictures.all()) if self.document.is_released else [],
            actions=[
                {**row, "url": f"{row['url']}?document={self.document.uuid}"}
                for row in menu.rows(self.document)
            ],
            is_signed=any(share.origin == Share.Origin.SIGNED for share in self.document.share_rows),
            back_url=reverse("portal_documents_admin:list", args=[self.matter.pk]),
            **kwargs,
        )


def arrived_text(count):
    return ngettext(
        "%(count)s file has arrived and is being checked. You can share it as soon as that is done.",
        "%(count)s files have arrived and are being checked. You can share them as soon as that is done.",
        count,
    ) % {"count": count}


def state_of(document):
    """A document's state for the upload script, in a sentence."""
    if document.is_released:
        state, message = "released", _("Checked. It can be shared now.")
    elif document.is_rejected:
        state, message = "rejected", reason_text(document.reason)
    else:
        state, message = "checking", _("Being checked")
    return {
        "uuid": str(document.uuid),
        "state": state,
        "name": document.original_name,
        "message": message,
    }
