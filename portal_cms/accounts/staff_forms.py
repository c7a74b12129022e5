"""The forms of staff accounts in the admin. Nobody types a password for somebody else."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.identity import identity_of
from portal_cms.accounts.models import FirmRole, StaffProfile, User
from portal_cms.accounts.portraits import portrait_of
from portal_cms.accounts.signals import address_used


class RoleField(forms.ModelMultipleChoiceField):
    """The roles of one firm, by their names; the groups behind them are a detail."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return group.portal_role.get_key_display()


class ProfileFieldsMixin(forms.ModelForm):
    """What clients see of a member of staff."""

    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    office = forms.ModelChoiceField(
        StaffProfile._meta.get_field("office").related_model.objects.none(),
        label=_("Office"),
        required=False,
        help_text=_("Matters of this person show this office. Without one they show the standard address."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP up to 10 MB. It is cut to a square. Without one clients see initials."
        ),
    )
    no_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    PROFILE = ("position", "phone", "office")

    def fill_profile(self, profile, site):
        self.profile = profile
        self.fields["office"].queryset = self.fields["office"].queryset.model.objects.filter(site=site)
        for name in self.PROFILE:
            self.fields[name].initial = getattr(profile, name)
        if not profile.picture:
            del self.fields["no_picture"]

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        return portrait_of(upload) if upload else None

    def save_profile(self):
        """The former picture's file goes with it."""
        profile, chosen = self.profile, self.cleaned_data
        for name in self.PROFILE:
            setattr(profile, name, chosen[name])
        if profile.picture and (chosen["picture"] or chosen.get("no_picture")):
            profile.picture.delete(save=False)
        if chosen["picture"]:
            profile.picture = chosen["picture"]
        profile.save()


class StaffForm(ProfileFieldsMixin):
    """An account of the firm's staff. An address is one account of the firm, staff or client (A3)."""

    groups = RoleField(Group.objects.none(), label=_("Roles"), required=False)

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language", "is_active"]

    def __init__(self, *args, site, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["groups"].queryset = Group.objects.filter(portal_role__site=site).select_related(
            "portal_role"
        )
        if self.instance.pk:
            self.fields["groups"].initial = list(self.instance.groups.all())
        if editing_self or not self.instance.pk:
            del self.fields["is_active"]
        profile = getattr(self.instance, "profile", None) if self.instance.pk else None
        self.fill_profile(profile or StaffProfile(), site)

    def clean_email(self):
        email = self.cleaned_data["email"]
        taken = User.objects.named(identity_of(self.site.pk, email)).exclude(pk=self.instance.pk)
        other = taken.first()
        if other is not None and not other.is_client:
            raise ValidationError(_("Another member of staff already uses this address."))
        if other is not None or self._is_clients(email):
            raise ValidationError(
                _(
                    "A client of the firm uses this address, so it can not be used by staff."
                    " Please enter a different one."
                )
            )
        return email

    def _is_clients(self, email):
        return any(answer for _receiver, answer in address_used.send(None, site=self.site, email=email))

    def clean(self):
        """A firm that nobody administers could only be helped by the operator."""
        cleaned = super().clean()
        if self.instance.pk and not self._stays_admin(cleaned) and self._is_last_admin():
            self.add_error(
                "groups" if cleaned.get("is_active", True) else "is_active",
                _("The firm needs at least one active person with the role “Firm administration”."),
            )
        return cleaned

    def _stays_admin(self, cleaned):
        roles = {group.portal_role.key for group in cleaned.get("groups") or []}
        return FirmRole.Key.ADMIN in roles and cleaned.get("is_active", True)

    def _is_last_admin(self):
        admins = User.objects.staff_of(self.site).filter(groups__portal_role__key=FirmRole.Key.ADMIN)
        return (
            admins.filter(pk=self.instance.pk).exists() and not admins.exclude(pk=self.instance.pk).exists()
        )

    def save(self, commit=True):
        user = super().save(commit=False)
        if commit:
            user.save()
            user.groups.set(self.cleaned_data["groups"])
            self.profile.user = user
            self.save_profile()
        return user


class OwnProfileForm(ProfileFieldsMixin):
    """What a person sets for itself in the account page."""

    class Meta:
        model = User
        fields = ["language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        profile, _made = StaffProfile.objects.get_or_create(user=self.instance)
        self.fill_profile(profile, self.instance.site)

    def save(self, commit=True):
        User.objects.filter(pk=self.instance.pk).update(language=self.cleaned_data["language"])
        self.save_profile()
        return self.instance
