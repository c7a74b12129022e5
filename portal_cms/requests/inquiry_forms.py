"""The form of a new inquiry."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.accounts.models import User
from portal_cms.clients.services import account_with
from portal_cms.requests.compose_forms import template_choices
from portal_cms.requests.intake import client_with
from portal_cms.requests.models import RequestTemplate
from sitesettings.firm import firm_for


class InquiryForm(forms.Form):
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name or company"), max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("If a client of the firm has this address already, the inquiry is theirs."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    subject = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=250,
        help_text=gettext_lazy("The client reads this."),
    )
    handler = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Handler"))
    template = forms.ModelChoiceField(
        RequestTemplate.objects.none(),
        label=gettext_lazy("Ask for something at once"),
        required=False,
        empty_label=gettext_lazy("Not yet"),
        help_text=gettext_lazy("You see the mail and can change it before anything is sent."),
    )

    def __init__(self, *args, site, may_share, **kwargs):
        super().__init__(*args, **kwargs)
        self.site, self.client = site, None
        self.fields["language"].choices = firm_for(site).languages
        self.fields["handler"].queryset = User.objects.staff_of(site)
        if not may_share:
            del self.fields["template"]
            return
        self.fields["template"].queryset = RequestTemplate.objects.filter(site=site)
        self.fields["template"].choices = template_choices(self.fields["template"])

    def clean_email(self):
        """A client of the firm with this address is found again; nobody of the staff becomes a client."""
        email = self.cleaned_data["email"]
        self.client = client_with(self.site, email)
        account = account_with(self.site, email, other_than=self.client)
        if account and not account.is_client:
            raise ValidationError(
                _("A member of staff signs in with this address. Please enter the address of the client.")
            )
        return email
