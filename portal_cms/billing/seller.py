"""What the firm says of itself on its bills; the address is that of its standard office."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from portal_cms.billing.places import COUNTRIES
from portal_cms.billing.tax_numbers import BicField, IbanField, VatIdField, tax_number, vat_id
from portal_cms.common.errors import PortalError
from sitesettings.policies import OwnFirmPolicy
from sitesettings.validators import single_line


def one_line(label, length, **kwargs):
    return models.CharField(label, max_length=length, blank=True, validators=[single_line], **kwargs)


class SellerSettings(BaseSiteSetting):
    legal_name = one_line(_("legal name"), 160, help_text=_("Left empty, bills carry the name of the firm."))
    country = one_line(_("country"), 2, help_text=_("Two letters, for example DE or ES."))
    tax_number = one_line(_("tax number"), 40, help_text=_("Germany: Steuernummer. Spain: NIF."))
    vat_id = VatIdField(
        _("VAT number"), blank=True, help_text=_("With its country, for example DE123456789.")
    )
    bank = one_line(_("bank"), 120)
    account_holder = one_line(
        _("account holder"), 120, help_text=_("Left empty, it is the legal name of the firm.")
    )
    iban = IbanField(_("IBAN"), blank=True)
    bic = BicField(_("BIC"), blank=True)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=14)
    vat_rate = models.DecimalField(_("usual VAT in percent"), max_digits=4, decimal_places=2, default=19)
    is_small_business = models.BooleanField(
        _("small business without VAT"),
        default=False,
        help_text=_("New lines are exempt, for the reason below."),
    )
    small_business_note = one_line(
        _("reason on the bill"), 250,
        help_text=_("For example: No VAT is charged under section 19 of the German VAT act."),
    )  # fmt: skip

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("legal_name"),
                FieldRowPanel([FieldPanel("country"), FieldPanel("tax_number"), FieldPanel("vat_id")]),
            ],
            heading=_("On every bill"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("account_holder"),
                FieldPanel("bank"),
                FieldRowPanel([FieldPanel("iban"), FieldPanel("bic")]),
                FieldPanel("payment_days"),
            ],
            heading=_("Payment"),
        ),
        MultiFieldPanel(
            [FieldPanel("vat_rate"), FieldPanel("is_small_business"), FieldPanel("small_business_note")],
            heading=_("VAT"),
        ),
    ]

    class Meta:
        verbose_name = _("billing")
        verbose_name_plural = _("billing")

    def __str__(self):
        return self.legal_name or str(self.site)

    def clean(self):
        super().clean()
        numbers = {"country": self.country, "tax_number": self.tax_number}
        check_numbers(numbers, self.country)
        self.country, self.tax_number = numbers["country"], numbers["tax_number"]

    @classmethod
    def get_permission_policy(cls):
        return OwnFirmPolicy(cls)


def check_numbers(values, home):
    """Bring country, tax number and VAT number of a firm or a client into their form, in place; `home` is the
    country of those who name none. Raises ValidationError by field."""
    country, errors = (values.get("country") or "").strip().upper(), {}
    if country and country not in COUNTRIES:
        errors["country"] = gettext("Please enter the country as two letters, for example DE or ES.")
    values["country"] = country
    if values.get("tax_number"):
        try:
            values["tax_number"] = tax_number(values["tax_number"], country or home)
        except PortalError as error:
            errors["tax_number"] = error
    if values.get("vat_id"):
        try:
            values["vat_id"] = vat_id(values["vat_id"])
        except PortalError as error:
            errors["vat_id"] = error
    if errors:
        raise ValidationError(errors)
