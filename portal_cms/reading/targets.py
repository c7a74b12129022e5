"""Where a suggestion can go: fields of the matter's clients, its parties, courts and proceedings.

`Room` reads what there is in a matter, and what a person may change of it, in a number of queries that does not depend on how many
suggestions there are. An `Option` says what stands at its place now, so that a page can show old and new, and a stale
form can be told.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from portal_cms.clients.models import Client
from portal_cms.matters.models import Matter
from portal_cms.matters.policy import may_publish
from portal_cms.parts.models import Court, Party
from portal_cms.reading import writing

CLIENT_FIELDS = {
    "email": ("email",),
    "phone": ("phone",),
    "address": ("street", "postal_code", "city", "country"),
    "tax_number": ("tax_number",),
    "vat_id": ("vat_id",),
}
NOTES = (
    "email",
    "phone",
    "address",
    "tax_number",
    "vat_id",
    "tax_id",
    "iban",
    "reference",
    "invoice_number",
    "amount",
    "court_reference",
)
DAYS = ("date", "deadline", "hearing")


@dataclass(frozen=True)
class Option:
    """`now` is what stands there, or empty; `write(values, by)` takes the values over. `fits` says that nobody has to
    think which place is meant."""

    key: str
    label: str
    write: Callable
    now: str = ""
    fits: bool = False

    @property
    def stamp(self):
        return hashlib.sha256(self.now.encode()).hexdigest()[:16]

    def holds(self, value):
        return bool(self.now) and " ".join(self.now.split()).casefold() == " ".join(value.split()).casefold()


class Room:
    """What `user` may take suggestions over into, in one matter."""

    def __init__(self, matter, user, *, locked=False):
        self.matter, self.user, self.locked = matter, user, locked

    @cached_property
    def may_change_parts(self):
        return policy_registry.get_by_type(Matter).user_has_permission_for_instance(
            self.user, "change", self.matter
        )

    @cached_property
    def may_change_public(self):
        return may_publish(self.user, self.matter)

    @cached_property
    def clients(self):
        if not policy_registry.get_by_type(Client).user_has_permission(self.user, "change"):
            return []
        rows = Client.objects.visible_to(self.user).filter(matter_clients__matter=self.matter)
        return self._rows(rows.select_related("user", "site"))

    @cached_property
    def parties(self):
        return self._rows(Party.objects.filter(matter=self.matter)) if self.may_change_parts else []

    @cached_property
    def courts(self):
        return self._rows(Court.objects.filter(matter=self.matter)) if self.may_change_parts else []

    def _rows(self, rows):
        return list(rows.select_for_update(of=("self",)) if self.locked else rows)

    def options(self, suggestion) -> list[Option]:
        """The places for this suggestion, the likely ones first."""
        kind = suggestion.kind
        found = [*self._client_fields(suggestion)]
        if self.may_change_parts:
            if kind in DAYS:
                found += [self._new_date(suggestion)]
            if kind == "party":
                found += [self._new_party(suggestion)]
            if kind in ("court", "court_reference"):
                found += self._courts(suggestion)
            if kind in NOTES:
                found += self._notes(suggestion)
        return sorted(found, key=lambda option: not option.fits)

    def _client_fields(self, suggestion):
        fields = CLIENT_FIELDS.get(suggestion.kind)
        for client in self.clients if fields else ():
            now = [str(getattr(client, name)) for name in fields if name != "country"]
            yield Option(
                key=f"client:{client.pk}",
                label=_("Client %(name)s") % {"name": client},
                now=", ".join(filter(None, now)),
                write=writing.client_writer(client, fields, suggestion),
                fits=suggestion.data.get("client") == str(client.uuid),
            )

    def _new_party(self, suggestion):
        name = suggestion.value.casefold()
        same = next((party for party in self.parties if party.name.casefold() == name), None)
        return Option(
            key="party:new",
            label=_("New party of the matter"),
            now=same.name if same else "",
            write=writing.party_writer(self.matter, suggestion),
            fits=True,
        )

    def _courts(self, suggestion):
        is_name = suggestion.kind == "court"
        same = [court for court in self.courts if court.name.casefold() == suggestion.value.casefold()]
        known = is_name and bool(same)
        if is_name or suggestion.data.get("letter_court") or not self.courts:
            yield Option(
                key="court:new",
                label=_("New court of the matter"),
                now=same[0].name if known else "",
                write=writing.court_writer(self.matter, suggestion),
                fits=is_name or not self.courts,
            )
        if is_name:
            return
        named = suggestion.data.get("letter_court", "").casefold()
        for court in self.courts:
            if not court.is_published or self.may_change_public:
                is_that = court.name.casefold() == named or len(self.courts) == 1
                yield Option(
                    key=f"court:{court.pk}",
                    label=_("File number of %(name)s") % {"name": court.name},
                    now=court.file_number,
                    write=writing.file_number_writer(court, suggestion),
                    fits=is_that and (not court.file_number or court.file_number == suggestion.value),
                )

    def _notes(self, suggestion):
        for row in [*self.parties, *self.courts]:
            yield Option(
                key=f"{row._meta.model_name}-note:{row.pk}",
                label=_("Internal note of %(name)s") % {"name": row.name},
                write=writing.note_writer(row, suggestion),
            )
        sender = suggestion.data.get("letter_sender")
        if sender and sender.casefold() not in {party.name.casefold() for party in self.parties}:
            yield Option(
                key="sender:new",
                label=_("New party “%(name)s”, as an internal note") % {"name": sender},
                write=writing.sender_writer(self.matter, suggestion),
            )
        yield Option(
            key="entry:new",
            label=_("New entry of the timeline, as an internal note"),
            write=writing.entry_writer(self.matter, suggestion),
        )

    def _new_date(self, suggestion):
        return Option(
            key="date:new",
            label=_("New entry of the timeline"),
            write=writing.date_writer(self.matter, suggestion),
            fits=True,
        )
