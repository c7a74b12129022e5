"""What the pages of the portal are given, as the views give it, for drawing each page without a database."""

from datetime import time, timedelta
from types import SimpleNamespace as Sample

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

NOW = timezone.now()


def ago(**span):
    return NOW - timedelta(**span)


class Person(Sample):
    is_authenticated = True
    is_client = False  # nobody counts the unread of a sample

    def get_full_name(self):
        return self.name


CARLA = Person(
    name="Dr. Carla Vogt", initials="CV", picture_url="", email="vogt@example.org", job_title="Lawyer"
)
ANNA = Person(name="Anna Bergmann-Lichtenstein", email="anna@example.org", first_name="Anna", kind="client")

WEEK = [
    Sample(name=name, slots=slots, is_today=name == "Wednesday", note=note)
    for name, slots, note in [
        ("Monday", [Sample(opens=time(9), closes=time(12)), Sample(opens=time(14), closes=time(17))], ""),
        ("Tuesday", [Sample(opens=time(9), closes=time(17))], ""),
        ("Wednesday", [Sample(opens=time(9), closes=time(17))], ""),
        ("Thursday", [], "Corpus Christi"),
        ("Friday", [Sample(opens=time(9), closes=time(13))], ""),
        ("Saturday", [], ""),
        ("Sunday", [], ""),
    ]
]
OFFICE = Sample(
    name="Hamburg",
    street="Große Elbstraße 145",
    postal_code="22767",
    city="Hamburg",
    country="Germany",
    phone="+49 (0)40 555 0170",
    email="kanzlei@example.org",
    map_url="https://www.openstreetmap.org/search?query=Hamburg",
    status="Open now until 17:00",
    is_open=True,
    week=WEEK,
)
PORTRAIT = Sample(
    title="Who we are",
    html="<p>Since 1987 we advise families and family firms by the harbour. <strong>Plain words</strong> are part"
    " of our work.</p>",
    image_url="",
    image_width=0,
    image_height=0,
)


def firm(**changes):
    values = {
        "name": "Vogt & Reinhardt Rechtsanwältinnen PartG mbB",
        "logo_url": "",
        "stylesheet_url": "",
        "languages": [("de", "Deutsch"), ("en", "English"), ("es", "español")],
        "handbook_url": "/handbook/",
        "imprint_url": "/imprint/",
        "privacy_url": "/privacy/",
        "favicon_url": "",
        "greeting": "We are glad that you are here. This is where we keep everything that concerns your matters.",
    }
    return Sample(**values | changes)


def file_row(**changes):
    values = {
        "title": "Draft of the agreement, second version.pdf",
        "extension": "pdf",
        "type_label": "PDF document",
        "sender_name": "Dr. Carla Vogt",
        "shared_at": ago(hours=2),
        "size": 1_340_000,
        "state": "released",
        "reason": "",
        "is_new": False,
        "view_url": "/view/",
        "download_url": "/download/",
        "mine": False,
    }
    return Sample(**values | changes)


ROWS = [
    file_row(is_new=True),
    file_row(title="Inventory of the estate.xlsx", extension="xlsx", view_url=None),
    file_row(title="IMG_20250503_112233.jpg", extension="jpg", mine=True, shared_at=ago(days=1)),
    file_row(title="passport.jpg", extension="jpg", mine=True, state="checking"),
    file_row(
        title="Kontoauszüge.zip",
        extension="zip",
        mine=True,
        state="rejected",
        reason="The archive is protected with a password, so we cannot check it. Please send the files one by one.",
    ),
    file_row(
        title="Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenbescheid_2019_endgueltig_unterschrieben.pdf",
        shared_at=ago(days=500),
    ),
]


def matter(**changes):
    values = {
        "url": "/m/1/",
        "files_url": "/m/1/files/",
        "messages_url": "/m/1/messages/",
        "reference": "114/25 VO",
        "subject": "Inheritance after Wilhelm Bergmann",
        "description": "Division of the estate among three heirs, among it the house in Övelgönne.\n\nNext we wait for"
        " the valuation.",
        "state": "In progress",
        "get_state_display": "In progress",
        "handler": CARLA,
        "last_activity_at": ago(hours=2),
        "unread_messages": 2,
        "new_documents": 1,
    }
    return Sample(**values | changes)


