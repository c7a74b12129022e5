"""The form of a text page: Wagtail's own, with pictures of the own firm only."""

import re

from wagtail.admin.forms import WagtailAdminPageForm

from sitesettings.pictures import pictures_of

PICTURE = re.compile(r"body-\d+-value-image")
KEY = re.compile(r"[0-9]{1,18}")


class TextPageForm(WagtailAdminPageForm):
    """The key of another firm's picture, or of none, is taken out of what was sent: a chooser would show its title, and
    the page the picture itself."""

    def __init__(self, data=None, files=None, parent_page=None, *args, **kwargs):
        if data and parent_page is not None:
            data = without_foreign_pictures(data, parent_page.get_site())
        super().__init__(data, files, parent_page, *args, **kwargs)


def without_foreign_pictures(data, site):
    wanted = {name: data[name] for name in data if PICTURE.fullmatch(name) and data[name]}
    keys = {key for key in wanted.values() if KEY.fullmatch(key)}
    own = {str(pk) for pk in pictures_of(site and site.pk).filter(pk__in=keys).values_list("pk", flat=True)}
    if foreign := [name for name, key in wanted.items() if key not in own]:
        data = data.copy()
        for name in foreign:
            data[name] = ""
    return data
