"""Where staff find a matter, for mails: one of its tabs in the admin."""

from django.urls import reverse
from wagtail.hooks import search_for_hooks

from portal_cms.matters.tabs import url_name_of


def staff_path(matter, tab):
    """The path of a tab of the matter ("portal", "messages"); its first one while no app has such a tab."""
    search_for_hooks()  # apps add their tabs there, and the worker has served no admin page yet
    return reverse(url_name_of(tab), args=[matter.pk])
