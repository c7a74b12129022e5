"""Countries and provinces as papers and exports name them.

On papers a country stands in English capitals at the end of an address, which every postal service accepts; on pages in
the reader's language. The alpha-3 codes are for Facturae. A Spanish province follows from the first two digits of the
postal code. The process that reads e-invoices needs the codes and does without Django.
"""


def gettext_noop(name: str) -> str:
    """Marks a name for the translators, as Django's function of this name does."""
    return name


COUNTRIES = {  # by their alpha-2 code: alpha-3 code and name
    "AD": ("AND", gettext_noop("Andorra")),
    "AT": ("AUT", gettext_noop("Austria")),
    "BE": ("BEL", gettext_noop("Belgium")),
    "BG": ("BGR", gettext_noop("Bulgaria")),
    "BR": ("BRA", gettext_noop("Brazil")),
    "CA": ("CAN", gettext_noop("Canada")),
    "CH": ("CHE", gettext_noop("Switzerland")),
    "CN": ("CHN", gettext_noop("China")),
    "CY": ("CYP", gettext_noop("Cyprus")),
    "CZ": ("CZE", gettext_noop("Czechia")),
    "DE": ("DEU", gettext_noop("Germany")),
    "DK": ("DNK", gettext_noop("Denmark")),
    "EE": ("EST", gettext_noop("Estonia")),
    "ES": ("ESP", gettext_noop("Spain")),
    "FI": ("FIN", gettext_noop("Finland")),
    "FR": ("FRA", gettext_noop("France")),
    "GB": ("GBR", gettext_noop("United Kingdom")),
    "GR": ("GRC", gettext_noop("Greece")),
    "HR": ("HRV", gettext_noop("Croatia")),
    "HU": ("HUN", gettext_noop("Hungary")),
    "IE": ("IRL", gettext_noop("Ireland")),
    "IN": ("IND", gettext_noop("India")),
    "IS": ("ISL", gettext_noop("Iceland")),
    "IT": ("ITA", gettext_noop("Italy")),
    "JP": ("JPN", gettext_noop("Japan")),
    "LI": ("LIE", gettext_noop("Liechtenstein")),
    "LT": ("LTU", gettext_noop("Lithuania")),
    "LU": ("LUX", gettext_noop("Luxembourg")),
    "LV": ("LVA", gettext_noop("Latvia")),
    "MA": ("MAR", gettext_noop("Morocco")),
    "MC": ("MCO", gettext_noop("Monaco")),
    "MT": ("MLT", gettext_noop("Malta")),
    "MX": ("MEX", gettext_noop("Mexico")),
    "NL": ("NLD", gettext_noop("Netherlands")),
    "NO": ("NOR", gettext_noop("Norway")),
    "PL": ("POL", gettext_noop("Poland")),
    "PT": ("PRT", gettext_noop("Portugal")),
    "RO": ("ROU", gettext_noop("Romania")),
    "RS": ("SRB", gettext_noop("Serbia")),
    "SE": ("SWE", gettext_noop("Sweden")),
    "SI": ("SVN", gettext_noop("Slovenia")),
    "SK": ("SVK", gettext_noop("Slovakia")),
    "SM": ("SMR", gettext_noop("San Marino")),
    "TR": ("TUR", gettext_noop("Türkiye")),
    "UA": ("UKR", gettext_noop("Ukraine")),
    "US": ("USA", gettext_noop("United States")),
    "AR": ("ARG", gettext_noop("Argentina")),
    "CL": ("CHL", gettext_noop("Chile")),
    "CO": ("COL", gettext_noop("Colombia")),
    "PE": ("PER", gettext_noop("Peru")),
    "VE": ("VEN", gettext_noop("Venezuela")),
}
ALPHA_2 = {three: two for two, (three, _name) in COUNTRIES.items()}
EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905
_PROVINCES = """
Álava, Albacete, Alicante, Almería, Ávila, Badajoz, Illes Balears, Barcelona, Burgos, Cáceres, Cádiz,
Castellón, Ciudad Real, Córdoba, A Coruña, Cuenca, Girona, Granada, Guadalajara, Gipuzkoa, Huelva, Huesca,
Jaén, León, Lleida, La Rioja, Lugo, Madrid, Málaga, Murcia, Navarra, Ourense, Asturias, Palencia, Las Palmas,
Pontevedra, Salamanca, Santa Cruz de Tenerife, Cantabria, Segovia, Sevilla, Soria, Tarragona, Teruel, Toledo,
Valencia, Valladolid, Bizkaia, Zamora, Zaragoza, Ceuta, Melilla
"""


def country_name(code: str) -> str:
    """As it stands on a paper; the code itself for a country that is not listed."""
    return COUNTRIES[code][1].upper() if code in COUNTRIES else code


def country_in_words(code: str) -> str:
    """In the language of the page; the code itself for a country that is not listed."""
    from django.utils.translation import gettext

    return gettext(COUNTRIES[code][1]) if code in COUNTRIES else code


def alpha_3(code: str) -> str:
    """Empty for a country that is not listed."""
    return COUNTRIES.get(code, ("",))[0]


def province(postal_code: str) -> str:
    """Of a Spanish postal code; empty if it is none."""
    if len(postal_code) != 5 or not (postal_code.isascii() and postal_code.isdigit()):
        return ""
    place = int(postal_code[:2])
    names = [name.strip() for name in _PROVINCES.replace("\n", " ").split(",")]
    return names[place - 1] if 1 <= place <= len(names) else ""