MATTERS = [
    matter(),
    matter(
        subject="Purchase of the flat Palmaille 12", reference="87/25 RE", unread_messages=0, new_documents=0
    ),
    matter(
        subject="Verwaltungsgerichtliches Verfahren wegen Baugenehmigungsvoraussetzungen",
        reference="12/24 VO",
        unread_messages=0,
        new_documents=3,
        last_activity_at=ago(days=40),
    ),
]
TODO = [
    Sample(
        title="Send us the land register extract",
        url="/t/1/",
        due=timezone.localdate() + timedelta(days=3),
        is_done=False,
        matter="Inheritance after Wilhelm Bergmann",
    ),
    Sample(
        title="Sign the power of attorney",
        url="/t/2/",
        due=timezone.localdate() - timedelta(days=2),
        is_done=False,
        is_late=True,
        matter="Inheritance after Wilhelm Bergmann",
    ),
]
NEWS = [
    Sample(
        kind="message",
        label="Message",
        title="Appointment with the notary",
        sender="Dr. Carla Vogt",
        sender_picture_url="",
        matter=MATTERS[0],
        url="/m/1/messages/1/",
        at=ago(minutes=25),
    ),
    Sample(
        kind="document",
        label="Document",
        title="Draft of the agreement, second version.pdf",
        sender="Dario Klein",
        extension="pdf",
        matter=MATTERS[0],
        url="/m/1/files/",
        at=ago(hours=2),
    ),
]


def letter(**changes):
    values = {
        "uuid": "0" * 8,
        "author_name": "Dr. Carla Vogt",
        "author_picture_url": "",
        "sent_at": ago(days=2),
        "body": "Dear Ms Bergmann,\n\nthe notary offers Thursday, 10 o'clock. Please tell us whether that suits you;"
        " otherwise we will ask for another date.\n\nKind regards\nCarla Vogt",
        "mine": False,
        "is_unread": False,
        "attachments": [],
    }
    return Sample(**values | changes)


LETTERS = [
    letter(uuid="1"),
    letter(
        uuid="2",
        author_name=ANNA.name,
        mine=True,
        sent_at=ago(days=1),
        body="Thursday is fine. I will bring my brother.",
    ),
    letter(
        sent_at=ago(minutes=25),
        is_unread=True,
        is_first_unread=True,
        attachments=[ROWS[0]],
        body="Thank you. Attached is the second version of the draft; the changes are marked.",
    ),
]
CHANNELS = [
    Sample(
        name="Appointment with the notary",
        matter=MATTERS[0],
        url="/messages/1/",
        author_name="Dr. Carla Vogt",
        excerpt="Thank you. Attached is the second version of the draft; the changes are marked.",
        at=ago(minutes=25),
        unread=1,
        is_current=True,
    ),
    Sample(
        name="Valuation of the house",
        matter=MATTERS[0],
        url="/messages/2/",
        author_name="Dario Klein",
        excerpt="The expert comes on Monday.",
        at=ago(days=9),
        unread=2,
        is_current=False,
    ),
]
FOLDERS = [
    Sample(name="All files", count=17, url="/m/1/files/", is_current=True),
    Sample(name="Agreements", count=6, url="/m/1/files/?folder=1", is_current=False),
    Sample(name="Correspondence with the court", count=11, url="/m/1/files/?folder=2", is_current=False),
]


SORT = [
    Sample(label="Newest first", url="?sort=newest", is_current=True),
    Sample(label="Name", url="?sort=name", is_current=False),
]


class SignInForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(label="E-mail address")


class NewPasswordForm(forms.Form):
    new_password1 = forms.CharField(
        label="New password",
        widget=forms.PasswordInput,
        help_text="At least 12 characters. Three or four unrelated words are good.",
    )
    new_password2 = forms.CharField(label="New password, once more", widget=forms.PasswordInput)


class ProfileForm(forms.Form):
    language = forms.ChoiceField(label="Language", choices=[("de", "Deutsch"), ("en", "English")])
    mails = forms.BooleanField(label="Tell me by e-mail about news", required=False)


class WriteForm(forms.Form):
    body = forms.CharField(label="Your message", widget=forms.Textarea)
    files = forms.FileField(label="Attach files", required=False)


class NewMessageForm(WriteForm):
    name = forms.CharField(label="What is it about", help_text="For example: question about the hearing.")
    field_order = ["name", "body", "files"]


