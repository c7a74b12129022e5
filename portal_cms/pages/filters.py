"""Wagtail's filters of page lists offer every site and everybody who ever edited a page; ours, the firm's own.

The filters are shared by all page lists, so they are changed in one place, when the app is ready.
"""

from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Site

from portal_cms.accounts.models import User


def narrow_page_filters():
    filters = PageFilterSet.base_filters
    filters["site"].queryset = sites_of
    for name in ("owner", "edited_by"):
        filters[name].queryset = colleagues_of


def sites_of(request):
    return Site.objects.all() if request.user.is_superuser else Site.objects.filter(pk=request.site.pk)


def colleagues_of(request):
    return User.objects.visible_to(request.user)
