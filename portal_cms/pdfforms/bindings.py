"""What a field can take from the data of client, matter and firm."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sitesettings.firm import firm_for


class Binding(models.TextChoices):
    CLIENT_NAME = "client_name", _("Name of the client")
    CLIENT_ADDRESS = "client_address", _("Address of the client")
    CLIENT_STREET = "client_street", _("Street of the client")
    CLIENT_CITY = "client_city", _("Postal code and city of the client")
    CLIENT_EMAIL = "client_email", _("E-mail address of the client")
    CLIENT_PHONE = "client_phone", _("Phone of the client")
    MATTER_REFERENCE = "matter_reference", _("Reference number of the matter")
    MATTER_SUBJECT = "matter_subject", _("Subject of the matter")
    FIRM_NAME = "firm_name", _("Name of the firm")
    TODAY = "today", pgettext_lazy("data of a form field", "Today’s date")


def data_of(request):
    """{binding: text} for the client and the matter of a request."""
    client, matter = request.client, request.matter
    city = f"{client.postal_code} {client.city}".strip()
    return {
        Binding.CLIENT_NAME: client.name,
        Binding.CLIENT_ADDRESS: ", ".join(filter(None, (client.street, city))),
        Binding.CLIENT_STREET: client.street,
        Binding.CLIENT_CITY: city,
        Binding.CLIENT_EMAIL: client.email,
        Binding.CLIENT_PHONE: client.phone,
        Binding.MATTER_REFERENCE: matter.reference,
        Binding.MATTER_SUBJECT: matter.subject,
        Binding.FIRM_NAME: firm_for(matter.site).name,
        Binding.TODAY: timezone.localdate().isoformat(),
    }
