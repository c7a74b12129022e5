"""The page of evidence: who signed what, when, from where, how identified, with which words. And the signatures as vectors.

`sheet.typ` sets the pages; here the facts become words in the firm's language. What people typed goes in as data and is
never markup.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from threading import Lock

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal_cms.billing.looks import look_of
from portal_cms.common.typesetting import FOREIGN, UNSEEN, clean
from portal_cms.requests.models import RequestLink
from portal_cms.signing import ink, timestamps
from portal_cms.signing.models import Signature, Signer, Signing

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"
ONE_AT_A_TIME = Lock()  # a compiler serves one thread
LONG_WORD = re.compile(r"(\S{66})(?=\S)")  # a digest is shorter


def digest(content):
    return hashlib.sha256(content).hexdigest()


def sheets(signing, seal, original):
    """`(pdf, places)`: a page for each signature on the document, with its place or None for where there is room, and the pages of
    evidence behind them."""
    signers = list(
        signing.signers.filter(state=Signer.State.SIGNED).select_related(
            "signature", "client", "item__request", "site"
        )
    )
    on_page = signing.place == Signing.Place.LAST
    data = {
        "lang": (get_language() or "en")[:2],
        "look": _look(signing),
        "title": _("Signatures"),
        "lede": _(
            "This document was signed electronically in the client portal of %(firm)s. It carries simple electronic "
            "signatures and the seal of the firm: whoever changes one sign of it breaks the seal."
        ) % {"firm": look_of(signing.site).name},
        "document": _document(signing, seal, original),
        "marks": [_mark(signer) for signer in signers] if on_page else [],
        "signers": [_signer(signer) for signer in signers],
        "events": {"title": _("What happened"), "rows": _events(signing, signers)},
        "page": _("Page %(page)s of %(pages)s") % {"page": "|", "pages": "|"},
    }  # fmt: skip
    return render(data), [signer.field for signer in signers] if on_page else []


def trial():
    """Pages like those of `sheets`, to try out whether a PDF can take them."""
    strokes = [[[0.1, 0.1, 0.5, 0], [0.5, 0.2, 0.5, 10], [0.9, 0.1, 0.5, 20]]]
    return render(_trial("Trial", picture=list(ink.svg(strokes).encode())))


def _trial(name, *, picture):
    mark = {"name": name, "when": "", "picture": picture, "size": None}
    empty = {"title": "", "rows": []}
    look = {"name": "", "brand": "#000000", "accent": "#000000", "logo": None}
    return {
        "lang": "en", "look": look, "title": "", "lede": "", "document": empty, "marks": [mark], "signers": [],
        "events": empty, "page": "||",
    }  # fmt: skip


def is_legible(name: str) -> bool:
    """Whether the fonts that typst brings along, the same on every machine, have all letters of a name."""
    return _is_shown(_clean(_trial(name, picture=[])))


def render(data):
    """The PDF. Letters our own fonts lack are looked for in this machine's fonts; if one is in none of them, they are
    replaced by a sign that says so, as text without a picture would look like no text at all."""
    words = _clean(data)
    is_foreign = not _is_shown(words)
    if is_foreign and not _is_shown(words, system_fonts=True):
        words, is_foreign = clean(words, FOREIGN), False
    return _compile(words, system_fonts=is_foreign)


def _is_shown(words, *, system_fonts=False):
    """Whether there is a font for every letter: rules for archives make typst say so."""
    if not FOREIGN.search(json.dumps(words, ensure_ascii=False)):
        return True
    try:
        _compile(words, system_fonts=system_fonts, pdf_standards=["a-2b"])
    except typst.TypstError as error:
        return "could not be displayed" not in str(error)
    return True


def _compile(words, *, system_fonts, **how):
    with ONE_AT_A_TIME:
        return _compiler(system_fonts).compile(
            str(TEMPLATE),
            format="pdf",
            sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
            **how,
        )


def _clean(data):
    """Without signs that turn text around; pictures are lists of numbers and stay."""
    if isinstance(data, dict):
        return {key: _clean(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_clean(value) for value in data]
    return LONG_WORD.sub("\\1\u200b", UNSEEN.sub("", data)) if isinstance(data, str) else data


@cache
def _compiler(system_fonts):
    return typst.Compiler(root=str(TEMPLATE.parent), ignore_system_fonts=not system_fonts)


def _look(signing):
    look = look_of(signing.site)
    return {
        "name": look.name,
        "brand": look.brand,
        "accent": look.accent,
        "logo": list(look.logo) if look.logo else None,
    }


def _document(signing, seal, original):
    clock = (
        _("Time-stamp service")
        if timestamps.is_on()
        else _("The clock of the portal. No time-stamp service was asked.")
    )
    return {
        "title": _("Document"),
        "rows": [
            [_("Title"), signing.document.title],
            [_("File"), f"{signing.document.original_name}, {_pages(signing.document)}"],
            [_("Matter"), signing.matter.reference],
            ["SHA-256", signing.sha256],
            [_("Length"), _("The first %(size)s bytes of this file are the document as it was signed.")
                % {"size": f"{len(original):_}".replace("_", " ")}],
            [_("Seal"), f"{seal.subject} ({seal.get_origin_display()})"],
            [_("Certificate"), seal.fingerprint],
            [_("Time"), clock],
        ],
    }  # fmt: skip


def _pages(document):
    count = document.pages or 0
    return ngettext("%(count)s page", "%(count)s pages", count) % {"count": count} if count else ""


def _picture(signature):
    return list(ink.svg(signature.strokes).encode()) if signature.method == Signature.Method.DRAWN else []


def _name(signer):
    """As it was typed, or as the firm wrote it for who draws; beside letters that may not show stands the address."""
    name = signer.signature.name
    return name if is_legible(name) else f"{name} ({signer.client.email})"


def _mark(signer):
    signature = signer.signature
    return {
        "name": _name(signer),
        "picture": _picture(signature),
        "when": _moment(signature.signed_at),
        "size": signer.field["box"][2:] if signer.field else None,
    }


def _signer(signer):
    signature = signer.signature
    return {
        "name": _name(signer),
        "picture": _picture(signature),
        "rows": [
            [_("Person asked"), f"{signer.client} ({signer.client.email})"],
            [_("Identified by"), how_identified(signature.identified)],
            [_("Signed"), _moment(signature.signed_at)],
            [_("Signature"), signature.get_method_display()],
            [_("From"), signature.address or _("unknown")],
            [_("With"), signature.agent or _("unknown")],
            [_("Shown and signed"), signature.sha256],
            [_("Agreed to"), signature.consent],
        ],
    }


def how_identified(facts):
    """A sentence from what was kept of how the person came in."""
    values = {key: facts.get(key, "") for key in ("email", "user", "by")}
    if facts.get("way") == "account":
        return _("signed in to the portal as %(user)s") % values
    if values["by"]:
        return _("personal link handed over by %(by)s") % values
    return _("personal link sent by e-mail to %(email)s") % values


def _events(signing, signers):
    rows = []
    for signer in signers:
        request, name = signer.item.request, str(signer.client)
        rows.append((request.sent_at, _("%(name)s was asked to sign.") % {"name": name}))
        for link in RequestLink.objects.filter(request=request, last_used_at__isnull=False):
            rows.append((link.last_used_at, _("%(name)s opened the personal link.") % {"name": name}))
        rows.append((signer.shown_at, _("The document was shown to %(name)s.") % {"name": name}))
        rows.append((signer.signature.signed_at, _("%(name)s signed.") % {"name": name}))
    for other in signing.signers.exclude(state=Signer.State.SIGNED).select_related("client"):
        rows.append(
            (other.created_at, _("%(name)s was asked too, and need not sign.") % {"name": other.client})
        )
    rows.append((timezone.now(), _("The document was closed and sealed.")))
    return [
        [_moment(at), text] for at, text in sorted((row for row in rows if row[0]), key=lambda row: row[0])
    ]


def _moment(at):
    """Local time for people, with the zone; to the second, as it is evidence."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S} {local:%Z}"
