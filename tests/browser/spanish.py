"""What a person reads in Spanish."""

from tests.browser.words import speaking

es = speaking("es")
