"""Sending documents to a client, what clients see of them, and ending a share."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from portal_cms.common.errors import PortalError
from portal_cms.documents import services
from portal_cms.documents.access import get_share_or_404
from portal_cms.documents.actions import all_actions, bar_of, choose_bar
from portal_cms.documents.models import Folder, Share
from portal_cms.documents.screens import DocumentScreenMixin, SelectionMixin, ServiceFormView
from portal_cms.documents.staff_forms import BarForm, ShareForm, unreachable_clients
from portal_cms.matters.models import MatterSeen

PER_PAGE = 50


class ShareView(SelectionMixin, ServiceFormView):
    """ "Client portal: without message" (A37): client, folder, Share."""

    template_name = "portal_documents/admin/share.html"
    form_class = ShareForm
    page_title = gettext_lazy("Share without message")
    needs_share = True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def get_submit_label(self):
        count = len(self.documents)
        return ngettext("Share %(count)s document", "Share %(count)s documents", count) % {"count": count}

    def perform(self, form):
        data, user = form.cleaned_data, self.request.user
        folder = data["folder"]
        if data["new_folder"].strip():
            folder = services.make_folder(self.matter, data["new_folder"], by=user)
        services.share_documents(self.documents, client=data["client"], by=user, folder=folder)
        button = messages.button(portal_url(self.matter, data["client"]), _("View the client portal"))
        messages.success(self.request, self._told(data["client"], folder), buttons=[button])

    def _told(self, client, folder):
        """What was done, and what happens now."""
        count = len(self.documents)
        done = ngettext(
            "%(count)s document is shared with %(client)s.",
            "%(count)s documents are shared with %(client)s.",
            count,
        )
        next_step = _("An e-mail with a link is on its way; in the portal it is in the folder “%(folder)s”.")
        if folder is None:
            next_step = _("An e-mail with a link is on its way.")
        values = {"count": count, "client": client, "folder": folder}
        return f"{done} {next_step}" % values

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unreachable=list(unreachable_clients(self.matter)),
            waiting=[document for document in self.documents if not document.is_released],
            **kwargs,
        )


class PortalView(DocumentScreenMixin, BaseListingView):
    """What the clients see of the documents: by client and folder, in the same moment (A44, A56)."""

    template_name = "portal_documents/admin/portal.html"
    results_template_name = "portal_documents/admin/portal_results.html"
    active_tab = "portal"
    marks_seen = True
    page_title = gettext_lazy("Client portal: documents")
    paginate_by = PER_PAGE
    model = Share

    def prepare(self, request):
        seen = MatterSeen.objects.filter(matter=self.matter, user=request.user).first()
        self.seen_at = seen.seen_at if seen else None
        self.clients = list(self.matter.matter_clients.select_related("client__user"))
        self.client = self._client(request.GET.get("client"))

    def _client(self, wanted):
        if not wanted:
            return None
        for link in self.clients:
            if str(link.client.uuid) == wanted:
                return link.client
        raise Http404

    def get_base_queryset(self):
        shares = Share.objects.active().filter(matter=self.matter)
        if self.client:
            shares = shares.filter(client=self.client)
        return shares.select_related("document__folder", "client", "folder", "shared_by")

    def order_queryset(self, queryset):
        return queryset.order_by("client__last_name", "client_id", "folder__name", "-shared_at", "-pk")

    def get_index_url(self):
        return reverse("portal_documents_admin:portal", args=[self.matter.pk])

    def get_index_results_url(self):
        return reverse("portal_documents_admin:portal_results", args=[self.matter.pk])

    def get_context_data(self, **kwargs):
        folders = Folder.objects.filter(matter=self.matter, area=Folder.Area.PORTAL)
        context = super().get_context_data(
            clients=self.clients, client=self.client, folders=folders, **kwargs
        )
        for share in context["object_list"]:
            share.is_unseen = is_unseen(share, self.seen_at)
        return context


class EndShareView(DocumentScreenMixin, TemplateView):
    """Asks, then ends a share made without a message; others are refused with a sentence (A57 to A59)."""

    template_name = "portal_documents/admin/end_share.html"
    active_tab = "portal"
    needs_share = True
    page_title = gettext_lazy("End share")

    def prepare(self, request):
        self.share = get_share_or_404(request.user, self.kwargs["share"])
        if self.share.matter_id != self.matter.pk:
            raise Http404

    def post(self, request, *args, **kwargs):
        try:
            share = services.end_share(self.share, by=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            text = _("“%(title)s” is no longer shared with %(client)s. Links to it do not work any more.")
            if self._elsewhere().exists():
                text = _("The share of “%(title)s” is ended. %(client)s can still read it in a message.")
            messages.success(request, text % {"title": share.document.title, "client": share.client})
        return redirect(self._next())

    def _elsewhere(self):
        """Other ways by which the client keeps the document."""
        others = Share.objects.active().filter(document=self.share.document, client=self.share.client)
        return others.exclude(pk=self.share.pk)

    def _next(self):
        wanted = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure()):
            return wanted
        return portal_url(self.matter)

    def get_context_data(self, **kwargs):
        kwargs["share"] = self.share
        return super().get_context_data(
            elsewhere=self._elsewhere().exists(), back_url=portal_url(self.matter), **kwargs
        )


class BarView(WagtailAdminTemplateMixin, FormView):
    """Which buttons the bar above a matter's documents shows; for oneself only (A39)."""

    template_name = "portal_documents/admin/bar.html"
    form_class = BarForm
    page_title = gettext_lazy("Buttons above the documents")
    header_icon = "cog"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("portal_matters.view_matter"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        chosen = bar_of(self.request.user)
        return {"buttons": [action.key for action in all_actions() if action.key in chosen]}

    def form_valid(self, form):
        reset = "reset" in self.request.POST
        choose_bar(self.request.user, None if reset else form.cleaned_data["buttons"])
        messages.success(self.request, _("Your buttons are saved."))
        return redirect(self.back_url())

    def back_url(self):
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure()):
            return wanted
        return reverse("wagtailadmin_home")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=self.back_url(), **kwargs)


def portal_url(matter, client=None):
    url = reverse("portal_documents_admin:portal", args=[matter.pk])
    return f"{url}?client={client.uuid}" if client else url


def is_unseen(share, seen_at):
    """A client's upload that came after this person last looked."""
    return share.origin == Share.Origin.UPLOAD and (seen_at is None or share.shared_at > seen_at)
