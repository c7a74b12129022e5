"""Many rows at once, shaped as the services make them: for tests of what a list costs."""

from datetime import date, timedelta

from django.utils import timezone

from portal_cms.accounts.models import User
from portal_cms.audit.models import AuditEvent
from portal_cms.billing.models import Bill, BillLine
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Share
from portal_cms.matters.mandates import Mandate
from portal_cms.matters.models import Matter, MatterAccess, MatterClient
from portal_cms.messaging.models import Message, Thread
from portal_cms.notices.models import OutboxMessage
from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.questionnaires.models import Questionnaire
from portal_cms.reading.models import Reading, Suggestion
from portal_cms.requests.models import Request, RequestLink, RequestTemplate


def fill(cast, count):
    """`count` more of everything in nord: clients with accounts, their matters, and in the cast's matter files
    that anna sees, messages to her, and mails."""
    start = User.objects.count()
    users = User.objects.bulk_create(_account(cast.site, start + number) for number in range(count))
    clients = Client.objects.bulk_create(
        Client(site=cast.site, user=user, first_name="Crowd", last_name=user.last_name, email=user.email)
        for user in users
    )
    _matters(cast, clients)
    _files(cast, count, start)
    _messages(cast, count, start)
    _bills(cast, count, start)
    _parts(cast, count)
    RequestTemplate.objects.bulk_create(
        RequestTemplate(site=cast.site, name=f"Template {start + number}", language="en", title="Papers")
        for number in range(count)
    )
    Questionnaire.objects.bulk_create(
        Questionnaire(site=cast.site, title=f"Questions {start}/{number}", pages="[]")
        for number in range(count)
    )
    OutboxMessage.objects.bulk_create(
        OutboxMessage(site=cast.site, event="documents_shared", recipient=user, address=user.email)
        for user in users
    )


def ask_more(cast, asked, count):
    """`count` more links to this request, and as many requests of anna's in the cast's matter with a link each."""
    start, later = RequestLink.objects.count(), timezone.now() + timedelta(days=9)
    requests = Request.objects.bulk_create(
        Request(
            site=cast.site, matter=cast.matter, client=cast.anna, title=f"Papers {start + number}",
            state=Request.State.SENT, sent_at=timezone.now(), client_activity_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    RequestLink.objects.bulk_create(
        RequestLink(request=request, token_hash=f"{start}/{number}", expires_at=later, created_by=cast.carla)
        for number, request in enumerate([*requests, *([asked] * count)])
    )


def _events(cast, count):
    """Messages of anna in the record."""
    [message] = Message.objects.filter(matter=cast.matter)[:1]
    first = 1_000_000 + AuditEvent.objects.count()  # beyond the numbers of the record itself
    AuditEvent.objects.bulk_create(
        AuditEvent(
            site=cast.site, number=first + number, action="message.posted", actor_id=cast.anna.user.pk,
            actor_name="Anna Client", object_type="message", object_uuid=str(message.uuid),
            matter_uuid=str(cast.matter.uuid), digest="",
        )
        for number in range(count)
    )  # fmt: skip
    Matter.objects.filter(pk=cast.matter.pk).update(client_activity_at=timezone.now())


def _bills(cast, count, start):
    """For anna, of all kinds, as her matter's; each with its line."""
    kinds = Bill.Kind.values
    bills = Bill.objects.bulk_create(
        Bill(
            site=cast.site, matter=cast.matter, kind=kinds[number % len(kinds)], number=f"{start}-{number}",
            date=date(2026, 5, 4), due_date=date(2036, 5, 4), net=100, vat=19, gross=119, payable=119,
            paid=0 if number % 2 else 119, buyer=cast.anna, published_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    BillLine.objects.bulk_create(
        BillLine(bill=bill, text="Advice", unit_price=100, net=100, vat_rate=19) for bill in bills
    )


def _account(site, number):
    email = f"crowd{number}@clients.example.org"
    return User(
        site=site, kind=User.Kind.CLIENT, email=email, identity=f"{site.pk}/{email}", first_name="Crowd",
        last_name=f"Number {number}", access_state=User.Access.ACTIVE,
    )  # fmt: skip


def _matters(cast, clients):
    matters = Matter.objects.bulk_create(
        Matter(
            site=cast.site, reference=f"crowd-{client.pk}", subject="One of many", handler=cast.carla,
            has_portal=True, live=True, mandate=Mandate.values[client.pk % 2],
        )
        for client in clients
    )  # fmt: skip
    people = [[client, cast.anna] for client in clients]
    MatterClient.objects.bulk_create(
        MatterClient(matter=matter, client=client)
        for matter, pair in zip(matters, people, strict=True)
        for client in pair
    )
    MatterAccess.objects.bulk_create(
        access
        for matter, pair in zip(matters, people, strict=True)
        for access in [
            MatterAccess(matter=matter, user=cast.carla, source=MatterAccess.Source.HANDLER, may_share=True),
            *(MatterAccess(matter=matter, user=row.user, source=MatterAccess.Source.CLIENT) for row in pair),
        ]
    )


def _files(cast, count, start):
    files = Document.objects.bulk_create(
        Document(
            site=cast.site, matter=cast.matter, title=f"Letter {number}", original_name=f"letter-{number}.pdf",
            content_type="application/pdf", size=1, sha256="", key_id="", storage_name=f"none/{start}/{number}",
            wrapped_key=b"", state=Document.State.RELEASED, uploaded_by=cast.carla, upload_key=f"{start}/{number}",
        )
        for number in range(count)
    )  # fmt: skip
    Share.objects.bulk_create(
        Share(
            matter=cast.matter,
            document=file,
            client=cast.anna,
            origin=Share.Origin.TAB,
            shared_by=cast.carla,
            shared_at=timezone.now(),
        )
        for file in files
    )
    readings = Reading.objects.bulk_create(
        Reading(site=cast.site, document=file, state=Reading.State.DONE) for file in files
    )
    Suggestion.objects.bulk_create(
        Suggestion(site=cast.site, reading=reading, kind="iban", value="DE89", key="key", page=1, position=0, confidence=1)
        for reading in readings
    )  # fmt: skip


def _messages(cast, count, start):
    threads = Thread.objects.bulk_create(
        Thread(
            site=cast.site,
            matter=cast.matter,
            client=cast.anna,
            name=f"Channel {start}/{number}",
            last_message_at=timezone.now(),
        )
        for number in range(count)
    )
    Message.objects.bulk_create(
        Message(
            site=cast.site, thread=thread, matter=cast.matter, author=cast.anna.user, author_name="Anna",
            from_client=True, body="Hello", send_key=f"{thread.pk}",
        )
        for thread in threads
    )  # fmt: skip


def _parts(cast, count):
    """Public ones, each proceeding with a date to come."""
    shared = {"site": cast.site, "matter": cast.matter, "is_published": True, "published_at": timezone.now()}
    today = timezone.localdate()
    Party.objects.bulk_create(
        Party(role="Witness", name=f"Witness {number}", **shared) for number in range(count)
    )
    courts = Court.objects.bulk_create(Court(name=f"Court {number}", **shared) for number in range(count))
    Proceeding.objects.bulk_create(
        Proceeding(kind="Letter", date=today, next_date=today + timedelta(days=7), court=court, **shared)
        for court in courts
    )
