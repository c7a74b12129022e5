"""The firm's standing texts, in the reader's language."""

from django.shortcuts import render
from django.views.generic import View

from portal_cms.pages.models import TextPage


class TextView(View):
    """Handbook, imprint, privacy: the published page in the reader's language, else in the firm's own.

    A firm that has not written one yet still has the handbook that ships with the portal, and in place of
    imprint and privacy a page that says how to reach it.
    """

    purpose = TextPage.Purpose.HANDBOOK

    def get(self, request):
        root = request.site.root_page
        pages = TextPage.objects.live().public().descendant_of(root).filter(purpose=self.purpose)
        by_language = {page.language: page for page in pages}
        wanted = (request.LANGUAGE_CODE, request.firm.default_language, *by_language)
        page = next((by_language[code] for code in wanted if code in by_language), None)
        if page is not None:
            return render(request, page.template, {"page": page})
        if self.purpose == TextPage.Purpose.HANDBOOK:
            return render(request, "portal_pages/handbook.html")
        title = TextPage.Purpose(self.purpose).label
        return render(request, "portal_pages/missing.html", {"title": title}, status=404)
