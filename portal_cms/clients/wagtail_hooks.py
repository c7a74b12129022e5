"""Registers the clients' screens, the menu group that apps above add to, and whom mail texts are previewed for."""

from wagtail import hooks

from portal_cms.access.menu import portal_menu_item
from portal_cms.clients.bulk import SendAccessBulkAction
from portal_cms.clients.choosers import client_chooser
from portal_cms.clients.readers import readers
from portal_cms.clients.staff import ClientViewSet
from portal_cms.notices.readers import register_readers

hooks.register("register_admin_menu_item", portal_menu_item)
hooks.register("register_bulk_action", SendAccessBulkAction)
register_readers(readers)


@hooks.register("register_admin_viewset")
def register_clients():
    return ClientViewSet()


@hooks.register("register_admin_viewset")
def register_chooser():
    return client_chooser
