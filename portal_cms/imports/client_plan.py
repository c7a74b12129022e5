"""Clients of a file: found again by client number, without one by e-mail address."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from portal_cms.accounts.identity import email_key, identity_of
from portal_cms.accounts.models import User
from portal_cms.clients.forms import checks_for
from portal_cms.clients.models import Client
from portal_cms.imports.columns import plain
from portal_cms.imports.plan import choose, note_changes, refuse_twins, rows_of, take, words

NUMBERS = ("country", "tax_number", "vat_id")
PLAIN = (
    "number", "first_name", "last_name", "company", "email", "phone", "street", "postal_code", "city", "tax_number", "vat_id"
)  # fmt: skip
KINDS = words(
    person="natural person,individual,private,privat,natürliche Person,Privatperson,persona,física,persona física,Herr,Frau",
    company="organisation,organization,firm,Firma,Unternehmen,Gesellschaft,juristische Person,empresa,sociedad,jurídica,"
    "persona jurídica",
)
LANGUAGES = words(
    de="German,Deutsch,alemán,deu,ger",
    en="English,Englisch,inglés,eng",
    es="Spanish,Spanisch,español,castellano,spa",
)
COUNTRIES = words(
    DE="Germany,Deutschland,Alemania",
    ES="Spain,Spanien,España",
    AT="Austria,Österreich",
    CH="Switzerland,Schweiz,Suiza",
    FR="France,Frankreich,Francia",
    GB="United Kingdom,UK,Great Britain,Großbritannien,Vereinigtes Königreich,Reino Unido,Gran Bretaña",
    IT="Italy,Italien,Italia",
    NL="Netherlands,Niederlande,Países Bajos",
    PL="Poland,Polen,Polonia",
    PT="Portugal",
    US="United States,USA,Vereinigte Staaten,Estados Unidos,EE. UU.",
)


def plan_clients(run, table):
    """The rows of the plan; see `plan.Row`."""
    rows = rows_of(table, run.columns)
    for row in rows:
        take(row, Client, PLAIN)
        _take_country(row)
        choose(row, "kind", KINDS, "person, company")
        choose(row, "language", LANGUAGES, "de, en, es")
    refuse_twins(rows, "number", _number, _("Line %(line)s has this client number already."))
    refuse_twins(
        rows, "email", _lone_address, _("Line %(line)s has this address already; use client numbers.")
    )
    _find(run, rows)
    _check_addresses(run, rows)
    _check_numbers(run, rows)
    for row in rows:
        _finish(run, row)
    return rows


def _take_country(row):
    """Two letters, or the name of a country many clients live in; what it is not, the check of the form says."""
    if text := row.cells.get("country", ""):
        found = (code for code, names in COUNTRIES.items() if plain(text) in names)
        row.values["country"] = next(found, text)


def _check_numbers(run, rows):
    """As in the form of a client: by the country of the row, else of the client it is about."""
    rows = [row for row in rows if any(key in row.values for key in NUMBERS)]
    checks = checks_for(run.site) if rows else []
    for row in rows:
        values = {key: row.values.get(key) or getattr(row.target, key, "") for key in NUMBERS}
        for check in checks:
            try:
                check(values)
            except ValidationError as error:
                for key, texts in error.message_dict.items():
                    row.refuse(key, texts[0])
        row.values.update((key, values[key]) for key in NUMBERS if key in row.values)


def _number(row):
    return row.values.get("number")


def _lone_address(row):
    return email_key(row.values.get("email", "")) if not _number(row) else ""


def _find(run, rows):
    """Two queries however many rows: by number, and by address."""
    clients = Client.objects.visible_to(run.owner).filter(site_id=run.site_id).select_related("user")
    numbers = {row.values["number"] for row in rows if "number" in row.values}
    keys = {email_key(row.values["email"]) for row in rows if "email" in row.values}
    by_number = {client.number: client for client in clients.filter(number__in=numbers)}
    by_address = defaultdict(list)
    for client in clients.filter(email_key__in=keys):
        by_address[client.email_key].append(client)
    taken = set()
    for row in rows:
        if number := row.values.get("number"):
            row.target = by_number.get(number) or _unnumbered(row, by_address)
        elif "email" in row.values:
            _find_by_address(row, by_address)
        else:
            row.refuse("number", _("Please fill in the client number or the e-mail address."))
        if row.target and row.target.pk in taken:
            row.refuse("number", _("An earlier line is about the same client already."))
        elif row.target:
            taken.add(row.target.pk)


def _unnumbered(row, by_address):
    """A client who was entered without a number gets it now, if the address leaves no doubt."""
    same = by_address.get(email_key(row.values.get("email", "")), ())
    return same[0] if len(same) == 1 and not same[0].number else None


def _find_by_address(row, by_address):
    same = by_address.get(email_key(row.values["email"]), ())
    if len(same) > 1:
        row.refuse("email", _("Several clients have this address. Please fill in the client number."))
    row.target = same[0] if len(same) == 1 else None


def _check_addresses(run, rows):
    """A3: the address is nobody else's sign-in in this firm, neither as address nor as user name. One query."""
    identities = {identity_of(run.site_id, row.values["email"]) for row in rows if "email" in row.values}
    named = User.objects.named(*identities).annotate(answers_to=F("names__identity"))
    accounts = {user.answers_to: user for user in named}
    for row in rows:
        if "email" not in row.values:
            continue
        account = accounts.get(identity_of(run.site_id, row.values["email"]))
        if account is None or (row.target and row.target.user_id == account.pk):
            continue
        if account.is_client:
            row.refuse(
                "email", _("Another client already signs in with this address. Please use a different one.")
            )
        else:
            row.refuse(
                "email", _("A member of staff signs in with this address. Please use a different one.")
            )


def _finish(run, row):
    """Names, what is missing, and what would change."""
    client, values = row.target, row.values
    if client is None:
        is_company = values.get("company") and not values.get("last_name")
        values.setdefault("kind", Client.Kind.COMPANY if is_company else Client.Kind.PERSON)
    merged = {key: values.get(key) or (getattr(client, key) if client else "") for key in (*PLAIN, "kind")}
    if merged["kind"] == Client.Kind.COMPANY and not merged["company"]:
        row.refuse("company", _("Please fill in the name of the company."))
    if merged["kind"] == Client.Kind.PERSON and not merged["last_name"]:
        row.refuse("last_name", _("Please fill in the last name."))
    row.name = Client(
        **{key: merged[key] for key in ("kind", "first_name", "last_name", "company", "email")}
    ).name
    if client:
        note_changes(row, run.kind, {key: getattr(client, key) for key in values})
