"""For whom a page says what is new, and the queries about it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.prepared import Prepared
from portal_cms.matters.models import Matter

NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """For whom: a client, the account that asks (in a simulation as staff see it), and when the last visit began."""

    user: User
    client: Client
    since: datetime | None

    @property
    def after(self):
        """What came later than this is new. On the first visit everything would be, so nothing is."""
        return self.since or NEVER

    @property
    def matters(self):
        """Keys of the matters that are shown, as a subquery."""
        return Matter.objects.visible_to(self.user).order_by().values("pk")

    @property
    def is_usual(self):
        """A client at work: what is asked about two of them differs in their values only."""
        user = self.user
        return user.is_client and user.may_sign_in and not user.is_simulated and not user.is_superuser


class ReaderQuery:
    """`build(reader, *shape)` makes a queryset of tuples of numbers and words; for usual readers it is compiled once."""

    def __init__(self, build):
        self._build = build
        self._prepared = Prepared(
            lambda values, *shape: build(_stand_in(*values), *shape), int, int, int, datetime
        )

    def rows(self, reader, *shape):
        if not reader.is_usual:
            return list(self._build(reader, *shape))
        user = reader.user
        return self._prepared.rows((user.pk, user.site_id, reader.client.pk, reader.after), *shape)


def _stand_in(user_id, site_id, client_id, since):
    user = _only(
        User, id=user_id, site_id=site_id, kind=User.Kind.CLIENT, access_state=User.Access.ACTIVE, is_active=True,
        is_superuser=False,
    )  # fmt: skip
    client = _only(Client, id=client_id, site_id=site_id, user_id=user_id)
    client.user = user
    return Reader(user, client, since)


def _only(model, **known):
    """A row of which only this is known: a rule that asks for more fails, and is not answered for everybody alike."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    return model.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])
