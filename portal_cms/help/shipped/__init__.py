"""The help texts that ship with the portal. Each language is a module with the same keys; adding one adds a file."""

from dataclasses import dataclass

from django.utils.html import linebreaks

from portal_cms.help.shipped import de, en, es

LANGUAGES = {"de": de.TEXTS, "en": en.TEXTS, "es": es.TEXTS}
FALLBACK = "en"
SECTION_OF = {
    "about": ("what", "needs", "who_sees"),
    "sign_in": ("first_time", "forgotten", "personal_link", "language"),
    "send": ("send_files", "photo", "refused", "message"),
    "sign": ("how_to_sign", "kind_of_signature", "not_sign"),
    "questions": ("short_mails", "urgent", "somebody_else", "what_i_sent"),
    "concerns": ("email_is_enough", "no_computer", "paper", "is_it_safe", "another_password", "a_person"),
}


@dataclass(frozen=True)
class Shipped:
    """`answer` is HTML of paragraphs."""

    key: str
    section: str
    question: str
    answer: str


def shipped_texts(language: str) -> list[Shipped]:
    """All of them in their order; a language nobody has written yet is answered in English."""
    texts = LANGUAGES.get(language, LANGUAGES[FALLBACK])
    return [
        Shipped(key, section, texts[key][0], linebreaks(texts[key][1]))
        for section, keys in SECTION_OF.items()
        for key in keys
    ]


def shipped_text(key: str, language: str) -> Shipped | None:
    return next((text for text in shipped_texts(language) if text.key == key), None)
