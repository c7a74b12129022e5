"""Whether a document of a matter can be signed, tried out before anybody is asked."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal_cms.common import vault
from portal_cms.signing import evidence
from portal_cms.signing.pdf import process
from portal_cms.signing.wording import refusal

LARGEST = 30 * 1024**2
WALL_SECONDS = 30
DAY = 24 * 60 * 60
MM = 72 / 25.4  # points


def why_not_signable(document):
    """A sentence that says why, or "". What was found in the same bytes is remembered for a day."""
    if not document.is_released or document.content_type != "application/pdf":
        return _("Only a PDF that has passed the check can be signed. Please choose one.")
    if document.size > LARGEST:
        return refusal("timeout")
    code = _found(document)["refused"]
    return refusal(code) if code else ""


def line_in(document):
    """The place, see `places`, on the only line for signing that is drawn in a document that can be signed; or None."""
    line = _found(document)["line"]
    if line is None:
        return None
    return {
        "page": line["page"],
        "box": [round(value / MM, 2) for value in line["box"]],
        "size": [round(value / MM, 2) for value in line["size"]],
    }


def _found(document):
    key = f"signable:2:{document.sha256}"
    found = cache.get(key)
    if found is None:
        found = _tried(document)
        if found["refused"] not in ("timeout", "failed"):
            cache.set(key, found, DAY)
    return found


def _tried(document):
    try:
        parts = [vault.read_all(document), evidence.trial()]
        outcome, _content = process.run("inspect", parts, wall_seconds=WALL_SECONDS)
    except process.Refused as error:
        return {"refused": error.code, "line": None}
    except vault.VaultError:
        return {"refused": "failed", "line": None}
    return {"refused": "", "line": outcome["line"]}
