"""A row of the database as a `figures.Bill`, which is counted, drawn and exported.

Seller and buyer come from the settings and the contact of today until the bill is published; from then on from what
was fixed at that moment.
"""

from dataclasses import asdict, replace

from portal_cms.billing import figures
from portal_cms.billing.seller import SellerSettings, check_numbers
from sitesettings.firm import firm_for

HOME_COUNTRY = {"de": "DE", "es": "ES"}


def seller_settings(site):
    """The firm's settings; unsaved ones where it has none yet."""
    return SellerSettings.objects.filter(site=site).first() or SellerSettings(site=site)


def home_country(site, settings=None):
    settings = settings or seller_settings(site)
    return settings.country or HOME_COUNTRY.get(firm_for(site).default_language, "")


def number_check(site):
    """The check of what is entered about clients of this firm: their numbers go by its country if they name none."""
    home = home_country(site)
    return lambda values: check_numbers(values, home)


def seller_data(site):
    """What is fixed of the firm: its party and where to pay."""
    settings, firm = seller_settings(site), firm_for(site)
    office = firm.standard_office
    party = figures.Party(
        name=settings.legal_name or firm.name,
        street=office.street if office else "",
        postal_code=office.postal_code if office else "",
        city=office.city if office else "",
        country=home_country(site, settings),
        tax_number=settings.tax_number,
        vat_id=settings.vat_id,
        email=office.email if office else "",
        phone=office.phone if office else "",
    )
    return {
        "party": asdict(party),
        "iban": settings.iban,
        "bic": settings.bic,
        "account_holder": settings.account_holder,
        "bank": settings.bank,
    }


def buyer_data(client, country):
    """What is fixed of the person billed; `country` is the firm's, for contacts without one."""
    party = figures.Party(
        name=client.name,
        given_name=client.first_name if client.kind == client.Kind.PERSON else "",
        street=client.street,
        postal_code=client.postal_code,
        city=client.city,
        country=client.country or country,
        tax_number=client.tax_number,
        vat_id=client.vat_id,
        email=client.email,
        phone=client.phone,
    )
    return asdict(party)


def line_of(row):
    return figures.Line(
        text=row.text,
        quantity=row.quantity,
        unit_price=row.unit_price,
        vat_rate=row.vat_rate,
        vat_category=row.vat_category,
        unit=row.unit,
        vat_reason=row.vat_reason,
    )


def service_of(bill):
    """When the work was done: one day or a period."""
    start, end = bill.service_start, bill.service_end
    if start and end and start != end:
        return {"period_start": start, "period_end": end}
    return {"delivered_on": start or end}


def bill_of(bill, lines=None):
    """The content of a saved bill, or with `lines` (rows) of one that is being typed."""
    seller = bill.seller_data or seller_data(bill.site)
    client = bill.billed
    buyer = bill.buyer_data or (buyer_data(client, seller["party"]["country"]) if client else {})
    return figures.Bill(
        kind=str(bill.kind),
        number=bill.number,
        issued_on=bill.date,
        due_on=bill.due_date,
        **service_of(bill),
        seller=figures.Party(**seller["party"]),
        buyer=figures.Party(**buyer),
        lines=tuple(line_of(row) for row in (bill.lines.all() if lines is None else lines)),
        currency=bill.currency,
        withholding_rate=bill.withholding_rate,
        paid=bill.paid,
        note=bill.note,
        iban=seller["iban"],
        bic=seller["bic"],
        account_holder=seller["account_holder"],
        reference=bill.matter_reference,
        buyer_reference=bill.buyer_reference,
    )


def paper_of(bill, content=None):
    """The content of its PDF and XML: they say what was paid when it was published, however much is paid later."""
    content = content or bill_of(bill)
    return content if bill.prepaid is None else replace(content, paid=bill.prepaid)
