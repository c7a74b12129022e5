"""The values of a mail's markers: plain texts, those of contents only where the firm allows them."""

from sitesettings.events import EVENTS, SECTION


def marker_values(stem, letter, firm, *, name, link, secrets) -> dict[str, str]:
    """The value of every marker the event has; one that does not apply to this mail is empty."""
    event = EVENTS[stem]
    office = firm.standard_office
    found = {
        SECTION.name: event.section,
        **_of_letter(letter),
        **secrets,
        "recipient_name": name,
        "firm_name": firm.name,
        "link": link,
        "portal_address": firm.base_url,
        "office_phone": office.phone if office else "",
        "office_email": office.email if office else "",
        "office_address": _address_of(office),
    }
    return {
        marker.name: _plain(found.get(marker.name))
        if firm.mail_shows_content or not marker.is_content
        else ""
        for marker in event.all_markers
    }


def _address_of(office) -> str:
    if office is None:
        return ""
    return ", ".join(filter(None, (office.street, f"{office.postal_code} {office.city}".strip())))


def _of_letter(letter):
    names = letter.content.get("names", ())
    return {
        **letter.values,
        **letter.content,
        "items": ", ".join(str(name) for name in names),
        **letter.markers,
    }


def _plain(value):
    """One line: a value must not look like more lines of the mail than it is."""
    return "" if value is None else " ".join(str(value).split())
