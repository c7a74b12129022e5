"""The screen in which the firm's administration names a deputy for somebody who is ill and can not do it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from portal_cms.accounts.models import User
from portal_cms.notices import duty
from portal_cms.notices.account_panel import AbsenceForm

PERMISSION = "portal_accounts.change_user"
TITLE = gettext_lazy("Deputy and absence")


class AbsenceView(WagtailAdminTemplateMixin, FormView):
    template_name = "portal_notices/admin/absence.html"
    form_class = AbsenceForm
    page_title = TITLE
    header_icon = "user"

    def setup(self, request, *args, pk, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        people = User.objects.visible_to(request.user).filter(is_superuser=False, site__isnull=False)
        self.account = get_object_or_404(people, pk=pk)
        super().setup(request, *args, pk=pk, **kwargs)

    def get_page_subtitle(self):
        return str(self.account)

    def get_breadcrumbs_items(self):
        index, person = (
            reverse("wagtailusers_users:index"),
            reverse("wagtailusers_users:edit", args=[self.account.pk]),
        )
        return [
            *super().get_breadcrumbs_items(),
            {"url": index, "label": _("Staff")},
            {"url": person, "label": str(self.account)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.account}

    def form_valid(self, form):
        duty.set_absence(self.account, by=self.request.user, **form.absence)
        if form.absence["deputy"]:
            sentence = _("%(deputy)s stands in for %(name)s in these days.")
        else:
            sentence = _("Nobody stands in for %(name)s.")
        messages.success(self.request, sentence % {"deputy": form.absence["deputy"], "name": self.account})
        return redirect("wagtailusers_users:index")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            account=self.account, media=kwargs.get("form", self.get_form()).media, **kwargs
        )


def absence_button(user, request_user):
    """For the list of staff and the screen of one of them."""
    if user.is_superuser or user.site_id is None or not request_user.has_perm(PERMISSION):
        return []
    url = reverse("portal_notices_absence", args=[user.pk])
    return [Button(TITLE, url=url, icon_name="calendar", priority=40)]
