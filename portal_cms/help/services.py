"""The help texts of a firm: what is shown to whom, and what can be done with the firm's own ones."""

from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.utils.safestring import SafeString
from wagtail.log_actions import log

from portal_cms.help.models import HelpText, Section
from portal_cms.help.shipped import shipped_text, shipped_texts
from sitesettings import richtext

SIGNING = "portal_cms.signing"


@dataclass(frozen=True)
class Entry:
    """A question as it is shown. `anchor` is its place on the page."""

    anchor: str
    section: str
    question: str
    answer: SafeString
    is_own: bool
    is_hidden: bool = False


def entries_of(site, language: str, *, draft: HelpText | None = None) -> list[Entry]:
    """Every help text of a firm in one language, in the order of the page; one query.

    `draft` is shown as if it were published, for its preview.
    """
    own = {row.pk: row for row in HelpText.objects.filter(site=site, language=language, live=True)}
    if draft is not None:
        own[draft.pk or 0] = draft
    by_key = {row.key: row for row in own.values() if row.key}
    found = [
        _own(by_key[text.key]) if text.key in by_key else _shipped(text) for text in shipped_texts(language)
    ]
    found += [_own(row) for row in own.values() if not row.key]
    order = {section: place for place, section in enumerate(offered_sections())}
    return sorted(
        (entry for entry in found if entry.section in order), key=lambda entry: order[entry.section]
    )


def offered_sections() -> list[str]:
    """Nothing is said of signing where it is not installed."""
    return [section for section in Section.values if section != Section.SIGN or apps.is_installed(SIGNING)]


def _shipped(text):
    return Entry(text.key, text.section, text.question, richtext.show(text.answer), is_own=False)


def _own(row):
    anchor = row.key or f"own-{row.pk}"
    return Entry(anchor, row.section, row.question, richtext.show(row.answer), True, row.is_hidden)


@transaction.atomic
def start_text(site, key: str, language: str, *, by) -> HelpText:
    """The firm's own words for a shipped text, begun as a draft of it. Twice at once gives one."""
    text = shipped_text(key, language)
    row, is_new = HelpText.objects.get_or_create(
        site=site,
        key=key,
        language=language,
        defaults={"section": text.section, "question": text.question, "answer": text.answer, "live": False},
    )
    if is_new:
        log(row, "wagtail.create", user=by)
        row.save_revision(user=by)
    return row


@transaction.atomic
def reset_text(row: HelpText, *, by) -> None:
    """The shipped text is shown again, and is the draft to start from. What was written stays in the history."""
    text = shipped_text(row.key, row.language)
    shipped = {"section": text.section, "question": text.question, "answer": text.answer, "is_hidden": False}
    draft = row.get_latest_revision_as_object()
    for name, value in shipped.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, log_action=True)
    row.refresh_from_db()
    if row.live:
        row.unpublish(user=by)
    HelpText.objects.filter(pk=row.pk).update(**shipped, has_unpublished_changes=False)
