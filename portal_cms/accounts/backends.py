"""Sign-in by user name or address, and password, within the firm whose host was asked for."""

from django.contrib.auth.backends import ModelBackend

from portal_cms.accounts.identity import identity_of
from portal_cms.accounts.models import User


class FirmAccountBackend(ModelBackend):
    """An account of the request's firm, or the operator's account, which belongs to none."""

    def authenticate(self, request, email=None, password=None, **kwargs):
        """Return the account or None; one password is hashed in every case, so the time tells nothing."""
        site = getattr(request, "site", None)
        if site is None or not email or password is None:
            return None
        wanted = [identity_of(site.pk, email), identity_of(None, email)]
        found = User.objects.named(*wanted)
        user = min(
            found, key=lambda account: account.site_id is None, default=None
        )  # the firm's before the operator's
        if user is None:
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    def user_can_authenticate(self, user):
        return user.may_sign_in

    def get_user(self, user_id):
        """The account with all a page shows of it, in one query; None if it may not sign in any more."""
        try:
            user = User.objects.select_related("client", "profile").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
