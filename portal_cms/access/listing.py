"""What long lists of the admin share: counts that stay cheap, search inside a scope, exports that can't bite."""

import re

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.search.backends import get_search_backend

COUNT_LIMIT = 10_000
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")  # some spreadsheets take the wide signs for the narrow ones
PHONE = re.compile(r"\+\d[\d ()-]{4,30}", re.ASCII)
GAP = re.compile(r"[\d)] [\d(]", re.ASCII)  # two numbers with nothing to reckon between them
NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XLSX can not hold these


class BoundedPaginator(WagtailPaginator):
    """Counts no further than COUNT_LIMIT rows: nobody turns 500 pages, but counting 100,000 rows costs each view."""

    @cached_property
    def count(self):
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by().values("pk")[:COUNT_LIMIT].count()
        return super().count


def matching(model, query):
    """Keys of the objects whose indexed text matches, as a subquery for `pk__in`.

    The search backend refuses filters it has no column for, and so must not see the scoped queryset itself:
    the caller puts this into its own.
    """
    backend = get_search_backend()
    search = backend.autocomplete if model.get_autocomplete_search_fields() else backend.search
    results = search(query, model._base_manager.all(), order_by_relevance=False)
    return results.get_queryset().order_by().values("pk")


def plain_cell(value):
    """Text that no spreadsheet takes for a formula; numbers, dates and the like stay what they are. A phone number with
    a gap stays too: nothing can be reckoned from +49 40 123456. Without one, +49-40-123 would come out as -114 and
    +4940123 without its plus, so these are marked as text like all the others."""
    if not isinstance(value, str):
        return value
    text = NO_CELL.sub("", value)
    is_phone = PHONE.fullmatch(text) and GAP.search(text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not is_phone else text


class NotedExportMixin(SpreadsheetExportMixin):
    """Downloads of a list: an export is itself a reading of the record, so the view has to note it."""

    def note_export(self, spreadsheet_format):
        raise NotImplementedError

    def as_spreadsheet(self, queryset, spreadsheet_format):
        self.note_export(spreadsheet_format)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def preprocess_field_value(self, field, value, export_format):
        """Asked last, of what is written: a person or a matter is a text by then."""
        return plain_cell(super().preprocess_field_value(field, value, export_format))
