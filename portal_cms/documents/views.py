"""Files in the client area: lists, uploads, previews, downloads. All reads go through `visible_to`."""

import uuid as uuids
from urllib.parse import unquote

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.errors import PortalError
from portal_cms.common.paging import ShortPaginator
from portal_cms.common.serving import begins_later, file_response, zip_response
from portal_cms.documents import services
from portal_cms.documents.access import get_document_or_404
from portal_cms.documents.forms import UploadForm
from portal_cms.documents.models import Folder, Share
from portal_cms.documents.rows import (
    SORTS,
    archive_entries,
    archive_name,
    file_row,
    sort_links,
    upload_context,
)
from portal_cms.matters.access import get_matter_or_404
from portal_cms.matters.models import Matter
from portal_cms.matters.page import matter_tabs

FILES_PER_PAGE = 50
FILES_PER_MATTER = 5
MATTERS_PER_PAGE = 20
CHUNK = 64 * 1024
NO_DOWNLOAD = gettext_lazy(
    "Files are not downloaded in a simulation. You find them in the matter, in your own admin."
)


class FilesView(ClientAreaMixin, TemplateView):
    """Files of one matter by folder, newest first, and the form to send more (A29, A30)."""

    template_name = "portal_documents/files.html"
    form = None

    def get(self, request, uuid):
        wanted = [uuid for text in request.GET.getlist("row")[:FILES_PER_PAGE] for uuid in valid_uuids(text)]
        return self._rows(uuid, wanted) if wanted else super().get(request, uuid=uuid)

    def _rows(self, uuid, wanted):
        """Only these rows: what a page asks for that shows files still being checked."""
        matter = get_matter_or_404(self.request.user, uuid)
        shares = Share.objects.visible_to(self.request.user).filter(matter=matter, document__uuid__in=wanted)
        rows = [file_row(share) for share in shares.select_related("document", "folder", "shared_by")]
        return render(self.request, "portal_documents/_rows.html", {"rows": rows})

    def post(self, request, uuid):
        matter = get_matter_or_404(request.user, uuid)
        self.form = UploadForm(request.POST, request.FILES)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(uuid=uuid), status=422)
        folder = find_folder(request.user, matter, self.form.cleaned_data["folder"])
        errors, arrived = self._receive(matter, folder)
        for error in errors:
            messages.error(request, error)
        if arrived:
            messages.success(request, arrived_text(arrived))
        return redirect(files_address(matter, folder))

    def _receive(self, matter, folder):
        errors, arrived = [], 0
        for position, file in enumerate(self.form.cleaned_data["files"]):
            try:
                services.receive_upload(
                    matter, by=self.request.user, chunks=file.chunks(), name=file.name, client=self.client,
                    upload_key=self.form.upload_key(position), portal_folder=folder,
                )  # fmt: skip
                arrived += 1
            except PortalError as error:
                errors.append(error.text)
        return errors, arrived

    def get_context_data(self, uuid, **kwargs):
        matter = get_matter_or_404(self.request.user, uuid)
        shares = Share.objects.visible_to(self.request.user).filter(matter=matter)
        counts = dict(shares.order_by().values_list("folder_id").annotate(Count("pk")))
        all_folders = list(Folder.objects.visible_to(self.request.user).filter(matter=matter))
        folder = pick_folder(all_folders, self.request.GET.get("folder"))
        page = self._page(shares, folder, counts)
        context = super().get_context_data(
            matter=matter,
            tabs=matter_tabs(matter, "files"),
            folders=folder_rows(matter, all_folders, counts, folder),
            folder=folder.uuid if folder else "",
            rows=[file_row(share) for share in page],
            page_obj=page,
            sort=sort_links(files_address(matter), self._sort(), folder),
            zip_url=files_address(matter, folder, "portal_documents:archive"),
            upload_url=files_address(matter),
            raw_upload_url=files_address(matter, None, "portal_documents:raw_upload"),
            upload_errors=self.form.errors.get("files") if self.form else None,
            form_token=uuids.uuid4().hex,
            **upload_context(self.request.site),
            **kwargs,
        )
        services.mark_seen(page.object_list, by=self.request.user)
        return context

    def _sort(self):
        wanted = self.request.GET.get("sort", "")
        return wanted if wanted in SORTS else "newest"

    def _page(self, shares, folder, counts):
        """One page; how many there are is known from the folders' counts."""
        rows = shares.filter(folder=folder) if folder else shares
        rows = rows.select_related("document", "folder", "shared_by").order_by(*SORTS[self._sort()][1])
        paginator = Paginator(rows, FILES_PER_PAGE)
        paginator.count = counts.get(folder.pk, 0) if folder else sum(counts.values())
        return paginator.get_page(self.request.GET.get("page"))


