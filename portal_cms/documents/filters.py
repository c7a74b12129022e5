"""Filters of the staff's document list."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from portal_cms.documents.models import Document, Folder, Share

STATES = {
    "released": [Document.State.RELEASED],
    "waiting": [Document.State.RECEIVED, Document.State.CHECKING],
    "rejected": [Document.State.REJECTED],
}


class DocumentFilterSet(WagtailFilterSet):
    folder = django_filters.ModelChoiceFilter(
        label=_("Folder"),
        queryset=Folder.objects.none(),
        to_field_name="uuid",
        empty_label=_("All folders"),
        widget=forms.RadioSelect,
    )
    shared = django_filters.ChoiceFilter(
        label=_("Client portal"),
        choices=[("yes", _("Shared now")), ("ended", _("Share ended")), ("no", _("Never shared"))],
        method="filter_shared",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    source = django_filters.ChoiceFilter(
        label=_("From"),
        choices=[("firm", _("The firm")), ("client", _("Clients"))],
        method="filter_source",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    state = django_filters.ChoiceFilter(
        label=_("Check"),
        choices=[
            ("released", _("Checked")),
            ("waiting", _("Being checked")),
            ("rejected", _("Refused")),
        ],
        method="filter_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Document
        fields = []

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["folder"].field.queryset = Folder.objects.filter(matter=matter, area=Folder.Area.FILE)

    def filter_shared(self, queryset, name, value):
        shares = Share.objects.filter(document=OuterRef("pk")).exclude(origin=Share.Origin.UPLOAD)
        if value == "yes":
            return queryset.filter(Exists(shares.active()))
        if value == "ended":
            return queryset.filter(Exists(shares), ~Exists(shares.active()))
        return queryset.filter(~Exists(shares))

    def filter_source(self, queryset, name, value):
        return queryset.filter(client__isnull=value == "firm")

    def filter_state(self, queryset, name, value):
        return queryset.filter(state__in=STATES[value])
