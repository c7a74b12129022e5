"""The sign-in page as a preview of a firm's branding shows it."""

from django.contrib.auth.models import AnonymousUser
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from portal_cms.accounts.forms import SignInForm
from sitesettings.previews import register_page


def register_samples():
    register_page("sign-in", gettext_lazy("Sign-in page"), sign_in, place=10)


def sign_in(request):
    request.user = AnonymousUser()
    form = SignInForm(request=request)
    del form.fields["email"].widget.attrs[
        "autofocus"
    ]  # the preview stands beside a form in which somebody types
    return TemplateResponse(request, "portal_accounts/sign_in.html", {"form": form})
