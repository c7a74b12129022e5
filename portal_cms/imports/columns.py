"""Which columns a file may have, and under which names firms write them in three languages."""

import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.imports.models import ImportRun


@dataclass(frozen=True, slots=True)
class Field:
    """`names` are headers as `plain` writes them; `samples` are for the file people start from."""

    key: str
    label: Promise
    names: tuple[str, ...]
    samples: tuple[str, str]


def plain(text: str) -> str:
    """A header without case, accents, spaces and signs."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def _field(key, label, names, samples):
    return Field(key, label, tuple(plain(name) for name in (key, *names.split(","))), samples)


CLIENTS = (
    _field(
        "number",
        _("client number"),
        "Client number,Client no,Client ID,Mandantennummer,Mandanten-Nr,Mandantennr,Mandanten-ID,MdtNr,Kundennummer,Nummer,"
        "Número de cliente,Nº cliente,N° cliente,Num cliente,Código cliente,Código,Número",
        ("1001", "1002"),
    ),
    _field(
        "kind",
        _("kind"),
        "Type,Art,Typ,Personenart,Rechtsform,Tipo,Tipo de cliente,Tipo persona",
        ("person", "company"),
    ),
    _field("first_name", _("first name"), "Given name,Forename,Vorname,Nombre", ("Anna", "")),
    _field(
        "last_name",
        _("last name"),
        "Surname,Family name,Name,Nachname,Familienname,Apellidos,Apellido",
        ("Brandt", ""),
    ),
    _field(
        "company",
        _("company"),
        "Company name,Organisation,Organization,Firma,Firmenname,Unternehmen,Empresa,Razón social,Sociedad",
        ("", "Hafenlogistik GmbH"),
    ),
    _field(
        "email",
        _("e-mail address"),
        "E-mail,Mail,Email address,E-Mail-Adresse,Mailadresse,Correo,Correo electrónico,Dirección de correo",
        ("anna.brandt@example.org", "office@example.org"),
    ),
    _field(
        "phone",
        _("phone"),
        "Telephone,Phone number,Mobile,Telefon,Telefonnummer,Tel,Mobil,Teléfono,Móvil",
        ("040 1234567", "040 7654321"),
    ),
    _field(
        "street",
        _("street"),
        "Address,Street and number,Straße,Strasse,Anschrift,Straße und Hausnummer,Calle,Dirección,Domicilio",
        ("Kai 1", "Am Sandtor 5"),
    ),
    _field(
        "postal_code",
        _("postal code"),
        "Postcode,ZIP,ZIP code,PLZ,Postleitzahl,CP,Código postal",
        ("20095", "20457"),
    ),
    _field("city", _("city"), "Town,Ort,Stadt,Wohnort,Ciudad,Población,Localidad", ("Hamburg", "Hamburg")),
    _field("country", _("country"), "Country code,Land,Ländercode,Staat,País,Código de país", ("DE", "DE")),
    _field(
        "tax_number",
        _("tax number"),
        "Tax no,Tax ID,TIN,Steuernummer,Steuer-Nr,Steuernr,St-Nr,NIF,NIE,CIF,DNI,NIF/CIF,CIF/NIF,NIF/NIE,NIF/NIE/CIF,Número fiscal,"
        "Identificación fiscal",
        ("", ""),
    ),
    _field(
        "vat_id",
        _("VAT number"),
        "VAT ID,VAT no,USt-IdNr,USt-ID,Umsatzsteuer-ID,Umsatzsteuer-Identifikationsnummer,NIF-IVA,NIF intracomunitario,Número de IVA",
        ("", "DE136695976"),
    ),
    _field("language", _("language"), "Lang,Sprache,Idioma,Lengua", ("de", "en")),
)
MATTERS = (
    _field(
        "reference",
        _("reference number"),
        "Reference number,Reference,Ref,File number,File no,Case number,Matter number,Aktenzeichen,Az,Aktennummer,Akten-Nr,Aktennr,Akte,"
        "Referencia,Nº expediente,N° expediente,Número de expediente,Expediente,Núm expediente",
        ("0001/26", "0002/26"),
    ),
    _field(
        "subject",
        pgettext_lazy("matter", "subject"),
        "Title,Matter,Case,Betreff,Bezeichnung,Kurzbezeichnung,Rubrum,Asunto,Título,Descripción breve",
        ("Lease of the shop", "Delivery of June"),
    ),
    _field(
        "description",
        _("description"),
        "Notes,Beschreibung,Sachverhalt,Bemerkung,Descripción,Observaciones",
        ("", ""),
    ),
    _field(
        "handler",
        _("handler"),
        "Lawyer,Responsible,Responsible lawyer,Attorney,Sachbearbeiter,Sachbearbeiterin,Sachbearbeitung,Anwalt,"
        "Anwältin,Bearbeiter,Abogado,Abogada,Responsable,Letrado,Letrada",
        ("lawyer@example.com", "lawyer@example.com"),
    ),
    _field(
        "assistant",
        _("assistant"),
        "Secretary,Paralegal,Assistenz,Assistent,Assistentin,Sekretariat,Asistente,Secretaria,Secretario",
        ("", ""),
    ),
    _field(
        "clients",
        _("client numbers"),
        "Client numbers,Clients,Client,Client number,Client no,Mandant,Mandanten,Mandantin,Mandantennummer,Mandantennummern,Mandanten-Nr,"
        "Mandantennr,Cliente,Nº cliente,N° cliente,Número de cliente,Números de cliente",
        ("1001", "1001; 1002"),
    ),
    _field("state", _("state"), "Status,Zustand,Aktenstatus,Estado,Situación", ("open", "open")),
)
FIELDS = {ImportRun.Kind.CLIENTS: CLIENTS, ImportRun.Kind.MATTERS: MATTERS}
# Without one of each group a row could not be found again or would have no name.
NEEDED = {
    ImportRun.Kind.CLIENTS: (("number", "email"), ("last_name", "company")),
    ImportRun.Kind.MATTERS: (("reference",), ("subject",), ("handler",)),
}


def guess(kind: str, headers: list[str]) -> dict[str, int]:
    """Field -> column, for headers that are one of its names; each column once, the better name first."""
    found, names = {}, [plain(header) for header in headers]
    for field in FIELDS[kind]:
        for name in (plain(str(field.label)), *field.names):
            column = next((at for at, header in enumerate(names) if header == name), None)
            if column is not None and column not in found.values():
                found[field.key] = column
                break
    return found
