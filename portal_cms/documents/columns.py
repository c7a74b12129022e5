"""Columns of the staff's document lists, on Wagtail's own tables."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn

from portal_cms.matters.columns import YesNoColumn


class TickColumn(BaseColumn):
    """A checkbox at the left of each name (A36); it belongs to the form of the button bar."""

    header_template_name = "portal_documents/admin/_tick_header.html"
    cell_template_name = "portal_documents/admin/_tick_cell.html"


class DocumentColumn(TitleColumn):
    cell_template_name = "portal_documents/admin/_title_cell.html"

    def get_link_url(self, instance, parent_context):
        return reverse("portal_documents_admin:detail", args=[instance.matter_id, instance.uuid])


class AddedColumn(Column):
    cell_template_name = "portal_documents/admin/_added_cell.html"


class SizeColumn(Column):
    cell_template_name = "portal_documents/admin/_size_cell.html"


class PublicColumn(YesNoColumn):
    """Whether clients see the document: one of them at least, and the matter is public (P37)."""

    def __init__(self, name, matter, **kwargs):
        super().__init__(name, **kwargs)
        self.matter = matter

    def get_value(self, instance):
        return self.matter.is_public and any(share.ended_at is None for share in instance.share_rows)


class SharesColumn(Column):
    """With whom the document is shared, since when, and what became of it (A46)."""

    cell_template_name = "portal_documents/admin/_shares_cell.html"


class MenuColumn(BaseColumn):
    """What can be done with this one document (A43)."""

    header_template_name = "portal_documents/admin/_menu_header.html"
    cell_template_name = "portal_documents/admin/_menu_cell.html"

    def __init__(self, name, menu, **kwargs):
        super().__init__(name, **kwargs)
        self.menu = menu

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["actions"] = [
            {**row, "url": f"{row['url']}?document={instance.uuid}"} for row in self.menu.rows(instance)
        ]
        return context


def document_columns(menu, matter):
    return [
        TickColumn("tick", label="", classname="portal-tick"),
        DocumentColumn("title", label=_("Title"), sort_key="title"),
        AddedColumn("created_at", label=_("Added"), sort_key="created_at", classname="portal-wide"),
        SizeColumn("size", label=_("Size"), sort_key="size", classname="portal-wide"),
        PublicColumn("is_public", matter, label=pgettext_lazy("document", "Public")),
        SharesColumn("shares", label=_("Client portal"), accessor="share_rows"),
        MenuColumn("menu", menu, label="", classname="portal-menu"),
    ]
