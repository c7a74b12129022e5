"""The door of a personal link: the page behind the mailed address, the code, a new link, and the way out."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from portal_cms.accounts import throttle
from portal_cms.accounts.middleware import LANGUAGE_COOKIE, remember_language
from portal_cms.clients.area import closed_page
from portal_cms.requests import announce, codes, links
from portal_cms.requests.forms import AskAgainForm, CodeForm
from portal_cms.requests.views import HolderMixin

NOT_SIMULATED = gettext_lazy("Links of e-mails are not opened in a simulation. Please end it first.")


@method_decorator(never_cache, name="dispatch")
class TokenView(View):
    """A page whose address holds the secret of a link. A wrong, old, ended or foreign one looks like any other."""

    not_simulated = NOT_SIMULATED

    def dispatch(self, request, token):
        self.link = links.find(request.site, token)
        if self.link is None:
            response = self.invalid()
        elif not request.firm.portal_enabled:
            response = closed_page(request)
        else:
            response = super().dispatch(request, token)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def open(self):
        if not links.open_link(self.request, self.link):
            return self.invalid()
        response = redirect("portal_requests:request", uuid=self.link.request.uuid)
        return self._in_the_clients_language(response)

    def _in_the_clients_language(self, response):
        """The visit goes on in the language of the mail, on a device on which nobody has chosen another one."""
        firm = self.request.firm
        if (
            self.request.user.is_authenticated
            or self.request.COOKIES.get(LANGUAGE_COOKIE) in firm.language_codes
        ):
            return response
        language = firm.best_language(self.link.request.client.user.language)
        return remember_language(response, language, seconds=settings.PORTAL_SESSION_ABSOLUTE)

    def invalid(self):
        return render(self.request, "portal_requests/link_invalid.html", {"form": AskAgainForm()}, status=404)


class LinkView(TokenView):
    """Where the mailed link leads. Opening it changes nothing, as mail scanners open links too; its button starts the
    visit, or has a code mailed."""

    def get(self, request, token):
        return render(request, "portal_requests/link.html", {"needs_code": codes.is_needed(self.link)})

    def post(self, request, token):
        if not codes.is_needed(self.link):
            return self.open()
        if not codes.ask(request, self.link):
            messages.error(request, TOO_MANY)
        return redirect("portal_requests:code", token=token)


TOO_MANY = gettext_lazy("Several codes were sent already. Please use the newest, or try again in an hour.")


class CodeView(TokenView):
    """Six digits of the mail that the button of the link has sent."""

    def get(self, request, token):
        if not codes.is_asked(request, self.link):
            return redirect("portal_requests:link", token=token)
        return self._page(CodeForm())

    def post(self, request, token):
        if "again" in request.POST:
            if codes.ask(request, self.link):
                messages.success(request, _("A new code is on its way. It can take a few minutes."))
            else:
                messages.error(request, TOO_MANY)
            return redirect("portal_requests:code", token=token)
        form = CodeForm(request.POST)
        if form.is_valid():
            if codes.is_right(request, self.link, form.cleaned_data["code"]):
                return self.open()
            form.add_error("code", forms.ValidationError(WRONG))
        return self._page(form, status=422)

    def _page(self, form, status=200):
        return render(self.request, "portal_requests/code.html", {"form": form}, status=status)


WRONG = gettext_lazy(
    "This code is not right, or it does not count any more. Please look at the newest e-mail, or have a new code sent."
)


@method_decorator(never_cache, name="dispatch")
class AskAgainView(FormView):
    """A new link by mail; the answer is the same for every address."""

    form_class = AskAgainForm
    template_name = "portal_requests/ask_again.html"

    def form_valid(self, form):
        links.ask_again(self.request.site, form.cleaned_data["email"])
        return render(self.request, "portal_requests/asked_again.html")


class ContinueView(HolderMixin, TemplateView):
    """To another device: a picture of a fresh link from the desk to the phone, a mail from the phone to the desk."""

    template_name = "portal_requests/continue.html"

    def post(self, request):
        if "mail" in request.POST:
            return self._mail()
        path = links.make_device_link(request, self.asked)
        if path is None:
            messages.error(request, _("Several links were made already. Please try again in an hour."))
            return redirect("portal_requests:request", uuid=self.asked.uuid)
        address = request.firm.absolute_url(path)
        context = {"address": address, "code": links.as_picture(address)}
        return self.render_to_response(self.get_context_data(**context))

    def _mail(self):
        bucket = f"request-mail:{self.asked.pk}"
        if throttle.hit(bucket, limit=links.MAILS, window=throttle.HOUR):
            announce.request_sent(self.asked)
            messages.success(self.request, _("An e-mail with a new link is on its way to you."))
        else:
            messages.error(self.request, _("Several e-mails were sent already. Please use the newest."))
        return redirect("portal_requests:request", uuid=self.asked.uuid)

    def get_context_data(self, **kwargs):
        minutes = links.DEVICE_LIFETIME.seconds // 60
        return super().get_context_data(asked=self.asked, shell=self.shell, minutes=minutes, **kwargs)


class CloseView(HolderMixin, View):
    """Finish on this device, which others may use."""

    http_method_names = ["post", "options"]

    def post(self, request) -> HttpResponseRedirect:
        links.close_visits(request)
        return redirect("portal_requests:closed")


@method_decorator(never_cache, name="dispatch")
class ClosedView(TemplateView):
    template_name = "portal_requests/closed.html"
