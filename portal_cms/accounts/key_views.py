"""The pages behind what is mailed. Opening one changes nothing, so mail scanners can't use it up; one wrong, old or
used secret looks like any other.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from portal_cms.accounts import doors, services, throttle
from portal_cms.accounts.forms import FirstPasswordForm, NewPasswordForm
from portal_cms.accounts.middleware import start_session
from portal_cms.accounts.models import SignInEvent, User
from portal_cms.accounts.views import FIRST_STEP, start_page
from portal_cms.common.network import current_address, network_of


class SecretView(View):
    """Finds what the secret in the address opens, slowly for those who guess; else the page of a dead link."""

    not_simulated = gettext_lazy("Links of e-mails are not opened in a simulation. Please end it first.")

    def dispatch(self, request, *args, **kwargs):
        self.found = self.find(request, **kwargs)
        response = self.invalid() if self.found is None else super().dispatch(request, *args, **kwargs)
        # Not "no-referrer": with it browsers send the form with "Origin: null", which is refused as forged.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def find(self, request, token):
        network = network_of(current_address())
        if not throttle.is_open(f"token:{network}", limit=services.TOKEN_GUESSES):
            return None
        found = self.look_up(request.site, token)
        if found is None:
            throttle.hit(f"token:{network}", limit=services.TOKEN_GUESSES, window=throttle.HOUR)
        return found

    def invalid(self):
        return render(self.request, "portal_accounts/link_invalid.html", status=404)

    def enter(self, user, *, link=None):
        user = User.objects.select_related("client", "profile").get(pk=user.pk)
        services.note_sign_in(self.request, user, SignInEvent.Outcome.SIGNED_IN)
        start_session(self.request, user, link=link)
        return redirect(start_page(user))


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SetPasswordView(SecretView):
    """The link of an invitation or reset."""

    form_class = NewPasswordForm
    look_up = staticmethod(services.find_token)

    def get(self, request, **kwargs):
        return self.page(self.form_class(user=self.found.user))

    def post(self, request, **kwargs):
        form = self.form_class(request.POST, user=self.found.user)
        if not form.is_valid():
            return self.page(form)
        user = services.redeem_token(self.found, form.cleaned_data["new_password1"])
        if user is None:
            return self.invalid()
        messages.success(request, _("Your password is set and you are signed in."))
        return self.enter(user)

    def page(self, form):
        account = self.found.user
        is_first = account.access_state == User.Access.PENDING
        context = {"form": form, "account": account, "is_first": is_first}
        return render(self.request, "portal_accounts/set_password.html", context)


class FirstPasswordView(SetPasswordView):
    """After a start password (P15). The right to be here is held by the session, not by the address."""

    form_class = FirstPasswordForm

    def find(self, request):
        return doors.first_step(request.site, request.session.get(FIRST_STEP))

    def invalid(self):
        if self.request.user.is_authenticated:
            return redirect(start_page(self.request.user))
        return redirect("portal_accounts:sign_in")

    def enter(self, user, *, link=None):
        self.request.session.pop(FIRST_STEP, None)
        return super().enter(user)


@method_decorator(never_cache, name="dispatch")
class PersonalLinkView(SecretView):
    """Asks before it opens the portal; only the button signs in (C1)."""

    look_up = staticmethod(doors.find_link)

    def get(self, request, **kwargs):
        return render(request, "portal_accounts/personal_link.html")

    def post(self, request, **kwargs):
        user = doors.open_link(self.found)
        return self.invalid() if user is None else self.enter(user, link=self.found.pk)
