"""The account page of the admin. Wagtail's own panels for avatar and language would be second truths beside the
staff profile, and its password form would leave no record and other sessions open.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, ChangePasswordPanel

from portal_cms.accounts.services import change_password
from portal_cms.accounts.staff_forms import OwnProfileForm

REPLACED = {"avatar", "locale", "notifications", "password"}


class RecordedPasswordForm(PasswordChangeForm):
    """Ends the other sessions and tells the record, like every change of a password."""

    def save(self, commit=True):
        change_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class PasswordPanel(ChangePasswordPanel):
    form_class = RecordedPasswordForm


class ProfilePanel(BaseSettingsPanel):
    """Office, position, phone and picture are shown to clients; the language is that of the admin and of mails."""

    name = "staff_profile"
    title = _("What clients see of you")
    order = 200
    form_class = OwnProfileForm

    def is_active(self):
        return self.user.site_id is not None


class StaffAccountView(AccountView):
    def get_panels(self):
        stock = [panel for panel in super().get_panels() if panel.name not in REPLACED]
        own = PasswordPanel(self.request, self.request.user, None)
        return [*stock, own] if own.is_active() else stock


account_view = require_admin_access(StaffAccountView.as_view())
