"""The tab "Requests" of a matter: asking, following what comes back, accepting it or asking again."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView

from portal_cms.common.errors import PortalError
from portal_cms.documents.screens import ServiceFormView
from portal_cms.requests import kinds, services
from portal_cms.requests.access import item_of
from portal_cms.requests.announce import address_of
from portal_cms.requests.models import Request
from portal_cms.requests.preview import mail_of
from portal_cms.requests.screens import RequestScreenMixin
from portal_cms.requests.staff_forms import ExtendForm, ReturnForm

PER_PAGE = 50


class RequestListView(RequestScreenMixin, BaseListingView):
    template_name = "portal_requests/admin/list.html"
    results_template_name = "portal_requests/admin/list.html"
    paginate_by = PER_PAGE
    model = Request

    def get_base_queryset(self):
        user = self.request.user
        rows = Request.objects.visible_to(user).filter(matter=self.matter)
        return rows.select_related("client").with_unseen(user)

    def get_index_url(self):
        return self.list_url()

    def get_index_results_url(self):
        return None


class DetailView(RequestScreenMixin, TemplateView):
    """What came back, item by item."""

    template_name = "portal_requests/admin/detail.html"

    def get_page_title(self):
        return self.asked.title

    def get_context_data(self, **kwargs):
        services.mark_seen(self.asked, self.request.user)
        items = list(self.asked.items.select_related("document").prefetch_related("filed__document"))
        kinds.prepare(items)
        return super().get_context_data(
            items=items,
            links=list(self.asked.links.live().select_related("created_by")),
            back_url=self.list_url(),
            **kwargs,
        )


class QuestionView(RequestScreenMixin, TemplateView):
    """Asks, then does one thing with the request."""

    template_name = "portal_requests/admin/confirm.html"
    needs_share = True
    question = done = button = ""
    is_serious = False

    def post(self, request, *args, **kwargs):
        try:
            self.perform()
        except PortalError as error:
            messages.error(request, error.text)
        else:
            messages.success(request, self.done % {"client": self.asked.client})
        return redirect(self.detail_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question % {"client": self.asked.client, "email": address_of(self.asked.client)},
            button=self.button,
            is_serious=self.is_serious,
            **kwargs,
        )


class SendView(QuestionView):
    page_title = gettext_lazy("Send the request")
    question = gettext_lazy(
        "Send this request to %(client)s? The mail with the personal link goes to %(email)s."
    )
    done = gettext_lazy("The request is sent. %(client)s gets an e-mail with a personal link.")
    button = gettext_lazy("Yes, send")

    def perform(self):
        services.send(self.asked, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            items=self.asked.items.all(),
            mail=mail_of(self.asked),
            email=address_of(self.asked.client),
            **kwargs,
        )


class WithdrawView(QuestionView):
    page_title = gettext_lazy("Withdraw the request")
    question = gettext_lazy(
        "Withdraw this request? %(client)s does not see it any more, and its links stop working. What was sent stays here."
    )
    done = gettext_lazy("The request is withdrawn.")
    button = gettext_lazy("Yes, withdraw")
    is_serious = True

    def prepare(self, request):
        response = super().prepare(request)
        if self.asked.state == Request.State.DRAFT:
            self.page_title = _("Discard the draft")
            self.question = _("Discard this draft? It was not sent, and %(client)s has seen nothing of it.")
            self.done = _("The draft is discarded.")
            self.button = _("Yes, discard")
        return response

    def perform(self):
        services.withdraw(self.asked, by=self.request.user)


class ExtendView(RequestScreenMixin, ServiceFormView):
    template_name = "portal_requests/admin/form.html"
    needs_share = True
    form_class = ExtendForm
    page_title = gettext_lazy("Change the due date")
    submit_label = gettext_lazy("Save")

    def get_initial(self):
        return {"due_on": self.asked.due_on}

    def perform(self, form):
        services.extend(self.asked, form.cleaned_data["due_on"], by=self.request.user)
        messages.success(
            self.request, _("The due date is changed. The client sees it in the portal; no e-mail is sent.")
        )

    def get_success_url(self):
        return self.detail_url()


class AcceptView(RequestScreenMixin, View):
    http_method_names = ["post", "options"]
    needs_share = True

    def post(self, request, *args, **kwargs):
        try:
            services.accept(item_of(self.asked, self.kwargs["item"]), by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        return redirect(self.detail_url())


class ReturnView(RequestScreenMixin, ServiceFormView):
    template_name = "portal_requests/admin/form.html"
    needs_share = True
    form_class = ReturnForm
    page_title = gettext_lazy("Ask again")
    submit_label = gettext_lazy("Send back to the client")

    def prepare(self, request):
        response = super().prepare(request)
        self.item = item_of(self.asked, self.kwargs["item"])
        return response

    def perform(self, form):
        data = form.cleaned_data
        services.return_item(self.item, data["reason"], by=self.request.user, due_on=data["due_on"])
        messages.success(self.request, _("The client is asked again and gets an e-mail."))

    def get_success_url(self):
        return self.detail_url()

    def get_page_subtitle(self):
        return str(self.item)
