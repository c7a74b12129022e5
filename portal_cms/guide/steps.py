"""The steps in which a firm is set up, each derived from what is there (P46). Nothing is ticked by hand."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import safe_snake_case
from wagtail.permissions import policy_registry

from portal_cms.accounts.models import User
from portal_cms.billing.models import Bill
from portal_cms.clients.access import may_invite
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Share
from portal_cms.guide.services import last_test
from portal_cms.matters.models import Matter
from portal_cms.notices.models import MailText, OutboxMessage
from portal_cms.pages.models import TextPage
from sitesettings.models import Branding, FirmSettings, SiteHost


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_post: bool = False


@dataclass(frozen=True)
class State:
    """`text` says what is there or missing."""

    is_done: bool
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Kind:
    """`look` answers with the State of a firm; `needs` are the steps without which this one leads nowhere."""

    key: str
    title: Promise
    look: Callable
    needs: tuple[str, ...] = ()


class Setup:
    """The firm as the steps read it, for one person: links lead only where the person may go."""

    def __init__(self, site, user):
        self.site, self.user = site, user
        self.row = FirmSettings.for_site(site)

    def may(self, model, action):
        return policy_registry.get_by_type(model).user_has_permission(self.user, action)

    def settings_link(self, label, tab):
        url = reverse("wagtailsettings:edit", args=["sitesettings", "firmsettings", self.site.pk])
        return (Link(label, f"{url}#tab-{safe_snake_case(tab)}"),)  # Wagtail names tabs after their heading

    @cached_property
    def rows(self):
        """The steps in order, as dictionaries for templates; `waits_for` are the titles of what comes first."""
        states = {kind.key: kind.look(self) for kind in KINDS}
        titles = {kind.key: kind.title for kind in KINDS}
        return [
            {
                "key": kind.key,
                "title": kind.title,
                "is_done": states[kind.key].is_done,
                "text": states[kind.key].text,
                "links": states[kind.key].links,
                "waits_for": [
                    {"title": titles[key], "key": key} for key in kind.needs if not states[key].is_done
                ]
                if not states[kind.key].is_done
                else [],
            }
            for kind in KINDS
        ]

    @property
    def done(self):
        return sum(row["is_done"] for row in self.rows)

    @property
    def next(self):
        """The first step that is not done, or None."""
        return next((row for row in self.rows if not row["is_done"]), None)


def portal_is_on(setup):
    if setup.row.portal_enabled:
        text = _("The portal is switched on. You can switch it off at any time; your staff keep working.")
    else:
        text = _("The portal is switched off. Clients meet a page that says so, and get no mails.")
    return State(setup.row.portal_enabled, text, setup.settings_link(_("Portal settings"), _("Portal")))


def address_works(setup):
    host = SiteHost.objects.filter(site=setup.site, is_primary=True).first()
    links = ()
    if setup.may(SiteHost, "change"):
        links = (Link(_("Host names"), reverse("sitesettings_hosts:index")),)
        if host:
            links = (Link(_("Check this address"), reverse("portal_guide:check", args=[host.pk])), *links)
    if host is None:
        return State(False, _("The portal has no host name yet."), links)
    if host.is_sound:
        return State(True, _("Links in mails start with %(host)s, which leads here.") % {"host": host}, links)
    if host.checked_at:
        text = _("Links in mails start with %(host)s, but the last check did not reach the portal there.")
    else:
        text = _("Links in mails start with %(host)s. Please check whether this address works.")
    return State(False, text % {"host": host}, links)


def name_and_logo(setup):
    links = setup.settings_link(_("Name"), _("Firm"))
    if setup.may(Branding, "change"):
        links += (Link(_("Logo"), reverse("sitesettings_branding:list")),)
    has_logo = Branding.objects.filter(site=setup.site, logo__isnull=False).exists()
    if not setup.row.name:
        return State(False, _("The firm has no name yet. It stands on every page and in every mail."), links)
    if not has_logo:
        text = _("Clients read “%(name)s” on every page. There is no logo yet.")
    else:
        text = _("Clients read “%(name)s” on every page and see your logo.")
    return State(has_logo, text % {"name": setup.row.name}, links)


LEGAL = (TextPage.Purpose.IMPRINT, TextPage.Purpose.PRIVACY)


def legal_texts(setup):
    root = setup.site.root_page
    pages = TextPage.objects.live().descendant_of(root).filter(purpose__in=LEGAL)
    missing = [
        str(purpose.label) for purpose in LEGAL if purpose not in set(pages.values_list("purpose", flat=True))
    ]
    links = ()
    if root.permissions_for_user(setup.user).can_add_subpage():
        links = (Link(_("Text pages"), reverse("wagtailadmin_explore", args=[root.pk])),)
    if missing:
        text = _("Not published yet: %(pages)s. Add a text page and choose its purpose.")
        return State(False, text % {"pages": ", ".join(missing)}, links)
    return State(True, _("Imprint and privacy notice are published."), links)


def sender(setup):
    links = setup.settings_link(_("Mail settings"), _("Mail"))
    if setup.user.site_id == setup.site.pk:
        links += (Link(_("Send a test mail to me"), reverse("portal_guide:test_mail"), is_post=True),)
    if not setup.row.mail_from_address:
        text = _("Mails come from the address of the server. Please enter an address of your firm.")
        return State(False, text, links)
    values = {"address": setup.row.mail_from_address}
    test = last_test(setup.site)
    if test is None:
        return State(False, _("Mails come from %(address)s. Please send a test mail.") % values, links)
    if test.state == OutboxMessage.State.SENT:
        return State(True, _("Mails come from %(address)s. The last test mail was sent.") % values, links)
    if test.last_error:
        text = _("Mails come from %(address)s, but the last test mail was not taken: %(answer)s")
        return State(False, text % {**values, "answer": test.last_error}, links)
    return State(False, _("Mails come from %(address)s. The test mail is on its way.") % values, links)


def invitation_text(setup):
    """The shipped text is a good one; whoever wants other words finds them here."""
    links = (
        (Link(_("Mail texts"), reverse("portal_mail_texts:list")),) if setup.may(MailText, "change") else ()
    )
    own = MailText.objects.filter(site=setup.site, event="invitation")
    states = set(own.values_list("live", flat=True))
    if not states:
        text = _("Invitations use the text that comes with the portal. You can write your own.")
    elif False in states:
        text = _("Your own text of the invitation is a draft. Please publish it or reset it.")
    else:
        text = _("Invitations use your own text.")
    return State(False not in states, text, links)


def first_client(setup):
    accounts = Client.objects.filter(site=setup.site)
    has_access = accounts.filter(user__access_state__in=[User.Access.PENDING, User.Access.ACTIVE]).exists()
    links = ()
    if setup.may(Client, "view"):
        links = (Link(_("Clients"), reverse("portal_clients_admin:index")),)
        if setup.may(Client, "add"):
            links += (Link(_("Add a client"), reverse("portal_clients_admin:add")),)
    if has_access:
        return State(True, _("At least one client was given access."), links)
    text = _("Nobody outside the firm has access yet. Open a client and send the access.")
    if not may_invite(setup.user):
        text = _("Nobody outside the firm has access yet. Sending it needs the permission “Client portal”.")
    return State(False, text, links)


def first_matter(setup):
    is_there = Matter.objects.filter(site=setup.site, live=True, has_portal=True).exists()
    links = ()
    if setup.may(Matter, "view"):
        links = (Link(_("Matters"), reverse("portal_matters_admin:list")),)
    if is_there:
        return State(True, _("At least one matter is published in the portal."), links)
    text = _("No matter is published yet. Create its client portal, add its clients and publish it.")
    return State(False, text, links)


def first_content(setup):
    shares = Share.objects.active().filter(matter__site=setup.site, document__state=Document.State.RELEASED)
    links = ()
    if setup.may(Matter, "view"):
        links = (Link(_("Matters"), reverse("portal_matters_admin:list")),)
    if shares.exists() or Bill.objects.filter(site=setup.site).published().exists():
        return State(True, _("At least one document or invoice was shared with a client."), links)
    text = _("Nothing was shared yet. Open a matter, choose documents and share them.")
    return State(False, text, links)


KINDS = (
    Kind("portal", gettext_lazy("Switch the portal on"), portal_is_on),
    Kind("address", gettext_lazy("Choose the address and check it"), address_works),
    Kind("look", gettext_lazy("Show the firm's name and logo"), name_and_logo),
    Kind("legal", gettext_lazy("Publish imprint and privacy notice"), legal_texts),
    Kind("sender", gettext_lazy("Choose the sender of mails and test it"), sender, ("address",)),
    Kind("text", gettext_lazy("Look at the text of the invitation"), invitation_text),
    Kind(
        "client", gettext_lazy("Give the first client access"), first_client, ("portal", "address", "sender")
    ),
    Kind("matter", gettext_lazy("Publish the first matter"), first_matter, ("portal", "client")),
    Kind("content", gettext_lazy("Share the first document or invoice"), first_content, ("matter",)),
)
