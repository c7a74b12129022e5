"""Whether conditions make sense, said at the very field of the admin's form that is wrong."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from portal_cms.questionnaires.conditions import why_not
from portal_cms.questionnaires.freezing import condition_of, question_of


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
