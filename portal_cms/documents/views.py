"""Pages of files in the client area: of one matter, of all, of one file. All reads go through `visible_to`."""

import uuid as uuids

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView

from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.errors import PortalError
from portal_cms.common.paging import ShortPaginator
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents import services
from portal_cms.documents.access import find_folder, get_document_or_404
from portal_cms.documents.forms import UploadForm
from portal_cms.documents.models import Folder, Share
from portal_cms.documents.rows import (
    SORTS,
    file_row,
    files_address,
    folder_rows,
    sort_links,
    upload_context,
)
from portal_cms.documents.uploads import arrived_text
from portal_cms.matters.access import get_matter_or_404
from portal_cms.matters.models import Matter
from portal_cms.matters.page import matter_tabs

FILES_PER_PAGE = 50
FILES_PER_MATTER = 5
MATTERS_PER_PAGE = 20


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


def pick_folder(folders, wanted):
    """The folder asked for in the address; one that does not exist is a 404."""
    if not wanted:
        return None
    for folder in folders:
        if str(folder.uuid) == wanted:
            return folder
    raise Http404


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
