"""The panel of the admin's account page in which staff choose their mails and name a deputy."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from portal_cms.accounts.models import User
from portal_cms.common.inputs import day_input
from portal_cms.notices import duty
from portal_cms.notices.models import Absence, Notice, NoticeChoice, Pace


class AbsenceForm(forms.ModelForm):
    """Who stands in for `instance` and when; all three fields or none."""

    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Deputy"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy(
            "In the days below the deputy gets the mails and the bell for the matters of %(name)s, as far as the deputy"
            " may see them."
        ),
    )
    first_day = forms.DateField(label=gettext_lazy("Away from"), required=False, widget=day_input())
    last_day = forms.DateField(
        label=gettext_lazy("Away until"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("The last day on which the deputy stands in."),
    )

    class Meta:
        model = User
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.instance
        self.fields["deputy"].queryset = User.objects.staff_of(user.site).exclude(pk=user.pk)
        self.fields["deputy"].help_text %= {"name": user}
        absence = Absence.objects.filter(user=user).first()
        for name in ("deputy", "first_day", "last_day"):
            self.fields[name].initial = getattr(absence, name, None)

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        asked = [name for name in ("first_day", "last_day") if name not in self.errors]
        if data.get("deputy"):
            for name in asked:
                if not data.get(name):
                    self.add_error(name, _("Please enter the day, or choose “Nobody” as deputy."))
        elif (first or last) and "deputy" not in self.errors:
            self.add_error("deputy", _("Please choose who stands in, or empty both days."))
        if first and last and last < first:
            self.add_error("last_day", _("This day is before the first one."))
        elif last and last < timezone.localdate() and "last_day" in self.changed_data:
            self.add_error("last_day", _("This day has passed."))
        return data

    @property
    def absence(self):
        return {name: self.cleaned_data[name] for name in ("deputy", "first_day", "last_day")}


class NoticesForm(AbsenceForm):
    """What a person decides for itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].help_text = _(
            "In the days below your deputy gets the mails and the bell for your matters, as far as this person may see"
            " them. You keep the others."
        )
        chosen = dict(NoticeChoice.objects.filter(user=self.instance).values_list("notice", "pace"))
        for value, label in reversed(Notice.choices):
            self.fields = {
                value: forms.ChoiceField(
                    label=label,
                    choices=Pace.choices,
                    initial=chosen.get(value, Pace.NOW),
                    widget=forms.RadioSelect,
                ),
                **self.fields,
            }

    def save(self, commit=True):
        paces = {notice: self.cleaned_data[notice] for notice in Notice.values}
        duty.choose(self.instance, paces, **self.absence)
        return self.instance


class NoticesPanel(BaseSettingsPanel):
    name = "notices"
    title = gettext_lazy("Mails about what clients did, and your deputy")
    tab = notifications_tab
    order = 100
    form_class = NoticesForm

    def is_active(self):
        return self.user.site_id is not None and self.user.has_perm("portal_matters.view_matter")