SESSIONS = [
    Sample(
        device="Firefox on Windows",
        network="203.0.113.0/24",
        started_at=ago(days=1),
        last_seen_at=ago(minutes=3),
        is_current=True,
        key=1,
    ),
    Sample(
        device="Safari on iPhone",
        network="",
        started_at=ago(days=9),
        last_seen_at=ago(days=3),
        is_current=False,
        key=2,
    ),
]
SIDE = {"office": OFFICE, "portrait": PORTRAIT, "unread": {"messages": 2, "documents": 1}}
MATTER = {"matter": matter()}
UPLOAD = {
    "upload_hint": "Up to 50 files at a time, each up to 100 MB: PDF, Word, Excel, pictures, ZIP.",
    "accept": ".pdf,.docx,image/*",
    "max_bytes": 100 * 1024 * 1024,
}


def tabs(current):
    names = ("Overview", "Dates", "Messages", "Files")
    return {"tabs": [Sample(label=name, url=f"/{name}/", is_current=name == current) for name in names]}


COURT = Sample(
    name="Amtsgericht Münster",
    branch="Nachlassgericht",
    file_number="9 VI 412/31",
    chamber="",
    address="Gerichtsstraße 2, 48149 Münster",
    phone="+49 251 494",
)
DATE = {
    "title": "Hearing",
    "date": ago(days=-5).date(),
    "time": ago(days=-5).time(),
    "place": "Room 112",
    "court": COURT,
    "when": "in 5 days",
    "ics_url": "/dates/1.ics",
}
STEP = {
    "date": ago(days=9).date(),
    "kind": "Claim filed",
    "text": "The claim was filed with the court.\n\nIt has three months to answer.",
    "court": COURT,
    "led_to": ago(days=-5).date(),
    "led_to_title": "Hearing",
    "is_past": False,
}
PEOPLE = {
    "handler": CARLA,
    "office": OFFICE,
    "sections": {
        "main": [
            {"template": "portal_parts/_next_dates.html", "values": {"dates": [DATE], "url": "/dates/"}}
        ],
        "aside": [
            {
                "template": "portal_parts/_parties.html",
                "values": {
                    "parties": [
                        Sample(role="Co-heir", name="Jonas Bergmann", detail="Brother"),
                        Sample(role="Opposing lawyer", name="Kanzlei Thorsten Eggers", detail=""),
                    ]
                },
            },
            {"template": "portal_parts/_courts.html", "values": {"courts": [COURT]}},
        ],
    },
}
RECENT_MESSAGES = [
    Sample(
        title="Appointment with the notary",
        author_name="Dr. Carla Vogt",
        author_picture_url="",
        at=ago(minutes=25),
        excerpt="Thank you. Attached is the second version.",
        is_unread=True,
        url="/messages/1/",
    )
]
FILES = {
    "sort": SORT,
    "zip_url": "/zip/",
    "upload_url": "/up/",
    "raw_upload_url": "/raw/",
    "form_token": "x",
    **UPLOAD,
}
THREAD = {
    "channels": CHANNELS,
    "thread": CHANNELS[0],
    "draft_key": "thread-1",
    "can_write": True,
    "new_message_url": "/new/",
    **UPLOAD,
}
PAGE = Paginator(range(120), 50).page(2)
NEW_PASSWORD = {"account": ANNA, "form": NewPasswordForm()}

