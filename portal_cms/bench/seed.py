"""Fills a throwaway database in bulk. Rows are shaped as the services make them, but not made by them."""

import random
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone

from portal_cms.accounts.models import AccountName, FirmRole, StaffProfile, User
from portal_cms.accounts.roles import give_roles
from portal_cms.billing.models import Bill, BillLine
from portal_cms.clients.models import Client
from portal_cms.common import vault
from portal_cms.common.statistics import refresh_statistics
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.matters.models import Matter, MatterAccess, MatterClient, MatterUserObjectPermission
from portal_cms.messaging.models import Message, Thread
from portal_cms.pages.provision import open_firm
from portal_cms.parts.models import Court, Party, Proceeding

BATCH = 2_000
SPARE = 400
HANDLERS = 40
FILE_BYTES = 10 * 1024 * 1024
MESSAGES_PER_THREAD = 3
STEPS_PER_MATTER = 4
HOST = "127.0.0.1"


@dataclass
class Seeded:
    """What the load needs to know of the seeded firm."""

    client: User
    handler: User
    matter: Matter
    document: Document
    spare: list  # documents not shared yet, for the sharing page


def seed(*, clients, matters, documents):
    """One firm of the given size; returns the client, handler, matter and files the pages are asked for."""
    chance = random.Random(1)
    site = open_firm(name="Bench", hosts=[HOST], default_language="en")
    handlers = _handlers(site, max(1, min(HANDLERS, matters // 10)))
    people = _clients(site, clients)
    rows = _matters(site, matters, handlers, people, chance)
    files = _documents(site, documents, rows, chance)
    _messages(site, rows)
    _bills(site, rows)
    _parts(site, rows)
    call_command("update_index", verbosity=0)
    refresh_statistics()
    return _chosen(rows[0], files)


def _handlers(site, count):
    users = [_user(site, f"handler{number}", User.Kind.STAFF) for number in range(count)]
    users = _accounts(users)
    StaffProfile.objects.bulk_create([StaffProfile(user=user) for user in users])
    for user in users:
        give_roles(user, [FirmRole.Key.STAFF, FirmRole.Key.PORTAL])
    return users


def _clients(site, count):
    users = _accounts([_user(site, f"client{number}", User.Kind.CLIENT) for number in range(count)])
    return _bulk(
        Client,
        [
            Client(site=site, user=user, first_name=user.first_name, last_name=user.last_name, email=user.email,
                   first_visit_at=timezone.now(), language="en")
            for user in users
        ],
    )  # fmt: skip


def _accounts(users):
    """With the names they sign in with, which `save` would have written."""
    users = _bulk(User, users)
    _bulk(AccountName, [AccountName(user=user, identity=user.identity) for user in users])
    return users


def _user(site, name, kind):
    email = f"{name}@bench.example.org"
    return User(
        site=site, kind=kind, email=email, identity=f"{site.pk}/{email}", first_name=name.title(), last_name="Bench",
        language="en", password=make_password(None),
    )  # fmt: skip


def _matters(site, count, handlers, people, chance):
    now = timezone.now()
    rows = _bulk(
        Matter,
        [
            Matter(
                site=site, reference=f"{number:06}/26", subject=_subject(chance), description="As agreed by telephone.",
                handler=handlers[number % len(handlers)], has_portal=True, live=True,
                last_activity_at=now - timedelta(minutes=number),
            )
            for number in range(count)
        ],
    )  # fmt: skip
    links, access, grants = [], [], []
    view = Permission.objects.get(codename="view_matter", content_type__app_label="portal_matters")
    for number, matter in enumerate(rows):
        client = people[number % len(people)]
        links.append(MatterClient(matter=matter, client=client))
        access.append(MatterAccess(matter=matter, user_id=client.user_id, source=MatterAccess.Source.CLIENT))
        access.append(
            MatterAccess(
                matter=matter, user_id=matter.handler_id, source=MatterAccess.Source.HANDLER, may_share=True
            )
        )
        for user_id in (client.user_id, matter.handler_id):
            grants.append(MatterUserObjectPermission(content_object=matter, user_id=user_id, permission=view))
    _bulk(MatterClient, links)
    _bulk(MatterAccess, access)
    _bulk(MatterUserObjectPermission, grants)
    return rows


def _subject(chance):
    words = ("Lease", "Inheritance", "Employment", "Accident", "Purchase", "Company", "Divorce", "Insurance")
    return f"{chance.choice(words)} {chance.choice(words).lower()} {chance.randrange(100_000)}"


def _documents(site, count, matters, chance):
    stored = vault.store([secrets.token_bytes(FILE_BYTES)], max_bytes=FILE_BYTES)
    folders = _bulk(Folder, [Folder(site=site, matter=matter, name="Letters") for matter in matters])
    clients = dict(MatterClient.objects.values_list("matter_id", "client_id"))
    now, files, shares = timezone.now(), [], []
    for number in range(count):
        matter = matters[number % len(matters)]
        files.append(
            Document(
                site=site, matter=matter, title=f"Letter {number}", original_name=f"letter-{number}.pdf",
                content_type="application/pdf", size=FILE_BYTES, sha256=stored.sha256, key_id=stored.key_id,
                storage_name=stored.name if number == 0 else f"none/{number}", wrapped_key=stored.wrapped_key,
                state=Document.State.RELEASED, uploaded_by_id=matter.handler_id, upload_key=str(number),
                checked_at=now, pages=1,
            )
        )  # fmt: skip
    files = _bulk(Document, files)
    for number, document in enumerate(files):
        matter = document.matter
        if matter.handler_id == matters[0].handler_id and matter != matters[0] and number >= 2 * len(matters):
            continue  # what the sharing page shares
        shares.append(
            Share(
                matter_id=document.matter_id, document=document, client_id=clients[document.matter_id],
                folder=folders[number % len(matters)], origin=Share.Origin.TAB, shared_by_id=document.uploaded_by_id,
                shared_at=now - timedelta(minutes=number % 50_000), seen_at=None if chance.random() < 0.1 else now,
            )
        )  # fmt: skip
    _bulk(Share, shares)
    return files


def _messages(site, matters):
    now = timezone.now()
    clients = dict(MatterClient.objects.values_list("matter_id", "client_id"))
    threads = _bulk(
        Thread,
        [
            Thread(
                site=site, matter=matter, client_id=clients[matter.pk], name="General", last_message_at=now
            )
            for matter in matters
        ],
    )
    handlers = {matter.pk: matter.handler_id for matter in matters}
    rows = []
    for thread in threads:
        for number in range(MESSAGES_PER_THREAD):
            rows.append(
                Message(
                    site=site, thread=thread, matter_id=thread.matter_id, author_id=handlers[thread.matter_id],
                    author_name="Handler Bench", from_client=False, body="Please find the letter attached.",
                    send_key=str(number), read_at=now if number < MESSAGES_PER_THREAD - 1 else None,
                )
            )  # fmt: skip
    _bulk(Message, rows)


def _bills(site, matters):
    """A paid and an open invoice of each matter, for its client."""
    clients = dict(MatterClient.objects.values_list("matter_id", "client_id"))
    now = timezone.now()
    bills = _bulk(
        Bill,
        [
            Bill(
                site=site, matter=matter, kind=Bill.Kind.INVOICE, number=f"{matter.pk}-{paid}", date=now.date(),
                due_date=now.date() + timedelta(days=14), net=100, vat=19, gross=119, payable=119, paid=paid,
                buyer_id=clients[matter.pk], published_at=now, matter_reference=matter.reference,
            )
            for matter in matters
            for paid in (0, 119)
        ],
    )  # fmt: skip
    _bulk(
        BillLine, [BillLine(bill=bill, text="Advice", unit_price=100, net=100, vat_rate=19) for bill in bills]
    )


def _parts(site, matters):
    """A party, a court and some steps of each matter, all public; the newest step leads to a date."""
    now = timezone.now()
    today = timezone.localdate()
    public = {"site": site, "is_published": True, "published_at": now, "changed_at": now}
    _bulk(
        Party, [Party(matter=matter, role="Opponent", name="Bench Insurance", **public) for matter in matters]
    )
    courts = _bulk(Court, [Court(matter=matter, name="District Court", **public) for matter in matters])
    _bulk(
        Proceeding,
        [
            Proceeding(
                matter=court.matter, court=court, kind="Letter of the court", text="As agreed by telephone.",
                date=today - timedelta(days=30 * step), next_date=None if step else today + timedelta(days=14), **public,
            )
            for court in courts
            for step in range(STEPS_PER_MATTER)
        ],
    )  # fmt: skip


def _chosen(matter, files):
    client = MatterClient.objects.select_related("client__user").get(matter=matter).client.user
    unshared = Document.objects.filter(matter__handler=matter.handler, shares=None).order_by("pk")
    return Seeded(client, matter.handler, matter, files[0], list(unshared.select_related("matter")[:SPARE]))


def _bulk(model, rows):
    return model._base_manager.bulk_create(rows, batch_size=BATCH)
