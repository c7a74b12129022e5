"""Read-only compliance lists on wagtail-modeladmin, which ignores Wagtail's policy registry.

One base bridges it: rows of one's own firm, nothing can be added, changed or deleted, unknown filters do
nothing (modeladmin would hand any lookup in the address to the database), and exports stream.
"""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.auth.models import Permission
from django.core.paginator import InvalidPage
from django.http import Http404
from django.urls import re_path
from django.utils.html import format_html
from django.utils.text import capfirst
from wagtail import hooks
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from portal_cms.access.listing import plain_cell


class ReadOnlyPermissionHelper(PermissionHelper):
    def user_can_list(self, user):
        return user.has_perm(self.get_perm_codename_full("view"))

    def get_perm_codename_full(self, action):
        return f"{self.opts.app_label}.{self.get_perm_codename(action)}"

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False

    def user_can_inspect_obj(self, user, obj):
        """Asked for every row of a list, whose rows are visible already; the page of one row asks for itself."""
        return self.user_can_list(user)


class ChoiceFilter(SimpleListFilter):
    """A filter by a column with known values; an unknown value filters nothing."""

    field = ""

    def queryset(self, request, queryset):
        return queryset.filter(**{self.field: self.value()}) if self.is_known else queryset

    def options(self):
        """The choices as a select shows them."""
        for key, label in self.lookup_choices:
            yield {"value": key, "label": label, "is_chosen": str(key) == self.value()}

    @property
    def is_known(self):
        return self.value() in {str(key) for key, _label in self.lookup_choices}


class ReadOnlyIndexView(IndexView):
    def dispatch(self, request, *args, **kwargs):
        request.GET = clean(request.GET)
        return super().dispatch(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        """Only the parameters of our own filters; a lookup over relations would answer questions about
        columns nobody may read."""
        known = {item.parameter_name for item in self.list_filter}
        found = super().get_filters_params(params)
        return {key: value for key, value in found.items() if key in known}

    def get_context_data(self, **kwargs):
        try:
            return super().get_context_data(**kwargs)
        except InvalidPage:
            raise Http404 from None

    def as_spreadsheet(self, queryset, spreadsheet_format):
        self.model_admin.note_export(self.request, spreadsheet_format)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def stream_csv(self, queryset):
        return super().stream_csv(queryset.iterator(chunk_size=2000))

    def write_xlsx(self, queryset, output):
        return super().write_xlsx(queryset.iterator(chunk_size=2000), output)

    def get_heading(self, queryset, field):
        """The column's name as the language spells it, not With Capitals In Every Word."""
        return str(capfirst(label_for_field(field, model=self.model, model_admin=self.model_admin)))

    def to_row_dict(self, item):
        """An empty cell is empty and a nought is 0; on the screen both are a dash."""
        values = {field: lookup_field(field, item, self.model_admin)[2] for field in self.list_export}
        return {field: "" if value is None else value for field, value in values.items()}

    def preprocess_field_value(self, field, value, export_format):
        """What a spreadsheet would take for a formula stays text."""
        return plain_cell(super().preprocess_field_value(field, value, export_format))


def clean(query):
    """The query without NUL characters, which no database takes."""
    query = query.copy()
    for key, values in list(query.lists()):
        query.setlist(key, [value.replace("\0", "") for value in values])
    return query


class ReadOnlyInspectView(InspectView):
    def __init__(self, model_admin, instance_pk):
        if not instance_pk.isdecimal():
            raise Http404
        super().__init__(model_admin, instance_pk)

    def check_action_permitted(self, user):
        """Another firm's row is as unknown as one that does not exist."""
        if not self.model.objects.visible_to(user).filter(pk=self.instance.pk).exists():
            raise Http404
        return super().check_action_permitted(user)

    def get_page_title(self):
        return self.model_admin.row_title(self.instance)

    def get_page_subtitle(self):
        return ""

    def get_dict_for_field(self, field_name):
        """Columns of the list are shown by the same methods here."""
        column = getattr(self.model_admin, field_name, None)
        if not callable(column):
            return super().get_dict_for_field(field_name)
        empty = self.model_admin.get_empty_value_display(field_name)
        return {"label": column.short_description, "value": column(self.instance) or empty}


class NoButtons(ButtonHelper):
    """The first column of a list is the link to its row."""

    def get_buttons_for_obj(self, obj, **kwargs):
        return []


class ReadOnlyModelAdmin(ModelAdmin):
    """A list of what happened. The queryset decides by `visible_to`, like everywhere else."""

    permission_helper_class = ReadOnlyPermissionHelper
    index_view_class = ReadOnlyIndexView
    inspect_view_class = ReadOnlyInspectView
    button_helper_class = NoButtons
    inspect_view_enabled = True
    history_view_enabled = False
    add_to_admin_menu = False
    list_per_page = 50

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)

    def link(self, row, text):
        """The text of a first column, leading to the row."""
        return format_html('<a href="{}">{}</a>', self.url_helper.get_action_url("inspect", row.pk), text)

    def row_title(self, row):
        return str(row)

    def note_export(self, request, spreadsheet_format):
        """Called before an export leaves; apps above write it into the record."""

    def get_admin_urls_for_registration(self):
        """The list and its rows; addresses that change something do not exist."""
        return tuple(
            re_path(
                self.url_helper.get_action_url_pattern(action),
                getattr(self, f"{action}_view"),
                name=self.url_helper.get_action_url_name(action),
            )
            for action in ("index", "inspect")
        )

    def get_permissions_for_registration(self):
        names = [self.permission_helper.get_perm_codename("view")]
        return Permission.objects.filter(content_type__app_label=self.opts.app_label, codename__in=names)

    def register_with_wagtail(self):
        super().register_with_wagtail()
        hooks.register("register_reports_menu_item", self.get_menu_item)

    def register_admin_url_finders(self):
        """Nothing can be edited, so there is no address to edit it at."""

    def register_indexing(self):
        """The record refers to objects by uuid; Wagtail's reference index has nothing to do here."""
