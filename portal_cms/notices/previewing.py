"""A mail text with samples in place of its markers: for the preview, and for the test mail to oneself."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.accounts.models import User
from portal_cms.notices.letters import TRIAL, Letter, register
from portal_cms.notices.models import MailText
from portal_cms.notices.rendering import write
from sitesettings.events import EVENTS, Audience
from sitesettings.firm import firm_for

CHANGE = "portal_notices.change_mailtext"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def sample_letter(text: MailText, user_name: str) -> Letter:
    """Every marker has a value, so that one sees each line."""
    markers = EVENTS[text.event].markers
    with translation.override(text.language):
        samples = {marker.name: str(marker.sample) for marker in markers}
    if "user_name" in samples:
        samples["user_name"] = user_name
    content = {marker.name: samples.pop(marker.name) for marker in markers if marker.is_content}
    if "items" in content:
        content["names"] = [content.pop("items")]
    return Letter(label=gettext_lazy("Open the portal"), markers=samples, content=content, draft=text)


def answer(text: MailText, mode: str, *, reader: User | None = None) -> HttpResponse:
    """The preview as a page: for a sample person, or for `reader`, a client whom the viewer may see."""
    firm, reader = firm_for(text.site), reader or sample_reader(text)
    letter = replace(sample_letter(text, reader.email), values={"preview_to": reader})
    link = firm.absolute_url("/")
    written = write(
        text.event, letter, firm, to=reader, language=text.language, link=link, secrets={}, own=text
    )
    return as_page(written, firm, mode)


def as_page(written, firm, mode="html"):
    """A mail as the answer to a request: what its recipient would see, or its plain text."""
    if mode == "text":
        page = f"{written.subject}\n\n{written.text}"
        return HttpResponse(page, content_type="text/plain; charset=utf-8")
    policy = f"{POLICY}; img-src 'self' {firm.base_url}"
    return HttpResponse(written.html, headers={"Content-Security-Policy": policy})


def sample_reader(text: MailText) -> User:
    is_client = EVENTS[text.event].audience == Audience.CLIENT
    with translation.override(text.language):
        return User(
            first_name=_("Anna"),
            last_name=_("Example"),
            email="anna@example.com",
            kind=User.Kind.CLIENT if is_client else User.Kind.STAFF,
        )


def trial(row, reader):
    """The test mail to oneself: the text as it was last saved, while the reader may change it."""
    text = MailText.objects.visible_to(reader).filter(pk=row.context[TRIAL]).first()
    if text is None or not reader.has_perm(CHANGE):
        return None
    draft = text.get_latest_revision_as_object()
    return replace(sample_letter(draft, reader.email), values={"is_trial": True})


def register_letters():
    register(TRIAL, trial)
