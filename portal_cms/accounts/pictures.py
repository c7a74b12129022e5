"""Pictures of a firm and its people, under MEDIA_URL. Client files are never there, see `common.serving`.

Renditions (logo, portrait) are public like the sign-in page that shows them. A person's picture is for people who
are signed in at the same firm. Originals are for staff whose role may work with that picture.
"""

import posixpath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from portal_cms.accounts.models import StaffProfile

TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
PUBLIC, PRIVATE = "public, max-age=86400", "private, max-age=3600"


@require_safe
def picture(request, name):
    """A picture this person may see; anything else is as if it did not exist."""
    content_type = TYPES.get(name.rpartition(".")[2].lower())
    folder = name.partition("/")[0]
    if content_type is None or folder not in RULES or not _is_plain(name) or not RULES[folder](request, name):
        raise Http404
    try:
        with default_storage.open(name) as file:
            content = file.read()  # re-encoded pictures of limited size
    except (OSError, SuspiciousFileOperation):
        raise Http404 from None
    cache_control = PUBLIC if folder == "images" else PRIVATE
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": cache_control})


def _is_plain(name):
    """The folder that decides is the folder that is read: no way out of it, and nothing a disk can not name."""
    return posixpath.normpath(name) == name and not set(name) & {"\\", "\0"}


def _is_of_a_colleague(request, name):
    if not request.user.is_authenticated:
        return False
    return StaffProfile.objects.filter(picture=name, user__site=request.site).exists()


def _may_work_with(request, name):
    image = get_image_model().objects.filter(file=name).first()
    if image is None or not request.user.is_authenticated:
        return False
    policy = policy_registry.get_by_type(get_image_model())
    return policy.user_has_any_permission_for_instance(request.user, ["change", "choose"], image)


RULES = {
    "images": lambda request, name: True,
    "staff": _is_of_a_colleague,
    "original_images": _may_work_with,
}
