"""Whether conditions make sense, said at the very field of the admin's form that is wrong; and what they compare with,
from the staff's language to what is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_cms.questionnaires.conditions import why_not
from portal_cms.questionnaires.fields import kept_number
from portal_cms.questionnaires.freezing import condition_of, question_of


def settle_conditions(pages):
    """Write in place what conditions compare with as it is kept: 1.234,50 as 1234.50, 04.05.2026 as 2026-05-04.
    What can not be understood stays, for `check_conditions` to refuse."""
    questions = {}
    for page in pages:
        for child in page.value["questions"]:
            question = question_of(child)
            questions[question.key] = question
    blocks = [*pages, *(child for page in pages for child in page.value["questions"])]
    for condition in (block.value["condition"] for block in blocks):
        question = questions.get((condition["question"] or "").strip())
        if question:
            condition["value"] = _kept(question, (condition["value"] or "").strip())


def _kept(question, text):
    if question.type in ("number", "money"):
        return kept_number(text) or text
    if question.type == "date":
        try:
            day = forms.DateField(required=False).clean(text)
        except ValidationError:
            return text
        return day.isoformat() if day else text
    return text


def check_conditions(pages):
    """Each must ask about an earlier question, in a way that fits it. Raises a validation error if not."""
    earlier, of_pages = {}, {}
    for number, page in enumerate(pages):
        errors = {}
        if error := _error_of(condition_of(page.value["condition"]), earlier):
            errors["condition"] = error
        of_questions = {}
        for place, child in enumerate(page.value["questions"]):
            question = question_of(child)
            if error := _error_of(question.condition, earlier):
                of_questions[place] = StructBlockValidationError(block_errors={"condition": error})
            if question.asks:
                earlier[question.key] = question
        if of_questions:
            errors["questions"] = StreamBlockValidationError(block_errors=of_questions)
        if errors:
            of_pages[number] = StructBlockValidationError(block_errors=errors)
    if of_pages:
        raise StreamBlockValidationError(block_errors=of_pages)


def _error_of(condition, earlier):
    if condition is None:
        return None
    if condition.question not in earlier:
        text = _("Please choose a question that is asked before this one.")
        return StructBlockValidationError(block_errors={"question": ValidationError(text)})
    wrong = why_not(condition, earlier[condition.question])
    return wrong and StructBlockValidationError(block_errors={wrong[0]: ValidationError(wrong[1])})
