"""Pages of the portal with made-up contents, for looking at a firm's branding. Nothing here is read of a client."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal_cms.matters.models import Matter
from portal_cms.matters.page import matter_links, matter_tabs
from portal_cms.parts.rows import how_soon
from sitesettings.previews import register_page

SAMPLE = uuid.UUID(int=0)


class SamplePerson(SimpleNamespace):
    """Somebody signed in who is nobody: no account stands behind it, and its counters are not asked for."""

    is_authenticated, is_client, has_usable_password = True, False, True

    def get_full_name(self):
        return self.name


def register_samples():
    register_page("public", gettext_lazy("Public page"), public_page, place=20)
    register_page("home", gettext_lazy("Home"), home, place=30)
    register_page("matter", gettext_lazy("A matter"), matter, place=40)


def public_page(request):
    firm = request.firm
    request.user = SimpleNamespace(is_authenticated=False, is_client=False)
    context = {"portrait": firm.portrait(), "offices": firm.offices.values(), "is_indexable": True}
    return TemplateResponse(request, "portal_dashboard/landing.html", context)


def home(request):
    """A first visit with something of each kind: most of what the page can show."""
    firm, today = request.firm, timezone.localdate()
    request.user = _client()
    matters = [
        {"unread_messages": 1, **_row(_("Lease of a shop"), "104/26")},
        {"new_documents": 2, **_row(_("Inheritance"), "87/26")},
    ]
    context = {
        "todo": [{"title": _("Power of attorney"), "url": "#", "due": today + timedelta(days=5)}],
        "news": [
            {
                "kind": "message",
                "label": pgettext("postbox", "Messages"),
                "title": _("Draft of the contract"),
                "sender": _lawyer().name,
                "url": "#",
                "at": timezone.now() - timedelta(hours=2),
            }
        ],
        "dates": [_date()],
        "matters": matters,
        "unread": _unread(),
        "office": firm.standard_office,
        "portrait": firm.portrait(),
        "is_first_visit": True,
    }
    return TemplateResponse(request, "portal_dashboard/home.html", context)


def matter(request):
    request.user = _client()
    row = _matter(_("Lease of a shop"), "104/26")
    row.description = _("We check the contract for the shop and speak with the landlord for you.")
    now = timezone.now()
    context = {
        "matter": row,
        "handler": _lawyer(),
        "office": request.firm.standard_office,
        "tabs": matter_tabs(row, "overview"),
        "sections": {"main": [], "aside": []},
        "recent_messages": [
            {
                "title": _("Draft of the contract"),
                "author_name": _lawyer().name,
                "excerpt": _("Please read the draft and tell us what you would like to change."),
                "url": "#",
                "at": now - timedelta(hours=2),
                "is_unread": True,
            }
        ],
        "recent_documents": [
            {
                "title": _("Draft of the contract"),
                "extension": "pdf",
                "type_label": _("PDF document"),
                "sender_name": _lawyer().name,
                "shared_at": now - timedelta(hours=2),
                "size": 184_000,
                "state": "released",
                "is_new": True,
                "view_url": "#",
                "download_url": "#",
            }
        ],
        "unread": _unread(),
        **matter_links(row),
    }
    return TemplateResponse(request, "portal_matters/matter.html", context)


def _client():
    return SamplePerson(name=_("Kim Example"), email="kim@example.org", kind="client")


def _lawyer():
    return SimpleNamespace(
        name=_("Robin Sample"),
        get_full_name=_("Robin Sample"),
        initials="RS",
        picture_url="",
        job_title="",
        direct_phone="",
    )


def _matter(subject, reference):
    return Matter(uuid=SAMPLE, subject=subject, reference=reference)


def _row(subject, reference):
    row = _matter(subject, reference)
    return {
        "url": "#",
        "subject": row.subject,
        "reference": row.reference,
        "handler": _lawyer(),
        "state": row.get_state_display(),
        "last_activity_at": timezone.now() - timedelta(hours=2),
    }


def _date():
    day = timezone.localdate() + timedelta(days=9)
    return {"title": _("Talk at our office"), "date": day, "when": how_soon(day), "url": "#", "ics_url": "#"}


def _unread():
    return {"messages": 1, "documents": 2, "waiting": 1}
