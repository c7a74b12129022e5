"""Choosing a client in a form."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)

from portal_cms.access.viewsets import ScopedChooserViewSet
from portal_cms.clients.models import Client


class BaseClientChooseView(BaseChooseView):
    ordering = ["last_name", "company", "first_name", "pk"]

    @property
    def title_column(self):
        column = super().title_column
        column.label = _("Name")
        return column

    @property
    def columns(self):
        return [
            *super().columns,
            Column("number", label=_("Number")),
            Column("email", label=_("E-mail address")),
        ]


class ClientChooseView(ChooseViewMixin, CreationFormMixin, BaseClientChooseView):
    pass


class ClientChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, BaseClientChooseView):
    pass


class ClientChooserViewSet(ScopedChooserViewSet):
    model = Client
    icon = "group"
    choose_one_text = _("Choose a client")
    choose_another_text = _("Choose a different client")
    edit_item_text = _("Edit this client")
    choose_view_class = ClientChooseView
    choose_results_view_class = ClientChooseResultsView
    register_widget = False


client_chooser = ClientChooserViewSet("portal_client_chooser", url_prefix="choose/client")
