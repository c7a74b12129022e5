from django.urls import path
from django.views.generic import RedirectView

from portal_cms.pages import views
from portal_cms.pages.models import TextPage

one_door = RedirectView.as_view(pattern_name="portal_accounts:sign_in", query_string=True)

app_name = "portal_pages"
urlpatterns = [
    path("_util/login/", one_door, name="one_door"),  # before Wagtail's door for private pages
    path("handbook/", views.TextView.as_view(purpose=TextPage.Purpose.HANDBOOK), name="handbook"),
    path("imprint/", views.TextView.as_view(purpose=TextPage.Purpose.IMPRINT), name="imprint"),
    path("privacy/", views.TextView.as_view(purpose=TextPage.Purpose.PRIVACY), name="privacy"),
]
