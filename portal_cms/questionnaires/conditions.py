"""Which questions are asked, given the answers so far. Pure: the page's script does the same as one goes."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal_cms.questionnaires.content import Condition, Content, Question
from portal_cms.questionnaires.fields import as_typed

IS, IS_NOT, CONTAINS, MORE, LESS = "is", "is_not", "contains", "more", "less"
YES, NO, ANSWERED, NOT_ANSWERED = "yes", "no", "answered", "not_answered"
OPERATORS = [
    (IS, gettext_lazy("is")),
    (IS_NOT, gettext_lazy("is not")),
    (CONTAINS, pgettext_lazy("an answer", "contains")),
    (MORE, gettext_lazy("is more than, or later than")),
    (LESS, gettext_lazy("is less than, or earlier than")),
    (YES, gettext_lazy("is “yes”")),
    (NO, gettext_lazy("is “no”")),
    (ANSWERED, gettext_lazy("was answered")),
    (NOT_ANSWERED, gettext_lazy("was not answered")),
]
WITHOUT_VALUE = (YES, NO, ANSWERED, NOT_ANSWERED)
ANY = (ANSWERED, NOT_ANSWERED)
WORDS = (IS, IS_NOT, CONTAINS, *ANY)
SIZES = (IS, IS_NOT, MORE, LESS, *ANY)
FITTING = {  # operators of each type of question
    "text": WORDS,
    "long_text": (CONTAINS, *ANY),
    "number": SIZES,
    "money": SIZES,
    "date": SIZES,
    "choice": (IS, IS_NOT, *ANY),
    "several": (IS, IS_NOT, CONTAINS, *ANY),
    "yes_no": (YES, NO, *ANY),
    "email": WORDS,
}


def fitting(kind: str) -> tuple[str, ...]:
    return FITTING.get(kind, ANY)


def holds(condition: Condition, question: Question, value) -> bool:
    """Whether the answer `value` (None: there is none) meets the condition."""
    operator, wanted = condition.operator, condition.value.strip()
    if operator == NOT_ANSWERED:
        return value is None
    if operator == IS_NOT:
        return not _is(question, value, wanted)
    if value is None:
        return False
    if operator == ANSWERED:
        return True
    if operator in (YES, NO):
        return value == operator
    if operator == IS:
        return _is(question, value, wanted)
    if operator == CONTAINS:
        return _contains(value, wanted)
    mine, other = sized(question, value), sized(question, wanted)
    if mine is None or other is None:
        return False
    return mine > other if operator == MORE else mine < other


def _is(question, value, wanted):
    if value is None:
        return False
    if isinstance(value, list):
        return [text.casefold() for text in value] == [wanted.casefold()]
    if question.type in ("number", "money", "date"):
        return sized(question, value) == sized(question, wanted)
    return str(value).casefold() == wanted.casefold()


def _contains(value, wanted):
    if isinstance(value, list):
        return wanted.casefold() in [text.casefold() for text in value]
    return wanted.casefold() in str(value).casefold()


def sized(question: Question, text: str):
    """Something that can be compared, or None: of a date its day, else the number. Conditions are kept with a point
    and as 2026-05-04, so they mean the same in every language."""
    try:
        return date.fromisoformat(text) if question.type == "date" else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def visible(content: Content, values: dict) -> set[str]:
    """Keys of the questions that are asked. One whose condition asks about a question that is not asked itself is
    not asked either, whatever the operator."""
    asked, known = set(), {question.key: question for question in content.questions}
    for page in content.pages:
        if not _met(page.condition, known, asked, values):
            continue
        for question in page.questions:
            if _met(question.condition, known, asked, values):
                asked.add(question.key)
    return asked


def _met(condition, known, asked, values):
    if condition is None or condition.question not in known:
        return True
    if condition.question not in asked:
        return False
    return holds(condition, known[condition.question], values.get(condition.question))


SENTENCES = {
    IS: gettext_lazy("Only if you answered “%(question)s” with “%(value)s”."),
    IS_NOT: gettext_lazy("Only if you did not answer “%(question)s” with “%(value)s”."),
    CONTAINS: gettext_lazy("Only if your answer to “%(question)s” contains “%(value)s”."),
    MORE: gettext_lazy("Only if your answer to “%(question)s” is more or later than %(value)s."),
    LESS: gettext_lazy("Only if your answer to “%(question)s” is less or earlier than %(value)s."),
    YES: gettext_lazy("Only if you answered “%(question)s” with “yes”."),
    NO: gettext_lazy("Only if you answered “%(question)s” with “no”."),
    ANSWERED: gettext_lazy("Only if you answered “%(question)s”."),
    NOT_ANSWERED: gettext_lazy("Only if you did not answer “%(question)s”."),
}


def in_words(condition: Condition, question: Question) -> str:
    """For a reader without scripts, whose page shows the question in any case."""
    return str(SENTENCES[condition.operator]) % {"question": question.label, "value": condition.value}


def why_not(condition: Condition, question: Question) -> tuple[str, str] | None:
    """What is wrong with a condition on this question: the name of the field and a sentence; None if nothing is."""
    if condition.operator not in fitting(question.type):
        return "operator", _(
            "This can not be asked about “%(question)s”. Please choose another comparison."
        ) % {"question": question.label}
    if condition.operator in WITHOUT_VALUE:
        return None
    if not condition.value.strip():
        return "value", _("Please enter the answer to compare with.")
    if question.type in ("choice", "several") and condition.value.strip().casefold() not in [
        option.casefold() for option in question.options
    ]:
        return "value", _("Please enter one of these: %(options)s.") % {
            "options": ", ".join(question.options)
        }
    if question.type in ("number", "money", "date") and sized(question, condition.value.strip()) is None:
        if question.type == "date":
            example = formats.date_format(date(2026, 5, 4), "SHORT_DATE_FORMAT")
            return "value", _("Please enter a date, for example %(example)s.") % {"example": example}
        return "value", _("Please enter a number, for example %(example)s.") % {
            "example": as_typed("1234.50")
        }
    return None
