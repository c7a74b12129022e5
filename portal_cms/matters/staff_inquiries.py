"""Deciding about an inquiry: accept the mandate, or decline it with a reason."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.matters import inquiries
from portal_cms.matters.access import may_manage_people
from portal_cms.matters.numbers import is_taken, suggest_reference
from portal_cms.matters.screens import MatterScreenMixin


class AcceptForm(forms.Form):
    reference = forms.CharField(label=gettext_lazy("Reference number"), max_length=60)

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.matter = matter

    def clean_reference(self):
        reference = " ".join(self.cleaned_data["reference"].split())
        if is_taken(self.matter.site_id, reference, by_other_than=self.matter.pk):
            raise ValidationError(
                _("Another matter of the firm has this reference number. Please enter a different one.")
            )
        return reference


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you decline?"),
        help_text=gettext_lazy(
            "For your own file, for example “conflict of interest”. The client does not read it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionView(MatterScreenMixin, FormView):
    """Those who decide about the matter's people decide about the mandate (else 403)."""

    template_name = "portal_matters/admin/decide.html"
    active_tab = "general"
    question = done = ""
    is_serious = False

    def dispatch(self, request, *args, **kwargs):
        if not self.matter.is_inquiry:
            raise Http404
        if not may_manage_people(request.user, self.matter):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            self.decide(form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return reverse("portal_matters_admin:edit", args=[self.matter.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(question=self.question, is_serious=self.is_serious, **kwargs)


class AcceptView(DecisionView):
    form_class = AcceptForm
    page_title = gettext_lazy("Accept the mandate")
    question = gettext_lazy(
        "The inquiry becomes a matter with this number. People, clients, documents, messages and requests stay as they are."
    )
    done = gettext_lazy("The mandate is accepted. The inquiry is a matter now.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def get_initial(self):
        is_own = self.matter.reference != self.matter.inquiry_number
        return {"reference": self.matter.reference if is_own else suggest_reference(self.matter.site)}

    def decide(self, chosen):
        inquiries.accept_inquiry(self.matter, chosen["reference"], by=self.request.user)


class DeclineView(DecisionView):
    form_class = DeclineForm
    page_title = gettext_lazy("Decline the inquiry")
    question = gettext_lazy(
        "The inquiry is closed. Its client does not see it any more, and open requests are withdrawn. Nothing is sent and nothing is deleted."
    )
    done = gettext_lazy("The inquiry is declined and closed.")
    is_serious = True

    def decide(self, chosen):
        inquiries.decline_inquiry(self.matter, chosen["reason"], by=self.request.user)
