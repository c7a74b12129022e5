"""The small form of one suggestion: its parts, and the place they go to."""

import json
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.common.inputs import clock_input, day_input
from portal_cms.reading.targets import DAYS
from portal_cms.reading.wording import KIND_LABELS, value_text


class TakeForm(forms.Form):
    """`room` says which places there are. `stamps` keeps what stood there when the page was made."""

    target = forms.ChoiceField(
        label=gettext_lazy("Take over into"),
        error_messages={"required": gettext_lazy("Please choose where this belongs."), "invalid_choice": gettext_lazy("This place is not there any more. Please choose another one.")},
    )  # fmt: skip
    stamps = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, suggestion, room, **kwargs):
        self.suggestion, self.options = suggestion, room.options(suggestion)
        super().__init__(*args, prefix=f"s{suggestion.pk}", **kwargs)
        for name, (field, value) in parts_of(suggestion).items():
            self.fields[name] = field
            self.initial[name] = value
        self.order_fields([*parts_of(suggestion), "target", "stamps"])
        choices = [(option.key, _with_now(option)) for option in self.options]
        self.fields["target"].choices = choices if self._is_clear else [("", _("Please choose")), *choices]
        self.initial["stamps"] = json.dumps({option.key: option.stamp for option in self.options})

    @property
    def _is_clear(self):
        """Whether the first place may be chosen beforehand: no other is meant, and nothing that stands there goes."""
        fitting = [option for option in self.options if option.fits]
        return (len(fitting) == 1 or len(self.options) == 1) and not self.options[0].now

    @property
    def known(self):
        """The place that already holds the value, or None."""
        return next((option for option in self.options if option.holds(self.suggestion.value)), None)

    def clean_stamps(self):
        try:
            stamps = json.loads(self.cleaned_data["stamps"])
        except ValueError:
            stamps = None
        if not isinstance(stamps, dict):
            raise ValidationError(_("Please reload the page and try again."))
        return stamps

    @property
    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("target", "stamps")}

    @property
    def stamp(self):
        return self.cleaned_data["stamps"].get(self.cleaned_data["target"], "")


def parts_of(suggestion):
    """Name -> (field, what was found) for each part of a suggestion."""
    label, data = KIND_LABELS[suggestion.kind], suggestion.data
    if suggestion.kind == "address":
        return {
            "street": (forms.CharField(label=_("Street"), max_length=200), data.get("street", "")),
            "postal_code": (
                forms.CharField(label=_("Postal code"), max_length=20),
                data.get("postal_code", ""),
            ),
            "city": (forms.CharField(label=_("City"), max_length=100), data.get("city", "")),
        }
    if suggestion.kind == "party":
        return {
            "name": (forms.CharField(label=_("Name"), max_length=200), suggestion.value),
            "role": (forms.CharField(label=_("Role"), max_length=80), data.get("role", "")),
        }
    if suggestion.kind in DAYS:
        fields = {"day": (forms.DateField(label=_("Day"), widget=day_input()), _day(suggestion.value))}
        if suggestion.kind == "hearing":
            time = forms.TimeField(label=_("Time"), widget=clock_input(), required=False)
            fields["time"] = (time, data.get("time", ""))
        text = forms.CharField(label=_("What happens then"), max_length=120)
        return {**fields, "text": (text, _title(suggestion))}
    return {
        "value": (forms.CharField(label=label, max_length=300), value_text(suggestion.kind, suggestion.value))
    }


def _title(suggestion):
    label = str(KIND_LABELS[suggestion.kind])
    if suggestion.kind == "deadline" and suggestion.cue:
        return f"{label}: {suggestion.cue}"[:120]
    return label


def _day(value):
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _with_now(option):
    if not option.now:
        return option.label
    return _("%(place)s (now: %(value)s)") % {"place": option.label, "value": option.now}
