"""Finding a question by words, whatever their accents and their case."""

import unicodedata

from django.utils.html import strip_tags

MOST_WORDS = 8
LONGEST = 100


def plain(text: str) -> str:
    """Lower case without accents: "contraseña" is found by "contrasena", "Größe" by "grosse"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def find(entries, query: str) -> list:
    """Entries with each word of the query; those with all of them in the question come first."""
    words = plain(query[:LONGEST]).split()[:MOST_WORDS]
    if not words:
        return []
    ranked = []
    for entry in entries:
        question, answer = plain(entry.question), plain(strip_tags(entry.answer))
        if all(word in question or word in answer for word in words):
            ranked.append((not all(word in question for word in words), entry))
    return [entry for _is_later, entry in sorted(ranked, key=lambda pair: pair[0])]