def files_address(matter, folder=None, name="portal_documents:files"):
    address = reverse(name, args=[matter.uuid])
    return f"{address}?folder={folder.uuid}" if folder else address


def find_folder(user, matter, uuid):
    """The portal folder of the matter with this uuid that the client sees, or None."""
    return Folder.objects.visible_to(user).filter(matter=matter, uuid=uuid).first() if uuid else None


def pick_folder(folders, wanted):
    """The folder asked for in the address; one that does not exist is a 404."""
    if not wanted:
        return None
    for folder in folders:
        if str(folder.uuid) == wanted:
            return folder
    raise Http404


def folder_rows(matter, folders, counts, current):
    """The index of folders; nothing where the matter has none."""
    rows = [
        {
            "name": folder.name,
            "count": counts.get(folder.pk, 0),
            "url": files_address(matter, folder),
            "is_current": folder == current,
        }
        for folder in folders
    ]
    everything = {
        "name": _("All files"), "count": sum(counts.values()), "url": files_address(matter), "is_current": not current,
    }  # fmt: skip
    return [everything, *rows] if rows else []


class RawUploadView(ClientAreaMixin, View):
    """One file as the body of the request: what the upload script sends, with half the work of a form."""

    http_method_names = ["post", "options"]

    def post(self, request, uuid):
        matter = get_matter_or_404(request.user, uuid)
        matter.site = request.site  # the same row, and its settings are at hand
        name = unquote(request.headers.get("X-File-Name", ""))[:1000]
        key = request.headers.get("X-Upload-Key", "")[:80]
        if not name or not key:
            return JsonResponse(
                {"state": "refused", "message": _("The file has no name. Please choose it again.")},
                status=400,
            )
        folder = find_folder(
            request.user, matter, next(iter(valid_uuids(request.headers.get("X-Folder"))), None)
        )
        try:
            document, _new = services.receive_upload(
                matter,
                by=request.user,
                chunks=body_chunks(request),
                name=name,
                client=self.client,
                upload_key=key,
                portal_folder=folder,
            )
        except PortalError as error:
            return JsonResponse({"state": "refused", "name": name, "message": error.text}, status=422)
        share = document.shares.select_related("folder").get(client=self.client)
        share.shared_by = request.user
        row = file_row(share)
        html = render_to_string("theme/components/file_row.html", {"row": row}, request=request)
        return JsonResponse(
            {
                "state": document.state,
                "name": document.original_name,
                "message": arrived_text(1),
                "row_html": html,
            },
            status=201,
        )


class AllFilesView(ClientAreaMixin, TemplateView):
    """The newest files across all matters, for the navigation."""

    template_name = "portal_documents/all_files.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        page = ShortPaginator(Matter.objects.visible_to(user), MATTERS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        shares = self._newest(user, page.object_list)
        counts = dict(
            Share.objects.visible_to(user).filter(matter__in=list(page)).order_by().values_list("matter_id")
            .annotate(Count("pk"))
        )  # fmt: skip
        groups = [
            {
                "matter": matter,
                "url": files_address(matter),
                "rows": [file_row(share) for share in shares if share.matter_id == matter.pk],
                "count": counts.get(matter.pk, 0),
            }
            for matter in page
        ]
        context = super().get_context_data(groups=groups, page_obj=page, **kwargs)
        services.mark_seen(shares, by=user)
        return context

    def _newest(self, user, matters):
        """The newest few of each matter shown, in one query."""
        place = Window(
            RowNumber(), partition_by=F("matter_id"), order_by=[F("shared_at").desc(), F("pk").desc()]
        )
        rows = Share.objects.visible_to(user).filter(matter__in=list(matters)).annotate(place=place)
        return list(
            rows.filter(place__lte=FILES_PER_MATTER).select_related("document", "folder", "shared_by")
            .order_by("-shared_at", "-pk")
        )  # fmt: skip


