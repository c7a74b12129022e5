"""What a person reads in a language, looked up by the English text of the source."""

import gettext
from pathlib import Path

import portal_cms


def speaking(language):
    """A function that gives the label in `language`; the English one as long as nobody has translated it."""
    catalogue = gettext.translation("django", Path(portal_cms.__file__).parent / "locale", [language])

    def say(text, context=None, **values):
        found = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
        return found % values if values else found

    return say
