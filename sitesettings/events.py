"""Every event the portal announces, and the markers its mail text may carry.

The stem names the audit record, the notice and the mail templates. A marker is written `{name}` in a firm's own
text; its value is plain text that is escaped where it is put, and never read as a template.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(StrEnum):
    """Whom a firm's own text of an event is for. Others of the same event get the shipped one."""

    CLIENT = "client"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Marker:
    """`is_content`: tells of the matter, so it is filled only where the firm lets mails do that. `is_secret`:
    opens the account, so it stands in no subject. `is_needed`: without it the reader could not get in, so it is
    added where it has a value and the text leaves it out."""

    name: str
    label: str
    sample: str
    is_content: bool = False
    is_secret: bool = False
    is_needed: bool = False

    @property
    def token(self) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Event:
    """`required` markers must stand in the text. `template` is the shipped one if it is not named like the stem.
    `section` is the part of the client's portal that has the news. `is_fixed`: firms do not word this mail."""

    label: str
    markers: tuple[Marker, ...] = ()
    required: tuple[str, ...] = ()
    audience: Audience = Audience.CLIENT
    template: str = ""
    section: str = ""
    is_fixed: bool = False
    all_markers: tuple[Marker, ...] = field(init=False)

    @property
    def subject_markers(self):
        return tuple(marker for marker in self.all_markers if not marker.is_secret)

    def __post_init__(self):
        section = (SECTION,) if self.section else ()
        object.__setattr__(self, "all_markers", (*COMMON, *section, *self.markers))


COMMON = (
    Marker("recipient_name", _("Name of the recipient"), _("Anna Example")),
    Marker("firm_name", _("Name of the firm"), _("Example & Partners")),
    Marker("link", _("Link"), "https://portal.example.com/", is_secret=True, is_needed=True),
    Marker("portal_address", _("Address of the portal"), "https://portal.example.com/"),
    Marker("office_phone", _("Phone number of the office"), "+34 600 000 000"),
    Marker("office_email", _("E-mail address of the office"), "office@example.com"),
    Marker("office_address", _("Address of the office"), _("1 Example Street, Exampletown")),
)
SECTION = Marker("section", _("Section of the portal"), pgettext_lazy("section of the portal", "Matters"))
COUNT = Marker("count", _("How many"), "2")
DAYS = Marker("days", _("Days the link works"), "14")
MINUTES = Marker("minutes", _("Minutes the link works"), "60")
MATTER = Marker("matter", _("Matter"), _("100/26 Lease of the shop"), is_content=True)
ITEMS = Marker("items", _("Names of what is new"), _("Letter of 3 May, Invoice 12"), is_content=True)
CLIENT = Marker("client", _("Name of the client"), _("Anna Example"), is_content=True)
TITLE = Marker("title", _("Title of the request"), _("Papers for your divorce"), is_content=True)
CODE = Marker("code", pgettext_lazy("six digits", "Code"), "123456", is_secret=True, is_needed=True)
USER_NAME = Marker("user_name", _("User name"), "anna@example.com", is_needed=True)
START_PASSWORD = Marker(
    "start_password", _("Start password"), "7KQM-4RTX-9WPA", is_secret=True, is_needed=True
)

MATTERS = pgettext_lazy("section of the portal", "Matters")
INVOICES = pgettext_lazy("section of the portal", "Invoices")
PROFORMAS = pgettext_lazy("section of the portal", "Proforma invoices")
PROVISIONS = pgettext_lazy("section of the portal", "Provisions of funds")


def _news(label, section):
    """What was published or changed in one section of the client's portal; all share one shipped text."""
    return Event(label, (COUNT, MATTER, ITEMS), template="news", section=section)


EVENTS = {
    "invitation": Event(_("Invitation to the portal"), (USER_NAME, START_PASSWORD, DAYS), required=("link",)),
    "personal_link": Event(_("New personal link"), (DAYS,), required=("link",)),
    "password_reset": Event(_("Link to set a new password"), (USER_NAME, MINUTES), required=("link",)),
    "password_changed": Event(_("Password changed")),
    "documents_shared": Event(_("New documents for a client"), (COUNT, MATTER, ITEMS)),
    "message_posted": Event(_("New message"), (MATTER, ITEMS)),
    "request_sent": Event(_("Request to a client"), (TITLE, MATTER, ITEMS), required=("link",)),
    "request_reminder": Event(_("Reminder of a request"), (TITLE, MATTER, ITEMS), required=("link",)),
    "request_turn": Event(_("It is a client's turn to sign"), (TITLE, MATTER, ITEMS), required=("link",)),
    "request_returned": Event(_("Something is asked for again"), (TITLE, MATTER, ITEMS), required=("link",)),
    "request_code": Event(_("Code that opens a request"), (CODE, MINUTES), is_fixed=True),
    "request_receipt": Event(
        _("Receipt of what a client handed in"), (TITLE, MATTER, ITEMS), required=("link",)
    ),
    "request_handed_in": Event(_("A request was answered"), (MATTER, CLIENT, ITEMS), audience=Audience.STAFF),
    "signature_given": Event(_("A document was signed"), (MATTER, CLIENT, ITEMS), audience=Audience.STAFF),
    "signature_declined": Event(
        _("A signature was declined"), (MATTER, CLIENT, ITEMS), audience=Audience.STAFF
    ),
    "document_signed": Event(_("Signed document for a client"), (MATTER, ITEMS), required=("link",)),
    "questionnaire_completed": Event(
        _("A questionnaire was completed"), (COUNT, MATTER, CLIENT, ITEMS), audience=Audience.STAFF
    ),
    "document_completed": Event(
        _("A document was filled in or signed"), (COUNT, MATTER, CLIENT, ITEMS), audience=Audience.STAFF
    ),
    "activity_summary": Event(_("Summary of the day"), (COUNT,), audience=Audience.STAFF),
    "sender_tested": Event(_("Test of the sender"), audience=Audience.STAFF, is_fixed=True),
    "upload_received": Event(
        _("Documents received from a client"), (COUNT, MATTER, CLIENT, ITEMS), audience=Audience.STAFF
    ),
    "upload_rejected": Event(_("A file could not be accepted"), (COUNT, MATTER, ITEMS)),
    "matter_news": _news(_("Matter published or changed"), MATTERS),
    "party_news": _news(_("Parties published or changed"), MATTERS),
    "court_news": _news(_("Courts published or changed"), MATTERS),
    "proceeding_news": _news(_("Proceedings published or changed"), MATTERS),
    "document_news": _news(_("Documents published or changed"), MATTERS),
    "invoice_news": _news(_("Invoice published or changed"), INVOICES),
    "proforma_news": _news(_("Proforma invoice published or changed"), PROFORMAS),
    "provision_news": _news(_("Provision of funds published or changed"), PROVISIONS),
}

WORDED = {stem: event for stem, event in EVENTS.items() if not event.is_fixed}


def label(stem: str) -> str:
    """The event's name for people; an event of a removed capability keeps its stem."""
    return str(EVENTS[stem].label) if stem in EVENTS else stem


def template(stem: str) -> str:
    """The name of the shipped mail templates of an event, without kind."""
    return (EVENTS[stem].template if stem in EVENTS else "") or stem
