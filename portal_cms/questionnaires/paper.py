"""Answers to a questionnaire as a PDF in the firm's look. `answers.typ` sets the page; what people wrote goes in as data
and is never markup."""

from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal_cms.billing.paper import Look
from portal_cms.common.typesetting import typeset
from portal_cms.questionnaires.content import Content
from portal_cms.questionnaires.sheets import Line, ReadPage

TEMPLATE = Path(__file__).parent / "typst" / "answers.typ"


def pdf(content: Content, pages: list[ReadPage], look: Look, language: str, *, facts, finished_at) -> bytes:
    """The paper, in the reader's language; `facts` are pairs of a label and a text at its head."""
    with translation.override(language):
        moment = date_format(localtime(finished_at), "SHORT_DATETIME_FORMAT")
        words = {
            "lang": language[:2],
            "title": content.title,
            "look": {
                "name": look.name,
                "brand": look.brand,
                "accent": look.accent,
                "office": list(look.office),
            },
            "facts": [*([str(label), text] for label, text in facts), [_("Answered"), moment]],
            "pages": [
                {"title": read.page.title, "rows": [_row(line) for line in read.lines]} for read in pages
            ],
            "page": _("Page %(page)s of %(pages)s") % {"page": "|", "pages": "|"},
        }
    return typeset(TEMPLATE, words, logo=look.logo, issued_at=finished_at)


def _row(line: Line) -> list[str]:
    return [line.question.label, line.text or pgettext("to a question", "No answer")]
