"""Numbers of people, firms and banks: IBAN, BIC, VAT number, NIF/NIE/CIF, Steuernummer.

`iban`, `bic`, `vat_id` and `tax_number` take what somebody typed, with blanks, dots and hyphens, and return it as it
is kept; they raise PortalError with a sentence that says which part is wrong. Check digits are python-stdnum's. Nobody is asked on
the network whether a number exists. The fields do the same for models and their forms.
"""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext as _
from stdnum import bic as bic_numbers
from stdnum import iban as iban_numbers
from stdnum.de import stnr
from stdnum.es import nif
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError
from stdnum.util import clean

from portal_cms.common.errors import PortalError

EU_EXCEPT_SPELLING = {"GR": "EL"}  # Greece writes its VAT numbers with EL


def compact(value: str) -> str:
    """Capitals without the blanks, dots and hyphens people write for reading."""
    return clean(value or "", " .-/\t\u00a0\u202f").upper().strip()


def iban(value: str) -> str:
    number = compact(value)
    if not number.isascii() or not number.isalnum():
        raise PortalError(_("An IBAN has letters and digits only, for example DE89 3704 0044 0532 0130 00."))
    return _checked(
        iban_numbers.validate,
        number,
        length=_(
            "This IBAN is too long or too short for its country. Please compare it with the bank's papers."
        ),
        digits=_("This IBAN contains a typing mistake: its check digits do not fit. Please compare it."),
        form=_("This is not an IBAN. It starts with the letters of a country, for example DE or ES."),
    )


def bic(value: str) -> str:
    return _checked(
        bic_numbers.validate,
        compact(value),
        length=_("A BIC has 8 or 11 letters and digits, for example COBADEFFXXX."),
        form=_("This is not a BIC. It looks like COBADEFFXXX: bank, country, place."),
    )


def vat_id(value: str) -> str:
    """With its country in front. VAT numbers of other countries of the world have too many shapes to be checked."""
    number = compact(value)
    number = EU_EXCEPT_SPELLING.get(number[:2], number[:2]) + number[2:]
    if number[:2].lower() not in EU_PREFIXES:
        raise PortalError(
            _(
                "A VAT number starts with the letters of a country of the EU, for example DE136695976 or ESB58378431."
            )
        )
    return _checked(
        vat.validate,
        number,
        length=_("This VAT number is too long or too short for its country. Please compare it."),
        digits=_(
            "This VAT number contains a typing mistake: its check digit does not fit. Please compare it."
        ),
        form=_("This VAT number does not have the form its country uses. Please compare it."),
    )


EU_PREFIXES = frozenset(vat.MEMBER_STATES - {"gr"} | {"el"})


def tax_number(value: str, country: str) -> str:
    """Spain: NIF, NIE or CIF. Germany: Steuernummer. Elsewhere the text as it is, without its outer blanks."""
    if country == "ES":
        return spanish_number(value)
    if country == "DE":
        return german_number(value)
    return (value or "").strip()


def spanish_number(value: str) -> str:
    number = _checked(
        nif.validate,
        compact(value),
        length=_("A NIF, NIE or CIF has nine letters and digits, for example 12345678Z or B58378431."),
        digits=_(
            "This NIF, NIE or CIF contains a typing mistake: its check letter does not fit. Please compare it."
        ),
        form=_("This is not a NIF, NIE or CIF. It looks like 12345678Z, X1234567L or B58378431."),
    )
    return number.removeprefix("ES")


def german_number(value: str) -> str:
    """Kept as typed, because each federal state groups its digits in its own way."""
    typed = (value or "").strip()
    sentence = _("A German tax number has 10, 11 or 13 digits, for example 181/815/08155.")
    _checked(stnr.validate, compact(typed), length=sentence, form=sentence)
    return typed


def belongs_to_person(number: str) -> bool:
    """Whether a sound Spanish number is that of a person (NIF of a DNI, NIE, or K, L, M) and not of a company."""
    first = number.removeprefix("ES")[:1]
    return first.isdigit() or first in set("XYZKLM")


def grouped_iban(number: str) -> str:
    """In groups of four, as it stands on paper; joined by blanks that do not break."""
    number = compact(number)
    return "\u00a0".join(number[place : place + 4] for place in range(0, len(number), 4))


def _checked(validate: Callable, number: str, *, form: str, length: str = "", digits: str = "") -> str:
    try:
        validate(number)
    except InvalidLength:
        raise PortalError(length or form) from None
    except InvalidChecksum:
        raise PortalError(digits or form) from None
    except (InvalidComponent, ValidationError):
        raise PortalError(form) from None
    return number


class _NumberField(models.CharField):
    """Keeps the number as the function returns it, however it was typed."""

    function: Callable
    length: int

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", self.length)
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        return type(self).function(value) if value else value

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": 2 * self.length, **kwargs})  # blanks are typed too


class IbanField(_NumberField):
    function, length = iban, 34


class BicField(_NumberField):
    function, length = bic, 11


class VatIdField(_NumberField):
    function, length = vat_id, 20
