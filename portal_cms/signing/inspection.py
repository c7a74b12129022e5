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


def why_not_signable(document):
    """A sentence that says why, or "". The answer for the same bytes is remembered for a day."""
    if not document.is_released or document.content_type != "application/pdf":
        return _("Only a PDF that has passed the check can be signed. Please choose one.")
    if document.size > LARGEST:
        return refusal("timeout")
    key = f"signable:{document.sha256}"
    code = cache.get(key)
    if code is None:
        code = _tried(document)
        if code not in ("timeout", "failed"):
            cache.set(key, code, DAY)
    return refusal(code) if code else ""


def _tried(document):
    try:
        process.run("inspect", [vault.read_all(document), evidence.trial()], wall_seconds=WALL_SECONDS)
    except process.Refused as error:
        return error.code
    except vault.VaultError:
        return "failed"
    return ""
