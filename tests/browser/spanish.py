"""What a person reads in Spanish, looked up by the English text of the source."""

import gettext
from pathlib import Path

import portal_cms

_catalogue = gettext.translation("django", Path(portal_cms.__file__).parent / "locale", ["es"])


def es(text, context=None):
    """The Spanish label; the English one as long as nobody has translated it."""
    return _catalogue.pgettext(context, text) if context else _catalogue.gettext(text)
