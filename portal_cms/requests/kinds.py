"""What an item can ask for. The kinds that need no app of their own are here; apps above register theirs from
`AppConfig.ready()`, with `register_kind(TheirKind())`, and answer through `services.answer`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal_cms.notices.models import Notice

UPLOAD, CONFIRM = "upload", "confirm"


class Kind:
    """One way to answer. What a kind does not need it leaves as it is here."""

    key = label = ""
    order = 0  # among the choices of the staff's form
    action = gettext_lazy("Fill in")  # of the client's button to `page`
    page = ""  # name of the client's page, which takes the uuids of request and item; without one: `client_template`
    client_template = (
        "portal_requests/kinds/page.html"  # within the item on the request's page; context: item, asked
    )
    result_template = ""  # instead of it once nothing can be answered any more; same context
    staff_template = ""  # within the item on the staff's page; context: item, asked, matter, may_share
    again = gettext_lazy("Please send again")  # where staff ask for it once more
    document_label = gettext_lazy("Read the document")
    shows_document = False  # whether the page on which it is answered shows the document
    material_label = gettext_lazy("Which one")  # of what `choices` offers
    takes_document = True  # whether the staff's form of an item offers one
    lists_files = (
        True  # whether what was sent stands as a list; without it the kind's templates say what there is
    )
    notice = Notice.REQUEST  # what an answer is to those in charge; "": something else tells of it
    own_notice = (
        ""  # what that something is: whoever gets its mail at once needs no other about the handing in
    )
    hands_in = False  # whether the answer hands the request in if nothing else is asked for

    def choices(self, matter):
        """Pairs of a value for `RequestItem.material` and its label: the firm's questionnaires, say."""
        return []

    def firm_choices(self, site):
        """Those of `choices` that the firm has in every matter: for a template, which belongs to none yet."""
        return []

    def clean(self, form, data):
        """Add errors to the staff's form of an item; `data` is what was understood of it."""

    def clean_template(self, form, data):
        """Like `clean`, for an item of a template. Of a document there is only whether the template brings one: it
        is looked at in the matter."""

    def prepare(self, items):
        """Fetch what the templates show of these items of this kind, in queries whose number does not depend on
        how many there are."""

    def is_declined(self, item):
        """Whether the client said no to it, so that there is nothing to accept."""
        return False

    def sent(self, item, *, by):
        """Within the transaction that sends the request. Raises PortalError if it can't be sent."""

    def returned(self, item, *, by):
        """Within the transaction that asks for the item again."""

    def withdrawn(self, item, *, by):
        """Within the transaction that withdraws the request."""


class Upload(Kind):
    key, label, order = UPLOAD, gettext_lazy("Document to send"), 10
    client_template = "portal_requests/kinds/upload.html"
    document_label = gettext_lazy("See an example")
    notice = ""


class Confirm(Kind):
    key, label, order = CONFIRM, gettext_lazy("Text to read and confirm"), 20
    client_template = "portal_requests/kinds/confirm.html"
    staff_template = "portal_requests/kinds/confirm_staff.html"
    action = pgettext_lazy("item of a request", "Confirm")
    again = gettext_lazy("Please confirm again")
    hands_in = True

    def clean(self, form, data):
        if not (data.get("explanation") or data.get("document")):
            form.add_error(
                "explanation", _("Please enter the text, or choose the document that is to be read.")
            )

    clean_template = clean


_kinds = {}


def register_kind(kind):
    """Let items be of this kind. A second one with the same key replaces the first."""
    _kinds[kind.key] = kind


def kind_of(item):
    return _kinds[item.kind]


def all_kinds():
    """In the order of the staff's form."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def prepare(items):
    """Let each kind fetch what it shows of its items."""
    for kind in all_kinds():
        mine = [item for item in items if item.kind == kind.key]
        if mine:
            kind.prepare(mine)


register_kind(Upload())
register_kind(Confirm())
