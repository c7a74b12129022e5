"""Publishing and withdrawing several bills at once, from the lists."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages

from portal_cms.billing import services
from portal_cms.billing.access import NobodyReads, may
from portal_cms.billing.models import Bill
from portal_cms.common.uuids import valid_uuids
from portal_cms.matters.pending import ask_url


class BulkView(View):
    """Publishes or withdraws the ticked bills; each that is refused says why."""

    http_method_names = ["post", "options"]
    VERBS = ("publish", "withdraw")

    def post(self, request):
        if not may(request.user, "publish"):
            raise PermissionDenied
        verb = next((verb for verb in self.VERBS if verb in request.POST), None)
        if verb is None:
            messages.error(request, _("Please choose what to do with the ticked bills."))
            return redirect(self.back())
        wanted = [uuid for text in request.POST.getlist("bill")[:200] for uuid in valid_uuids(text)]
        bills = Bill.objects.changeable_by(request.user).filter(uuid__in=wanted)
        bills = list(bills.select_related("site", "matter__billing_client__user", "buyer__user"))
        if len(bills) < len(set(wanted)):
            raise Http404
        self.run(verb, bills)
        return redirect(self.back())

    def run(self, verb, bills):
        request, done, refused, due = self.request, [], [], {}
        for bill in bills:
            try:
                if verb == "publish":
                    if services.publish_bill(bill, by=request.user):
                        due[bill.matter_id] = bill.matter
                else:
                    services.withdraw_bill(bill, by=request.user)
                done.append(bill)
            except NobodyReads as error:
                refused.append((bill, error.text, error.url, error.link))
        if not bills:
            messages.error(request, _("Please tick at least one bill."))
        if done:
            messages.success(request, done_text(verb, len(done)))
        if refused:
            messages.error(request, format_html_join("", '<p>{}: {} <a href="{}">{}</a></p>', refused))
        if due:
            self.offer_notices(due.values())

    def offer_notices(self, matters):
        """Telling is another click, matter by matter, as it is one mail for each."""
        links = format_html_join(
            ", ", '<a href="{}">{}</a>',
            ((ask_url("portal_billing_admin:list", matter), matter.reference) for matter in matters),
        )  # fmt: skip
        messages.info(self.request, format_html("{} {}", _("Tell the clients by e-mail:"), links))

    def back(self):
        """The list the form stood around."""
        kind, matter = self.request.POST.get("kind"), self.request.POST.get("matter", "")
        if kind in Bill.Kind.values:
            return reverse(f"portal_billing_admin:{kind}_list")
        if matter.isdecimal():
            return reverse("portal_billing_admin:list", args=[matter])
        return reverse("portal_billing_admin:invoice_list")


def done_text(verb, count):
    if verb == "publish":
        text = ngettext("%(count)s bill is published.", "%(count)s bills are published.", count)
    else:
        text = ngettext("%(count)s bill is withdrawn.", "%(count)s bills are withdrawn.", count)
    return text % {"count": count}
