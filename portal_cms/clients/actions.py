"""What staff can do about a client's access, offered by its state. Sending the first access is a form of its own."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients import services
from portal_cms.clients.access import may_invite
from sitesettings.models import AccessMode

State = User.Access
ALL_MODES = tuple(AccessMode)
LINK = (AccessMode.PERSONAL_LINK,)


@dataclass(frozen=True)
class Action:
    """`question` is asked before, `done` said after; both name the client."""

    key: str
    states: tuple[str, ...]
    label: Promise
    question: Promise
    done: Promise
    is_serious: bool = False
    sends: bool = False
    modes: tuple[str, ...] = ALL_MODES
    questions: dict[str, Promise] = field(default_factory=dict)  # where a way in asks differently

    @property
    def run(self):
        return getattr(services, self.key)

    def fits(self, client):
        return client.access_state in self.states and (
            self.modes == ALL_MODES or client.user.access_mode in self.modes
        )

    def ask(self, client):
        question = self.questions.get(client.user.access_mode, self.question)
        return question % {"client": client, "address": client.user.email}


ACTIONS = {
    action.key: action
    for action in (
        Action(
            "resend",
            (State.PENDING,),
            _("Send access again"),
            _("%(client)s gets a new e-mail to %(address)s. The link of the older one stops working."),
            _("The access is on its way to %(client)s again."),
            sends=True,
            questions={
                AccessMode.START_PASSWORD: _(
                    "%(client)s gets a new e-mail to %(address)s. The older start password stops working."
                )
            },
        ),
        Action(
            "renew_link",
            (State.ACTIVE,),
            _("Send a new personal link"),
            _("%(client)s gets a new personal link to %(address)s. The older one stops working at once."),
            _("A new personal link is on its way to %(client)s."),
            sends=True,
            modes=LINK,
        ),
        Action(
            "end_link",
            (State.ACTIVE,),
            _("End the personal link"),
            _(
                "The link stops working at once, also where it is open. %(client)s keeps the access and can ask"
                " for a new link at %(address)s. To keep the client out, block the access instead."
            ),
            _("The personal link of %(client)s has ended."),
            is_serious=True,
            modes=LINK,
        ),
        Action(
            "block",
            (State.ACTIVE,),
            _("Block access"),
            _("%(client)s is signed out and can not sign in any more, until you unblock the access."),
            _("The access of %(client)s is blocked."),
            is_serious=True,
        ),
        Action(
            "unblock",
            (State.BLOCKED,),
            _("Unblock access"),
            _("%(client)s can sign in again as before."),
            _("The access of %(client)s is unblocked."),
            questions={
                AccessMode.PERSONAL_LINK: _(
                    "%(client)s may come in again. The former personal link stays ended; send a new one afterwards."
                )
            },
        ),
        Action(
            "remove_access",
            (State.PENDING, State.ACTIVE, State.BLOCKED),
            _("Delete access"),
            _(
                "%(client)s is signed out; the password and every link are deleted. The contact and the matters"
                " stay. You can send an access again later."
            ),
            _("%(client)s has no access to the portal any more."),
            is_serious=True,
        ),
    )
}


def actions_for(user, client):
    """Rows for templates: key, label, url, is_serious; those that fit the state and that `user` may do."""
    fitting = [action for action in ACTIONS.values() if action.fits(client)] if may_invite(user) else []
    rows = [
        {
            "key": action.key,
            "label": action.label,
            "url": reverse("portal_clients_admin:access", args=[client.pk, action.key]),
            "is_serious": action.is_serious,
        }
        for action in fitting
    ]
    calm, serious = ([row for row in rows if row["is_serious"] is kind] for kind in (False, True))
    return [*calm, *serious]
