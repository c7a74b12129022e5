"""Opening a firm: its pages, settings, hosts and roles, in one go."""

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from portal_cms.accounts.roles import make_roles
from portal_cms.pages.models import PortalHomePage
from sitesettings.provision import create_firm


@transaction.atomic
def open_firm(*, name, hosts, **settings):
    """Make a firm that answers on `hosts` (the first is primary); `settings` go to `create_firm`.

    Returns its Site. Raises ValidationError for a host that is malformed or taken.
    """
    root = Page.get_first_root_node()
    home = PortalHomePage(title=name, slug=_free_slug(root, name), show_in_menus=False)
    root.add_child(instance=home)
    site = create_firm(name=name, hosts=hosts, root_page=home, **settings)
    make_roles(site, root_page=home, collection=site.firmsettings.collection)
    return site


def _free_slug(root, name):
    wanted = slugify(name) or "portal"
    taken = set(root.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in _candidates(wanted) if slug not in taken)


def _candidates(wanted):
    yield wanted
    number = 2
    while True:
        yield f"{wanted}-{number}"
        number += 1
