"""Bytes of files for browsers: one file, a picture of a page, an archive. All reads go through `visible_to`."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.serving import begins_later, file_response, zip_response
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents import services
from portal_cms.documents.access import get_document_or_404
from portal_cms.documents.models import Share
from portal_cms.documents.rows import archive_entries, archive_name
from portal_cms.matters.access import get_matter_or_404

NO_DOWNLOAD = gettext_lazy(
    "Files are not downloaded in a simulation. You find them in the matter, in your own admin."
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
