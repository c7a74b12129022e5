"""What differs between parties, courts and proceedings on the staff's screens: form, columns and words."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn

from portal_cms.parts.models import Court, Part, Party, Proceeding
from portal_cms.parts.staff_forms import CourtForm, PartForm, PartyForm, ProceedingForm


class TickColumn(BaseColumn):
    """A checkbox at the left; it belongs to the form of the buttons above the list."""

    header_template_name = "portal_parts/admin/_tick_header.html"
    cell_template_name = "portal_parts/admin/_tick_cell.html"


class YesNoColumn(Column):
    cell_template_name = "portal_matters/admin/_yes_no_cell.html"


class PartColumn(TitleColumn):
    """The name of the part, leading to its form for those who may change it."""

    def __init__(self, name, *, kind, **kwargs):
        super().__init__(name, **kwargs)
        self.kind = kind

    def get_link_url(self, instance, parent_context):
        if not parent_context.get("may_change"):
            return None
        return reverse(f"portal_parts_admin:{self.kind}_edit", args=[instance.matter_id, instance.uuid])


class NextColumn(Column):
    cell_template_name = "portal_parts/admin/_next_cell.html"


@dataclass(frozen=True)
class Kind:
    """`key` begins the names of the routes and the codes of the record, `tab` is the key of the matter's tab."""

    key: str
    tab: str
    model: type[Part]
    form: type[PartForm]
    title: str
    add: str
    edit: str
    delete: str
    empty: str
    columns: tuple
    search_fields: tuple
    ordering: str
    related: tuple = field(default=())

    def url(self, page, matter, *args):
        return reverse(f"portal_parts_admin:{self.key}_{page}", args=[matter.pk, *args])


PARTY = Kind(
    key="party",
    tab="parties",
    model=Party,
    form=PartyForm,
    title=_("Parties"),
    add=_("Add party"),
    edit=_("Edit party"),
    delete=_("Delete party"),
    empty=_("No parties yet. Add the opponent, insurers or witnesses; clients see only those you publish."),
    columns=(
        PartColumn("name", kind="party", label=_("Name"), sort_key="name"),
        Column("role", label=_("Role"), sort_key="role"),
        Column("detail", label=_("Detail")),
    ),
    search_fields=("name", "role", "detail"),
    ordering="created_at",
)
COURT = Kind(
    key="court",
    tab="courts",
    model=Court,
    form=CourtForm,
    title=_("Courts"),
    add=_("Add court"),
    edit=_("Edit court"),
    delete=_("Delete court"),
    empty=_("No courts yet. Add the court with its file number; clients see only those you publish."),
    columns=(
        PartColumn("name", kind="court", label=_("Name"), sort_key="name"),
        Column("branch", label=_("Branch"), sort_key="branch"),
        Column("file_number", label=_("File number")),
        Column("chamber", label=_("Judge or chamber")),
    ),
    search_fields=("name", "branch", "file_number", "chamber"),
    ordering="created_at",
)
PROCEEDING = Kind(
    key="proceeding",
    tab="proceedings",
    model=Proceeding,
    form=ProceedingForm,
    title=_("Proceedings"),
    add=_("Add proceeding"),
    edit=_("Edit proceeding"),
    delete=_("Delete proceeding"),
    empty=_("No proceedings yet. Add what was done and the next date; clients see only those you publish."),
    columns=(
        PartColumn("kind", kind="proceeding", label=_("Kind"), sort_key="kind"),
        DateColumn("date", label=_("Date"), sort_key="date"),
        NextColumn("next_date", label=_("Next date"), sort_key="next_date"),
        Column("court", label=_("Court")),
    ),
    search_fields=("kind", "text", "next_kind", "next_place"),
    ordering="-date",
    related=("court",),
)
KINDS = (PARTY, COURT, PROCEEDING)
