"""What choosers of pages offer: those of the firm of the request."""

from wagtail import hooks


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages, request):
    return pages.descendant_of(request.site.root_page, inclusive=True)
