"""Files that arrive one at a time as the body of a request, and the words for what has arrived."""

from urllib.parse import unquote

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.errors import PortalError
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents import services
from portal_cms.documents.access import find_folder
from portal_cms.documents.rows import file_row
from portal_cms.matters.access import get_matter_or_404

CHUNK = 64 * 1024


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


def body_chunks(request):
    while chunk := request.read(CHUNK):
        yield chunk


def arrived_text(count):
    return ngettext(
        "%(count)s file has arrived and is being checked. We tell the people in charge as soon as that is done.",
        "%(count)s files have arrived and are being checked. We tell the people in charge as soon as that is done.",
        count,
    ) % {"count": count}
