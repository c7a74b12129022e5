"""Bills the tests share: a German and a Spanish firm, and a way to change one thing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from portal_cms.billing.figures import HOUR, INVOICE, PIECE, Bill, Line, Party

KANZLEI = Party(
    name="Kanzlei Lindhorst & Partner",
    street="Am Sandtorkai 12",
    postal_code="20457",
    city="Hamburg",
    country="DE",
    tax_number="181/815/08155",
    vat_id="DE136695976",
    email="kanzlei@lindhorst.example",
    phone="+49 40 5550100",
)
DESPACHO = Party(
    name="Despacho Ibarra, S.L.P.",
    street="Calle de Alcalá 45",
    postal_code="28014",
    city="Madrid",
    country="ES",
    tax_number="B58378431",
    vat_id="ESB58378431",
    email="despacho@ibarra.example",
    phone="+34 91 555 01 00",
)
ANNA = Party(
    name="Anna Berg", street="Lange Reihe 3", postal_code="20099", city="Hamburg", country="DE",
    email="anna@example.org", given_name="Anna",
)  # fmt: skip
PILAR = Party(
    name="Pilar Ortega Ruiz", street="Gran Vía 8, 2º B", postal_code="28013", city="Madrid", country="ES",
    tax_number="12345678Z", email="pilar@example.org", given_name="Pilar",
)  # fmt: skip


def german(**changes) -> Bill:
    bill = Bill(
        kind=INVOICE,
        number="R-2026-0042",
        issued_on=date(2026, 11, 2),
        due_on=date(2026, 11, 16),
        period_start=date(2026, 10, 1),
        period_end=date(2026, 10, 31),
        seller=KANZLEI,
        buyer=ANNA,
        lines=(
            Line("Beratung zum Mietvertrag", D("2.75"), D("240"), D(19), unit=HOUR),
            Line("Auslagenpauschale (Nr. 7002 VV RVG)", D(1), D("20"), D(19), unit=PIECE),
            Line("Fachbuch", D(1), D("49.99"), D(7)),
        ),
        paid=D("100"),
        note="Vielen Dank für Ihr Vertrauen.",
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        reference="Berg ./. Wohnbau Nord (2026/117)",
    )
    return replace(bill, **changes)


def spanish(**changes) -> Bill:
    bill = Bill(
        kind=INVOICE,
        number="F-2026-015",
        issued_on=date(2026, 11, 3),
        due_on=date(2026, 12, 3),
        delivered_on=date(2026, 10, 30),
        seller=DESPACHO,
        buyer=PILAR,
        lines=(
            Line("Honorarios: demanda de juicio ordinario", D(1), D("1234.56"), D(21)),
            Line("Tasa judicial (suplido)", D(1), D("150"), D(0), vat_category="O"),
        ),
        iban="ES9121000418450200051332",
        bic="CAIXESBBXXX",
        reference="Ortega contra Seguros del Sur",
    )
    return replace(bill, **changes)
