"""Form fields for what clients write by hand: numbers, telephone numbers, bank accounts."""

import re
from decimal import Decimal

from django import forms
from django.utils import formats
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban
from stdnum.exceptions import ValidationError as NoIban

from portal_cms.questionnaires.numbers import plain, read_number

PHONE = re.compile(r"\+?[\d\s()/.\-]{5,40}")
PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)
THOUSANDS = 3  # digits between two signs
LEAST_DIGITS, MOST_DIGITS = 5, 15


def decimal_sign():
    return formats.get_format("DECIMAL_SEPARATOR")


def as_typed(number: str) -> str:
    """A kept number the way the reader would type it."""
    return number.replace(".", decimal_sign())


def kept_number(text: str) -> str | None:
    """A number of the staff's, written in their language or as it is kept; None if it is none. What is kept has never
    just three places after its point: German would read 1.234 as a thousand when the form comes back."""
    number = read_number(text, decimal_sign())
    if number is None and PLAIN.fullmatch(text):
        number = Decimal(text)
    if number is None:
        return None
    kept = plain(number)
    return f"{kept}0" if len(kept.partition(".")[2]) == THOUSANDS else kept


class NumberField(forms.CharField):
    """Cleans to the number as it is kept, text with a point; bounds are such texts or empty."""

    def __init__(self, *, minimum="", maximum="", places=None, **kwargs):
        self.minimum, self.maximum, self.places = minimum, maximum, places
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        number = read_number(text, decimal_sign())
        if number is None:
            raise forms.ValidationError(
                _("Please enter a number, for example %(example)s.") % {"example": as_typed("1234.50")}
            )
        if self.places is not None and -number.as_tuple().exponent > self.places:
            raise forms.ValidationError(
                _("Please enter an amount with at most two decimal places, for example %(example)s.")
                % {"example": as_typed("1234.50")}
            )
        self._check_bounds(number)
        return plain(number)

    def _check_bounds(self, number):
        if self.minimum and number < Decimal(self.minimum):
            raise forms.ValidationError(
                _("Please enter %(limit)s or more.") % {"limit": as_typed(self.minimum)}
            )
        if self.maximum and number > Decimal(self.maximum):
            raise forms.ValidationError(
                _("Please enter %(limit)s or less.") % {"limit": as_typed(self.maximum)}
            )


class DayField(forms.DateField):
    """Cleans to the day as 2026-05-04. Browsers with a calendar send it so; others what people type."""

    EARLIEST, LATEST = 1800, 2200

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Please enter a date with day, month and year.")

    def clean(self, value):
        day = super().clean(value)
        if day and not self.EARLIEST <= day.year <= self.LATEST:
            raise forms.ValidationError(_("Please check the year."))
        return day.isoformat() if day else ""


class PhoneField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update(type="tel", inputmode="tel")
        self.widget.input_type = "tel"

    def clean(self, value):
        text = " ".join(super().clean(value).split())
        digits = sum(sign.isdigit() for sign in text)
        if text and (not PHONE.fullmatch(text) or not LEAST_DIGITS <= digits <= MOST_DIGITS):
            raise forms.ValidationError(
                _("Please enter a phone number with its area code, for example +49 40 123456.")
            )
        return text


class IbanField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs.update(autocomplete="off", autocapitalize="characters", spellcheck="false")

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return iban.validate(text)
        except NoIban:
            raise forms.ValidationError(
                _("This IBAN is not right. Please compare it with your bank card or a statement.")
            ) from None


class LongField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value):
        return normalize_newlines(super().clean(value))
