"""What is new for a client, of all kinds that apps have registered (see `matters.whats_new`)."""

from django.core.files.storage import default_storage
from django.db.models import CharField, Count, Exists, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal_cms.billing.models import Bill
from portal_cms.clients.models import Client
from portal_cms.common.names import extension
from portal_cms.documents.new import unseen_shares
from portal_cms.matters.reader import Reader, ReaderQuery
from portal_cms.matters.whats_new import is_kind, kind_of, newest_of, numbers_of
from portal_cms.messaging.new import unread_messages
from portal_cms.requests.models import Request

SHOWN = 6
REQUEST = "request"
NAVIGATION = ("messages", "documents", "waiting", *Bill.Kind.values)


class News:
    """Read when asked for. `since` is the start of the last visit; messages and documents stay new until they were
    read or shown, whenever that is."""

    def __init__(self, user, client, since=None):
        self.reader = Reader(user, client, since)

    @cached_property
    def by_kind(self):
        """{kind: {matter id: how many}}."""
        return numbers_of(self.reader, _bills, _requests)

    def unread(self):
        """What the navigation shows, on pages that know `by_kind` already."""
        return {
            "messages": sum(self.by_kind["message"].values()),
            "documents": sum(self.by_kind["document"].values()),
            "waiting": sum(self.by_kind.get(REQUEST, {}).values()),
            **sections(kind for kind in Bill.Kind.values if self.by_kind.get(kind)),
        }

    def counts(self):
        """Both numbers, for the navigation, in one query."""
        row = Client.objects.filter(pk=self.reader.client.pk)
        messages, documents = unread_messages(self.reader), unseen_shares(self.reader)
        return row.values(messages=_number(messages), documents=_number(documents)).get()

    def of_matter(self, matter):
        """What is new in one matter, as links: text, url."""
        found = {key: numbers.get(matter.pk) for key, numbers in self.by_kind.items() if is_kind(key)}
        kinds = [(kind_of(key), count) for key, count in found.items() if count]
        return [{"text": kind.number(count), "url": kind.place(matter)} for kind, count in kinds]

    def navigation(self):
        """The numbers of `counts`, how many requests wait, and which sections of bills hold something, in one query."""
        [numbers] = _navigation.rows(self.reader)
        found = dict(zip(NAVIGATION, numbers, strict=True))
        return found | sections(kind for kind in Bill.Kind.values if found[kind])

    def newest(self):
        """The newest of all kinds, newest first, ready to show: kind, label, title, sender, matter, url, at."""
        kinds = [key for key, numbers in self.by_kind.items() if numbers and is_kind(key)]
        return [_item(row) for row in newest_of(self.reader, kinds, SHOWN)] if kinds else []


def _bills(reader):
    """All bills, new or not, by kind: the navigation names the sections that hold something."""
    bills = Bill.objects.visible_to(reader.user).order_by().values_list("kind", "matter_id")
    return bills.annotate(new_number=Count("pk"))


def _requests(reader):
    """Requests in which the client still has to do something, new or not."""
    waiting = Request.objects.visible_to(reader.user).waiting().order_by()
    waiting = waiting.annotate(new_kind=Value(REQUEST, output_field=CharField()))
    return waiting.values_list("new_kind", "matter_id").annotate(new_number=Count("pk"))


@ReaderQuery
def _navigation(reader):
    bills = Bill.objects.visible_to(reader.user).order_by()
    return Client.objects.filter(pk=reader.client.pk).values_list(
        _number(unread_messages(reader)),
        _number(unseen_shares(reader)),
        _number(Request.objects.visible_to(reader.user).waiting()),
        *(Exists(bills.filter(kind=kind)) for kind in Bill.Kind.values),
    )


def sections(kinds):
    """What the navigation says of bills; see `theme/components/billing_nav.html`."""
    kinds = list(kinds)
    return {**dict.fromkeys(kinds, True), "kinds": kinds, "sections": len(kinds)}


def _number(rows):
    """The number of rows as a subquery."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _item(row):
    picture, is_document = row["picture"], row["kind"] == "document"
    return {
        "kind": row["kind"],
        "label": row["label"],
        "title": row["title"],
        "sender": row["sender"] or (_("Your law firm") if is_document else ""),
        "sender_picture_url": default_storage.url(picture) if picture else "",
        "extension": extension(row["detail"]) if is_document else "",
        "matter": {"subject": row["subject"]},
        "url": row["url"],
        "at": row["at"],
    }
