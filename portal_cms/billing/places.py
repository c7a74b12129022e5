"""Countries and provinces as papers and exports name them.

Country names stand in English capitals at the end of an address, which every postal service accepts; the alpha-3 codes are
for Facturae. A Spanish province follows from the first two digits of the postal code.
"""

_COUNTRIES = """
AD AND Andorra, AT AUT Austria, BE BEL Belgium, BG BGR Bulgaria, BR BRA Brazil, CA CAN Canada, CH CHE Switzerland,
CN CHN China, CY CYP Cyprus, CZ CZE Czechia, DE DEU Germany, DK DNK Denmark, EE EST Estonia, ES ESP Spain,
FI FIN Finland, FR FRA France, GB GBR United Kingdom, GR GRC Greece, HR HRV Croatia, HU HUN Hungary, IE IRL Ireland,
IN IND India, IS ISL Iceland, IT ITA Italy, JP JPN Japan, LI LIE Liechtenstein, LT LTU Lithuania, LU LUX Luxembourg,
LV LVA Latvia, MA MAR Morocco, MC MCO Monaco, MT MLT Malta, MX MEX Mexico, NL NLD Netherlands, NO NOR Norway,
PL POL Poland, PT PRT Portugal, RO ROU Romania, RS SRB Serbia, SE SWE Sweden, SI SVN Slovenia, SK SVK Slovakia,
SM SMR San Marino, TR TUR Türkiye, UA UKR Ukraine, US USA United States, AR ARG Argentina, CL CHL Chile,
CO COL Colombia, PE PER Peru, VE VEN Venezuela
"""
COUNTRIES = {
    two: (three, name)
    for two, three, name in (entry.split(maxsplit=2) for entry in _COUNTRIES.replace("\n", " ").split(","))
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
    return COUNTRIES[code][1].upper() if code in COUNTRIES else code


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
