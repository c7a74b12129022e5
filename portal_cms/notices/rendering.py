"""From a letter to a mail: recipient's language, firm's look, sender of the firm, no surprises in headers."""

import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from portal_cms.notices.letters import Letter
from portal_cms.notices.markers import marker_values
from portal_cms.notices.markup import LINK, fill_html, fill_line, fill_text, names_in, paragraph
from portal_cms.notices.models import MailText, OutboxMessage
from sitesettings.events import EVENTS, Audience, template
from sitesettings.richtext import show

SUBJECT_LIMIT = 200
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str
    html: str


def make_mail(row: OutboxMessage, letter: Letter, firm) -> EmailMultiAlternatives:
    """The message to send now. Makes the one-time link and other secrets, so it must be sent or lost."""
    secrets = letter.make_secrets() if letter.make_secrets else {}
    written = render(row, letter, firm, link=_link(letter, firm), secrets=secrets)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=one_line(firm.mail_from),
        to=[row.recipient.email],
        reply_to=[firm.mail_reply_to] if firm.mail_reply_to else None,
        headers={**AUTOMATIC, "Message-ID": message_id(row, firm)},
    )
    mail.attach_alternative(written.html, "text/html")
    return mail


def preview(row: OutboxMessage, letter: Letter, firm) -> tuple[str, str]:
    """Subject and text as staff may read them in the outbox: without a link that would open an account, and
    without contents, as the reader may not be one of the matter's people."""
    path = "" if letter.make_path else letter.path
    link = firm.absolute_url(path) if path else _("[personal link]")
    hidden = {"start_password": _("[start password]"), "code": _("[code]")}
    secrets = hidden if letter.make_secrets else {}
    shown = replace(letter, content={}, typed=None)
    written = render(row, shown, firm, link=link, secrets=secrets)
    return written.subject, written.text


def render(row, letter, firm, *, link, secrets) -> Written:
    """In the recipient's language, if the firm offers it; in the firm's own words, if it has some."""
    language = letter.draft.language if letter.draft else firm.best_language(row.recipient.language)
    own = letter.draft or letter.typed or own_text(row.event, firm, language, to=row.recipient)
    return write(
        row.event, letter, firm, to=row.recipient, language=language, link=link, secrets=secrets, own=own
    )


def write(event, letter, firm, *, to, language, link, secrets, own=None) -> Written:
    """Subject, text and HTML from the own text, else from the shipped templates."""
    with translation.override(language):
        name = one_line(str(to))
        markers = marker_values(event, letter, firm, name=name, link=link, secrets=secrets)
        values = {
            **markers,
            **_frame(to, firm, language),
            **letter.values,
            **(letter.content if firm.mail_shows_content else {}),
            "shows_content": firm.mail_shows_content and bool(letter.content),
            "label": str(letter.label),
            "link": link,
        }
        stem = f"mail/{template(event)}"
        shipped = one_line(_render(f"{stem}.subject.txt", values, html=False))
        subject = (one_line(fill_line(own.subject, _not_secret(event, markers))) if own else "") or shipped
        if letter.values.get("is_trial"):
            subject = _("Test: %(subject)s") % {"subject": subject}
        values |= {"subject": subject[:SUBJECT_LIMIT], "preheader": subject[:SUBJECT_LIMIT]}
        if own:
            stem = "mail/own"
            values |= _own_parts(event, own, markers, values, firm)
        text = _render(f"{stem}.txt", values, html=False).strip() + "\n"
        return Written(values["subject"], text, _render(f"{stem}.html", values, html=True))


def own_text(event, firm, language, *, to):
    """What the firm has published for this event, if it is meant for people like the recipient."""
    audience = Audience.CLIENT if to.is_client else Audience.STAFF
    if event not in EVENTS or EVENTS[event].audience != audience:
        return None
    return MailText.objects.filter(site_id=firm.site_id, event=event, language=language, live=True).first()


def _own_parts(event, own, markers, values, firm):
    """The body for both parts. What opens the portal is added if the firm's words left it out."""
    body = show(own.body) + "".join(_left_out(event, own.body, markers))
    button = _render("theme/mail/button.html", {**values, "url": values["link"]}, html=True)
    return {
        "own_html": fill_html(body, markers, button=button, base_url=firm.base_url),
        "own_text": fill_text(body, markers, label=values["label"], base_url=firm.base_url),
    }


def _left_out(event, body, markers):
    for marker in EVENTS[event].all_markers:
        if marker.is_needed and markers[marker.name] and marker.name not in names_in(body):
            yield paragraph(marker.token if marker.name == LINK else f"{marker.label}: {marker.token}")


def _not_secret(event, markers):
    return {**markers, **{marker.name: "" for marker in EVENTS[event].all_markers if marker.is_secret}}


def _frame(recipient, firm, language):
    """What the layout of mails reads (theme/mail/base.html)."""
    office = firm.standard_office
    address = [office.street, f"{office.postal_code} {office.city}".strip(), office.phone] if office else []
    if recipient.is_client:
        why = _("You get this mail because you have access to the client portal of %(firm)s.")
    else:
        why = _("You get this mail because you work with the client portal of %(firm)s.")
    return {
        "language": language,
        "name": one_line(str(recipient)),
        "firm_name": firm.name,
        "brand": firm.colours["brand"],
        "brand_contrast": firm.colours["brand_contrast"],
        "logo_url": urljoin(firm.base_url, firm.logo_url) if firm.logo_url else "",
        "address": ", ".join(filter(None, address)),
        "imprint_url": firm.absolute_url(firm.imprint_url),
        "privacy_url": firm.absolute_url(firm.privacy_url),
        "why": why % {"firm": firm.name},
    }


def one_line(text: str) -> str:
    """A header is one line of what is seen: control and separator characters become spaces, and nothing in it
    is taken for an encoded word, which could hide them."""
    spaced = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return re.sub(r" +", " ", spaced).replace("=?", "= ?").strip()


def message_id(row, firm):
    """The same for every try of a row, so that a double is recognised as one."""
    return f"<{row.uuid}@{firm.primary_host}>"


def _link(letter, firm):
    return firm.absolute_url(letter.make_path() if letter.make_path else letter.path)


def _render(name, values, *, html):
    """Plain text is rendered without escaping; the HTML part always escapes."""
    return get_template(name).template.render(Context(values, autoescape=html))
