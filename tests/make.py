"""Makers: the shortest way to a thing a test needs, made through the services the portal itself uses."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from portal_cms.accounts.models import FirmRole, StaffProfile, User
from portal_cms.accounts.roles import give_roles
from portal_cms.billing.models import Bill, BillLine
from portal_cms.billing.services import publish_bill, save_bill
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Share
from portal_cms.documents.services import make_folder, receive_upload, share_documents
from portal_cms.matters import grants
from portal_cms.matters.models import Matter
from portal_cms.matters.pending import forget
from portal_cms.matters.services import open_matter, publish_matter, set_billing_client, set_portal
from portal_cms.messaging.services import open_thread, post_message
from portal_cms.pages.provision import open_firm
from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.parts.services import save_part
from sitesettings.models import Branding

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)
Role = FirmRole.Key


def firm(name="Kanzlei Nord", host="nord.example.com", **settings):
    """A firm with its pages and roles; returns its Site."""
    return open_firm(name=name, hosts=[host], **settings)


def brand(site, **values):
    """Give the firm this look, published."""
    row = Branding.of(site)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def staff(site, name, *roles, **fields):
    """A member of staff who can sign in with PASSWORD; roles default to staff with the portal permission."""
    user = User.objects.create_user(
        f"{name.lower()}@{site.hostname}", PASSWORD, site=site, first_name=name, last_name="Staff",
        language="en", **fields,
    )  # fmt: skip
    StaffProfile.objects.create(user=user)
    give_roles(user, roles or (Role.STAFF, Role.PORTAL))
    return user


def client(site, name, *, state=User.Access.ACTIVE, **fields):
    """A client; with any state but "none" it has an account that can sign in with PASSWORD when active."""
    row = Client(site=site, first_name=name, last_name="Client", language="en", **fields)
    row.email = fields.get("email") or f"{name.lower()}@clients.example.org"
    row.save()
    if state != User.Access.NONE:
        row.user = User.objects.create_user(
            row.email, PASSWORD, site=site, kind=User.Kind.CLIENT, access_state=state, first_name=name,
            last_name="Client", language="en",
        )  # fmt: skip
        row.save()
    return row


def matter(site, handler, *clients, published=True, portal=True, **fields):
    """A matter of `handler` with these clients, in the portal and published unless said otherwise."""
    number = next(_numbers)
    defaults = {"reference": f"M{number:04}/26", "subject": f"Matter {number}", "live": False}
    row = Matter(site=site, handler=handler, **{**defaults, **fields})
    open_matter(row, by=handler, clients=clients)
    if portal:
        set_portal(row, has_portal=True, by=handler)
    if published:
        publish_matter(row, by=handler)
        forget(row)  # its clients know of it; a test about telling them starts with its own change
    return row


def document(
    matter, *, by=None, content=b"%PDF-1.4 test", name="letter.pdf", client=None, released=True, **fields
):
    """A document of the matter; released at once unless the test is about the check."""
    by = by or (client.user if client else matter.handler)
    row, _new = receive_upload(
        matter, by=by, chunks=[content], name=name, upload_key=f"test-{next(_numbers)}", client=client
    )
    changes = dict(fields)
    if released:
        changes |= {
            "state": Document.State.RELEASED,
            "content_type": "application/pdf",
            "checked_at": timezone.now(),
        }
    Document.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


def share(document, client, *, folder=None):
    """The document, shared without a message."""
    return share_documents([document], client=client, by=document.matter.handler, folder=folder)[0]


def message(matter, client, *, by=None, body="Hello", channel="General", documents=()):
    """A message in a channel; by the handler unless said otherwise."""
    thread = open_thread(matter, client, channel, by=matter.handler)
    row, _new = post_message(
        thread, by=by or matter.handler, body=body, send_key=f"test-{next(_numbers)}", documents=documents
    )
    return row


def bill(matter, client=None, *, kind=Bill.Kind.INVOICE, published=True, price="100.00", rate="19", **fields):
    """A bill of one line; published for `client`, who becomes the billing client, unless said otherwise."""
    number = next(_numbers)
    defaults = {"number": f"2026-{number:04}", "date": date(2026, 5, 4), "due_date": date(2036, 5, 18)}
    row = Bill(site=matter.site, matter=matter, kind=kind, **{**defaults, **fields})
    if client:
        set_billing_client(matter, client, by=matter.handler)
    line = BillLine(
        text=f"Line {number}", unit_price=Decimal(price), quantity=Decimal(1), vat_rate=Decimal(rate)
    )
    save_bill(row, [line], by=matter.handler)
    if published:
        publish_bill(row, by=matter.handler)
    return row


def party(matter, name="Hanse Insurance", *, published=True, **fields):
    row = Party(matter=matter, **{"role": "Insurer", "name": name, **fields}, is_published=published)
    return kept(row)


def court(matter, name="District Court", *, published=True, **fields):
    row = Court(
        matter=matter, **{"name": name, "file_number": "17 C 312/26", **fields}, is_published=published
    )
    return kept(row)


def proceeding(matter, kind="Claim filed", *, published=True, days_ago=3, next_in=None, **fields):
    """A step of some days ago; `next_in` days from today it leads to a date."""
    today = timezone.localdate()
    if next_in is not None:
        fields["next_date"] = today + timedelta(days=next_in)
    row = Proceeding(
        matter=matter,
        kind=kind,
        is_published=published,
        **{"date": today - timedelta(days=days_ago), **fields},
    )
    return kept(row)


def kept(part):
    """The part, saved; its clients know of it, as of a matter."""
    save_part(part, by=part.matter.handler)
    forget(part)
    return part


__all__ = [
    "PASSWORD",
    "Role",
    "Share",
    "bill",
    "brand",
    "client",
    "court",
    "document",
    "firm",
    "grants",
    "make_folder",
    "matter",
    "message",
    "party",
    "proceeding",
    "share",
    "staff",
]
