"""Sign-in, passwords, language: the pages anybody meets first."""

from datetime import timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from portal_cms.accounts import services
from portal_cms.accounts.doors import first_step
from portal_cms.accounts.forms import (
    ChangePasswordForm,
    ForgottenForm,
    ProfileForm,
    SignInForm,
)
from portal_cms.accounts.middleware import LINK, remember_language, start_session
from portal_cms.accounts.models import SignInEvent, User

FIRST_STEP = "portal_first_step"  # in the session: the token behind a start password


def safe_next(request, fallback):
    """Where to go on: the wanted page if it is on this host, else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else fallback


def start_page(user):
    return reverse("portal_dashboard:home") if user.is_client else reverse("wagtailadmin_home")


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignInView(FormView):
    form_class = SignInForm
    template_name = "portal_accounts/sign_in.html"

    def get(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect(safe_next(request, start_page(request.user)))
        if first_step(request.site, request.session.get(FIRST_STEP)):
            return redirect("portal_accounts:first_password")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        return super().get_context_data(next=safe_next(self.request, ""), **kwargs)

    def form_valid(self, form):
        if form.first_step:  # nobody is signed in yet: the only way on is the form for an own password
            self.request.session.cycle_key()
            self.request.session[FIRST_STEP] = form.first_step.pk
            return redirect("portal_accounts:first_password")
        start_session(self.request, form.user)
        return HttpResponseRedirect(safe_next(self.request, start_page(form.user)))


class SignOutView(View):
    http_method_names = ["post", "options"]

    def post(self, request):
        if request.user.is_authenticated:
            services.note_sign_in(request, request.user, SignInEvent.Outcome.SIGNED_OUT)
            request.user.sessions.filter(session_key=request.session.session_key).delete()
        auth.logout(request)
        return redirect("portal_accounts:sign_in")


class ForgottenView(FormView):
    form_class = ForgottenForm
    template_name = "portal_accounts/password_forgotten.html"

    def form_valid(self, form):
        services.want_reset(self.request.site, form.cleaned_data["email"])
        return redirect("portal_accounts:password_forgotten_sent")


class ForgottenSentView(TemplateView):
    template_name = "portal_accounts/password_forgotten_sent.html"


class ProfileView(LoginRequiredMixin, FormView):
    form_class = ProfileForm
    template_name = "portal_accounts/profile.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "languages": self.request.firm.languages}

    def get_initial(self):
        return {"language": self.request.LANGUAGE_CODE}

    def form_valid(self, form):
        services.choose_language(self.request.user, form.cleaned_data["language"])
        messages.success(self.request, _("Your language is saved."))
        return remember_language(redirect("portal_accounts:profile"), form.cleaned_data["language"])


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChangeView(LoginRequiredMixin, FormView):
    """For those who have a password; with a personal link there is none to change."""

    form_class = ChangePasswordForm
    template_name = "portal_accounts/password_change.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("portal_accounts:profile")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        user = User.objects.get(pk=self.request.user.pk)
        services.change_password(user, form.cleaned_data["new_password1"])
        start_session(self.request, user)
        messages.success(
            self.request, _("Your password is changed. You were signed out on all other devices.")
        )
        return redirect("portal_accounts:profile")


class SessionsView(LoginRequiredMixin, TemplateView):
    """Where the person is signed in; one session, or all others, can be ended."""

    template_name = "portal_accounts/sessions.html"
    not_simulated = gettext_lazy("The devices and networks of a client are for the client alone to see.")

    def get_context_data(self, **kwargs):
        current = self.request.session.session_key
        rows = [
            {
                "device": session.device or _("Unknown device"),
                "network": session.network,
                "started_at": session.started_at,
                "last_seen_at": session.last_seen_at,
                "is_current": session.session_key == current,
                "key": session.pk,
            }
            for session in self.request.user.sessions.filter(last_seen_at__gt=oldest_session())[:50]
        ]
        return super().get_context_data(sessions=rows, **kwargs)

    def post(self, request):
        user = User.objects.get(pk=request.user.pk)
        if request.POST.get("all"):
            services.end_all_sessions(user)
            user.refresh_from_db()
            start_session(request, user, link=request.session.get(LINK))
            messages.success(request, _("You are signed out on all other devices."))
        elif request.POST.get("session", "").isdecimal():
            services.end_session(user, request.POST["session"])
            messages.success(request, _("That device is signed out."))
        return redirect("portal_accounts:sessions")


def oldest_session():
    return timezone.now() - timedelta(seconds=settings.PORTAL_SESSION_ABSOLUTE)


class LanguageView(View):
    """The language switch: remembered in a cookie, and for the account, whose mails follow it (A16)."""

    http_method_names = ["post", "options"]

    def post(self, request):
        language = request.POST.get("language", "")
        response = HttpResponseRedirect(safe_next(request, reverse("portal_dashboard:home")))
        if language not in dict(request.firm.languages):
            return response
        if request.user.is_authenticated:
            services.choose_language(request.user, language)
        return remember_language(response, language)