class PreviewView(ClientAreaMixin, TemplateView):
    """A released document as pictures of its pages: nothing active of the file reaches the browser."""

    template_name = "portal_documents/preview.html"

    def get_context_data(self, uuid, **kwargs):
        user = self.request.user
        document = get_document_or_404(user, uuid)
        share = Share.objects.visible_to(user).filter(document=document).select_related(
            "document", "folder", "shared_by"
        ).first()  # fmt: skip
        pages = [
            {
                "number": picture.number,
                "url": reverse("portal_documents:picture", args=[uuid, picture.number]),
                "width": picture.width,
                "height": picture.height,
            }
            for picture in document.pictures.all()
        ]
        services.note_opened(document, by=user, downloaded=False)
        return super().get_context_data(
            matter=document.matter,
            row=file_row(share),
            pages=pages,
            more_pages=max(0, (document.pages or 0) - len(pages)),
            back_url=files_address(document.matter),
            **kwargs,
        )


class DownloadView(LoginRequiredMixin, View):
    """The file itself, for the client it is shared with and for staff who see its matter.

    In this order: session, firm, object, state, bytes; and the record, before the first byte leaves.
    """

    not_simulated = NO_DOWNLOAD

    def get(self, request, uuid):
        document = get_document_or_404(request.user, uuid)
        if request.method == "GET":
            services.note_opened(
                document, by=request.user, downloaded=True, is_part=begins_later(request, document)
            )
        return file_response(
            request, document, filename=document.original_name, content_type=document.content_type
        )


class PictureView(LoginRequiredMixin, View):
    """One page's picture."""

    def get(self, request, uuid, number):
        document = get_document_or_404(request.user, uuid)
        picture = document.pictures.filter(number=number).first()
        if picture is None:
            raise Http404
        if request.method == "GET":  # the page around it noted the reading; without that page this one does
            services.note_opened(document, by=request.user, downloaded=False, is_part=True)
        return file_response(
            request,
            picture,
            filename=f"{document.title} {number}",
            content_type=picture.content_type,
            inline=True,
        )


class ArchiveView(ClientAreaMixin, View):
    """A ZIP of one folder, or of everything the client can download in this matter."""

    not_simulated = NO_DOWNLOAD

    def get(self, request, uuid):
        matter = get_matter_or_404(request.user, uuid)
        shares = Share.objects.visible_to(request.user).filter(matter=matter)
        if request.GET.get("folder"):
            shares = shares.filter(folder__uuid__in=valid_uuids(request.GET["folder"]))
        shares = list(
            shares.filter(document__state="released").select_related("document", "folder", "matter")
        )
        if not shares:
            messages.info(request, _("There is no file to download here yet."))
            return redirect("portal_documents:files", uuid=uuid)
        documents = {share.document: None for share in shares}
        services.note_each_opened(list(documents), by=request.user, downloaded=True)
        return zip_response(request, archive_entries(shares), archive_name(shares, request.GET.get("folder")))


def arrived_text(count):
    return ngettext(
        "%(count)s file has arrived and is being checked. We tell the people in charge as soon as that is done.",
        "%(count)s files have arrived and are being checked. We tell the people in charge as soon as that is done.",
        count,
    ) % {"count": count}


def body_chunks(request):
    while chunk := request.read(CHUNK):
        yield chunk


def valid_uuids(text):
    """A list to filter by: the uuid, or nothing if the text is none."""
    try:
        return [uuids.UUID(text)] if text else []
    except ValueError:
        return []
