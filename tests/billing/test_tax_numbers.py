"""Numbers of people, firms and banks are checked by their digits, and the sentence says what is wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from portal_cms.billing import tax_numbers
from portal_cms.common.errors import PortalError


@pytest.mark.parametrize(
    ("function", "typed", "kept"),
    [
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "ES91-2100-0418-4502-0005-1332", "ES9121000418450200051332"),
        ("iban", "\u00a0GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("bic", "cobadeff xxx", "COBADEFFXXX"),
        ("bic", "COBADEFF", "COBADEFF"),
        ("vat_id", "de 136 695 976", "DE136695976"),
        ("vat_id", "ES-B58378431", "ESB58378431"),
        ("vat_id", "GR094259216", "EL094259216"),
        ("spanish_number", "12.345.678-z", "12345678Z"),
        ("spanish_number", "ES12345678Z", "12345678Z"),
        ("spanish_number", "x-1234567-l", "X1234567L"),
        ("spanish_number", "B-58.378.431", "B58378431"),
        ("german_number", " 181/815/08155 ", "181/815/08155"),
        ("german_number", "2893081508152", "2893081508152"),
    ],
)
def test_a_sound_number_is_kept_in_one_form(function, typed, kept):
    assert getattr(tax_numbers, function)(typed) == kept


@pytest.mark.parametrize(
    ("function", "typed", "words"),
    [
        ("iban", "DE88370400440532013000", "typing mistake"),
        ("iban", "ES9121000418450200051333", "typing mistake"),
        ("iban", "ES91 2100 0418 4502 0005 1332 1", "typing mistake"),
        ("iban", "12", "IBAN"),
        ("iban", "DE89; DROP TABLE", "letters and digits only"),
        ("iban", "", "IBAN"),
        ("bic", "COBA1", "8 or 11"),
        ("bic", "COB1DEFF", "It looks like"),
        ("vat_id", "DE136695975", "typing mistake"),
        ("vat_id", "DE1366959", "too long or too short"),
        ("vat_id", "ESX", "the form its country uses"),
        ("vat_id", "CHE107787577", "country of the EU"),
        ("vat_id", "136695976", "country of the EU"),
        ("spanish_number", "12345678A", "typing mistake"),
        ("spanish_number", "B58378432", "typing mistake"),
        ("spanish_number", "1234", "nine letters and digits"),
        ("spanish_number", "I12345678", "It looks like"),
        ("german_number", "123", "10, 11 or 13 digits"),
        ("german_number", "abc/815/08155", "10, 11 or 13 digits"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_refused_with_what_is_wrong(function, typed, words):
    with pytest.raises(PortalError) as refused:
        getattr(tax_numbers, function)(typed)
    assert words in refused.value.text


def test_the_country_decides_which_tax_number_is_meant():
    assert tax_numbers.tax_number(" 12345678-Z", "ES") == "12345678Z"
    assert tax_numbers.tax_number("FN 123456a ", "AT") == "FN 123456a"
    with pytest.raises(PortalError):
        tax_numbers.tax_number("12345678Z", "DE")


@pytest.mark.parametrize(
    ("number", "person"),
    [("12345678Z", True), ("X1234567L", True), ("ES12345678Z", True), ("B58378431", False), ("ESB58378431", False)],
)  # fmt: skip
def test_people_and_companies_are_told_apart(number, person):
    assert tax_numbers.belongs_to_person(number) is person


def test_an_iban_is_shown_in_groups_of_four():
    assert tax_numbers.grouped_iban("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00".replace(
        " ", "\xa0"
    )


@isolate_apps("portal_cms.billing")
def test_fields_keep_what_was_typed_in_one_form():
    class Account(models.Model):
        iban = tax_numbers.IbanField(blank=True)
        vat_id = tax_numbers.VatIdField(blank=True)

        class Meta:
            app_label = "portal_billing"

        def __str__(self):
            return self.iban

    form_class = modelform_factory(Account, fields=["iban", "vat_id"])
    form = form_class({"iban": " DE89 3704 0044 0532 0130 00 ", "vat_id": ""})
    assert form.is_valid(), form.errors
    assert form.instance.iban == "DE89370400440532013000"
    form = form_class({"iban": "DE88 3704 0044 0532 0130 00", "vat_id": "DE1"})
    assert not form.is_valid()
    assert "typing mistake" in form.errors["iban"][0]
    assert form["iban"].value() == "DE88 3704 0044 0532 0130 00"
    with pytest.raises(ValidationError):
        Account(iban="x").full_clean()