PAGES = {
    "sign_in": ("portal_accounts/sign_in.html", {"form": SignInForm(), "next": "/m/1/"}),
    "sign_in_refused": ("portal_accounts/sign_in.html", {"form": SignInForm({"email": "nobody"})}),
    "password_forgotten": ("portal_accounts/password_forgotten.html", {"form": ForgottenForm()}),
    "password_forgotten_sent": ("portal_accounts/password_forgotten_sent.html", {}),
    "set_password_first": ("portal_accounts/set_password.html", NEW_PASSWORD | {"is_first": True}),
    "set_password_refused": ("portal_accounts/set_password.html", NEW_PASSWORD | {"form": NewPasswordForm({})}),
    "link_invalid": ("portal_accounts/link_invalid.html", {}),
    "profile": ("portal_accounts/profile.html", {"form": ProfileForm()}),
    "sessions": ("portal_accounts/sessions.html", {"sessions": SESSIONS}),
    "calendar": ("portal_parts/calendar.html", {"feed": None}),
    "calendar_made": (
        "portal_parts/calendar.html",
        {
            "feed": Sample(created_at=ago(days=1), fetched_at=None),
            "address": "https://portal.example.com/calendar/abc.ics",
            "subscribe_url": "webcal://portal.example.com/calendar/abc.ics",
        },
    ),
    "password_change": ("portal_accounts/password_change.html", {"form": NewPasswordForm()}),
    "landing": ("portal_dashboard/landing.html", {"portrait": PORTRAIT, "offices": [OFFICE, OFFICE]}),
    "closed": ("portal_dashboard/closed.html", {"office": OFFICE}),
    "home": ("portal_dashboard/home.html", SIDE | {"todo": TODO, "news": NEWS, "matters": MATTERS, "page_obj": PAGE}),
    "timeline": (
        "portal_parts/timeline.html",
        MATTER
        | tabs("Dates")
        | {
            "dates": [DATE],
            "years": [
                (2026, [STEP, STEP | {"text": "", "led_to": None, "court": None}]),
                (2025, [STEP | {"is_past": True}]),
            ],
            "page_obj": Paginator(range(50), 20).page(1),
        },
    ),
    "timeline_empty": (
        "portal_parts/timeline.html",
        MATTER | tabs("Dates") | {"dates": [], "years": [], "page_obj": Sample(number=1)},
    ),
    "home_first": ("portal_dashboard/home.html", SIDE | {"is_first_visit": True}),
    "home_single": ("portal_dashboard/home.html", SIDE | {"news": NEWS, "single_matter": matter()}),
    "matter": (
        "portal_matters/matter.html",
        MATTER | PEOPLE | tabs("Overview") | {"recent_messages": RECENT_MESSAGES, "recent_documents": ROWS[:3]},
    ),
    "matter_empty": ("portal_matters/matter.html", MATTER | tabs("Overview") | {"handler": CARLA}),
    "matter_preview": ("portal_matters/matter.html", MATTER | PEOPLE | {"is_preview": True}),
    "files": (
        "portal_documents/files.html",
        MATTER | FILES | tabs("Files") | {"folders": FOLDERS, "rows": ROWS, "page_obj": PAGE},
    ),
    "files_empty": (
        "portal_documents/files.html",
        MATTER | FILES | tabs("Files") | {"upload_errors": ["Please choose at least one file."]},
    ),
    "all_files": (
        "portal_documents/all_files.html",
        {"groups": [Sample(matter=matter(), url="/m/1/files/", rows=ROWS[:3], count=17),
                    Sample(matter=MATTERS[1], url="/m/2/files/", rows=[], count=0)]},
    ),
    "preview": (
        "portal_documents/preview.html",
        MATTER | {"row": ROWS[0], "back_url": "/m/1/files/", "more_pages": 2,
                  "pages": [Sample(number=1, url="/p/1/", width=600, height=848)]},
    ),
    "postbox": ("portal_messaging/postbox.html", {"channels": CHANNELS, "new_message_url": "/new/"}),
    "postbox_empty": ("portal_messaging/postbox.html", {"channels": [], "new_message_url": "/new/"}),
    "postbox_of_matter": (
        "portal_messaging/postbox.html",
        MATTER | tabs("Messages") | {"channels": CHANNELS, "new_message_url": "/new/"},
    ),
    "thread": (
        "portal_messaging/thread.html",
        MATTER | THREAD | tabs("Messages") | {"messages_list": LETTERS, "form": WriteForm(), "older_url": "?page=1"},
    ),
    "thread_refused": (
        "portal_messaging/thread.html",
        MATTER | THREAD | tabs("Messages") | {"messages_list": LETTERS[:1], "form": WriteForm({"body": ""})},
    ),
    "new_message": ("portal_messaging/new_message.html", UPLOAD | {"form": NewMessageForm(), "draft_key": "new"}),
    "new_message_of_matter": (
        "portal_messaging/new_message.html",
        MATTER | tabs("Messages") | UPLOAD | {"form": NewMessageForm(), "draft_key": "new"},
    ),
    "404": ("404.html", {}),
    "403": ("403.html", {"reason": ""}),
    "400": ("400.html", {}),
    "500": ("500.html", {}),
}  # fmt: skip
