"""Forms at the door."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts import doors, services

NAME_INPUT = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    """User name and password. One message for every reason, so nobody learns which accounts exist."""

    email = forms.CharField(
        label=_("E-mail address or user name"),
        max_length=254,
        widget=forms.TextInput(attrs={**NAME_INPUT, "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    WRONG = _("User name and password do not match an account here. Please check both.")
    SLOW = _("There were too many tries. Please wait 15 minutes or ask for a link to set a new password.")

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.first_step = request, None, None

    def clean(self):
        email, password = self.cleaned_data.get("email"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        taken = services.begin_try(self.request.site, email)
        if taken is None:
            raise forms.ValidationError(self.SLOW, code="throttled")
        self.user = authenticate(self.request, email=email, password=password)
        if self.user is None:
            self.first_step = doors.use_start_password(self.request.site, email, password)
        if self.first_step:
            services.give_back(taken)
            return self.cleaned_data
        if self.user is None:
            services.note_failure(self.request.site, email, self.request)
            raise forms.ValidationError(self.WRONG, code="wrong")
        services.note_success(self.request, self.user, taken)
        return self.cleaned_data


class ForgottenForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address or user name"), max_length=254, widget=forms.TextInput(attrs=NAME_INPUT)
    )


class NewPasswordForm(forms.Form):
    """A password, twice. `user` is the account it is for, so that it does not repeat name or address."""

    new_password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=4096,
        help_text=_(
            "At least 12 characters. A sentence you can remember is better than a short mix of characters."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        first, second = self.cleaned_data.get("new_password1"), self.cleaned_data.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", _("The two passwords differ. Please type the second one again."))
        return self.cleaned_data


class FirstPasswordForm(NewPasswordForm):
    """Behind a start password: the own one must be another."""

    def clean_new_password1(self):
        password = super().clean_new_password1()
        if doors.is_start_password(self.user, password):
            raise forms.ValidationError(
                _("That is the start password, which works only once. Please choose a password of your own.")
            )
        return password


class ChangePasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your current password."))
        return password


class ProfileForm(forms.Form):
    """What a person may change of the own account; the address is the account and stays."""

    language = forms.ChoiceField(label=_("Language of the portal and of e-mails"))

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
