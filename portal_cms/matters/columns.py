"""Columns that lists of matters and of their parts share."""

from wagtail.admin.ui.tables import Column


class YesNoColumn(Column):
    """Yes or no in a word and a shape."""

    cell_template_name = "portal_matters/admin/_yes_no_cell.html"
