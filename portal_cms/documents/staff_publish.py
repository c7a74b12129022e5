"""Publish and withdraw: what a matter's documents are for its clients, several at once (P35, P37)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.documents import publishing
from portal_cms.documents.models import Share
from portal_cms.documents.screens import SelectionMixin
from portal_cms.matters.pending import ask_url, portal_clients
from portal_cms.matters.waiting import in_words


class BulkView(SelectionMixin, TemplateView):
    """A page that says what will happen to the chosen documents, and a POST that does it."""

    template_name = "portal_documents/admin/publish.html"
    needs_share = True

    def post(self, request, *args, **kwargs):
        try:
            return redirect(self.act())
        except PortalError as error:
            messages.error(request, error.text)
        return redirect(self.get_success_url())


class PublishView(BulkView):
    page_title = gettext_lazy("Publish")

    def act(self):
        fresh = publishing.publish_documents(self.documents, by=self.request.user)
        if not fresh:
            messages.info(self.request, _("These documents were public already. Nothing has changed."))
            return self.get_success_url()
        text = ngettext(
            "%(count)s document is public now. No e-mail was sent.",
            "%(count)s documents are public now. No e-mail was sent.",
            len(fresh),
        )
        messages.success(self.request, text % {"count": len(fresh)})
        return ask_url("portal_documents_admin:list", self.matter)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            reason=publishing.why_not_publishable(self.documents),
            matter_url=reverse("portal_matters_admin:edit", args=[self.matter.pk]),
            explanation=_(
                "They will be seen by: %(clients)s. No e-mail is sent; you are asked about that next."
            )
            % {"clients": in_words(portal_clients(self.matter))},
            submit_label=_("Publish"),
            **kwargs,
        )


class WithdrawView(BulkView):
    page_title = gettext_lazy("Withdraw")

    def act(self):
        withdrawn, kept = publishing.withdraw_documents(self.documents, by=self.request.user)
        if withdrawn:
            text = ngettext(
                "%(count)s document is not public any more. Links to it do not work now.",
                "%(count)s documents are not public any more. Links to them do not work now.",
                len(withdrawn),
            )
            messages.success(self.request, text % {"count": len(withdrawn)})
        if kept:
            messages.warning(self.request, publishing.kept_text(kept))
        return self.get_success_url()

    def get_context_data(self, **kwargs):
        shares = Share.objects.active().filter(document__in=self.documents, origin=Share.Origin.MESSAGE)
        kept = {share.document for share in shares.select_related("document")}
        return super().get_context_data(
            reason=publishing.why_not_withdrawable(self.documents),
            warning=publishing.kept_text(kept) if kept else "",
            explanation=_("No client will see them any more. Nothing is deleted, and nobody gets an e-mail."),
            submit_label=_("Withdraw"),
            **kwargs,
        )
