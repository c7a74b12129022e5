"""The forms of the three kinds of parts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.common.inputs import clock_input, day_input
from portal_cms.parts.models import Court, Party, Proceeding


class PartForm(forms.ModelForm):
    """`refusal` is the sentence that says why this part can not be published, or empty if it can.

    The box can not be ticked then, and a form that ticks it all the same is answered with the same sentence. What is
    public already can always be withdrawn.
    """

    def __init__(self, *args, refusal="", **kwargs):
        super().__init__(*args, **kwargs)
        self.refusal = "" if self.instance.is_published else refusal
        box = self.fields["is_published"]
        if self.refusal:
            box.widget.attrs["disabled"] = True
            box.help_text = self.refusal

    def clean_is_published(self):
        wanted = self.cleaned_data["is_published"]
        if wanted and self.refusal:
            raise ValidationError(self.refusal)
        return wanted


class PartyForm(PartForm):
    class Meta:
        model = Party
        fields = ["role", "name", "detail", "is_published", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class CourtForm(PartForm):
    class Meta:
        model = Court
        fields = ["name", "branch", "file_number", "chamber", "address", "phone", "is_published", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class ProceedingForm(PartForm):
    class Meta:
        model = Proceeding
        fields = [
            "date", "kind", "text", "court", "next_date", "next_time", "next_kind", "next_place", "is_published", "note",
        ]  # fmt: skip
        widgets = {
            "date": day_input(),
            "next_date": day_input(),
            "next_time": clock_input(),
            "text": forms.Textarea(attrs={"rows": 6}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = Court.objects.filter(matter=self.instance.matter)
        self.fields["court"].help_text = _("Clients read its name only if the court itself is shown to them.")
        if self.instance.pk is None:
            self.initial.setdefault("date", timezone.localdate())

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise ValidationError(
                _(
                    "This day is still to come. Please enter it as the next date, and here the day on which it was set."
                )
            )
        return date

    def clean(self):
        cleaned = super().clean()
        if self.errors.get("next_date") or cleaned.get("next_date"):
            return cleaned
        for name in ("next_time", "next_kind", "next_place"):
            if cleaned.get(name):
                self.add_error("next_date", _("Please enter the day this belongs to."))
                break
        return cleaned
