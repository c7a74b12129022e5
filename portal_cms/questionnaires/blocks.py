"""What staff build a questionnaire of: pages of questions. A question's key is the id Wagtail gives its block, which
stays the same over edits and moves."""

import json

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks

from portal_cms.questionnaires import conditions
from portal_cms.questionnaires.checking import check_conditions, settle_conditions
from portal_cms.questionnaires.fields import as_typed, kept_number
from portal_cms.questionnaires.freezing import lines_of

MOST_PAGES, MOST_QUESTIONS = 20, 40  # of a questionnaire, of a page
MOST_OPTIONS, MOST_COLUMNS, MOST_ROWS = 60, 6, 30
CLIENT_DATA = [
    ("", gettext_lazy("Nothing")),
    ("name", gettext_lazy("Name")),
    ("first_name", gettext_lazy("First name")),
    ("last_name", gettext_lazy("Last name")),
    ("company", gettext_lazy("Company")),
    ("city", gettext_lazy("City")),
    ("tax_number", gettext_lazy("Tax number")),
]


class EarlierQuestionBlock(blocks.CharBlock):
    """The key of a question further up. The form's script offers those by number and label, and the comparisons that fit
    the question."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field.widget.attrs |= {
            "data-controller": "portal-question",
            "data-fitting": json.dumps(conditions.FITTING),
            "data-fitting-others": json.dumps(conditions.ANY),
            "data-without-value": json.dumps(conditions.WITHOUT_VALUE),
        }


class LinesBlock(blocks.TextBlock):
    """Several short texts, one a line, each once. Kept as text; `freezing.lines_of` gives the list."""

    def __init__(self, *args, most, **kwargs):
        self.most = most
        super().__init__(*args, rows=5, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        lines = lines_of(value)
        if len(lines) > self.most:
            raise ValidationError(_("Please enter at most %(limit)s lines.") % {"limit": self.most})
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("A line is longer than 200 signs. Please shorten it."))
        return "\n".join(lines)


class BoundBlock(blocks.CharBlock):
    """A smallest or largest number, kept with a point; empty for none."""

    def clean(self, value):
        value = super().clean(value).strip()
        if not value:
            return ""
        number = kept_number(value)
        if number is None:
            raise ValidationError(
                _("Please enter a number, for example %(example)s.") % {"example": as_typed("1234.50")}
            )
        return number


def condition_block():
    return blocks.StructBlock(
        [
            (
                "question",
                EarlierQuestionBlock(
                    required=False,
                    label=gettext_lazy("Earlier question"),
                    help_text=gettext_lazy("Without one this is always asked."),
                ),
            ),
            (
                "operator",
                blocks.ChoiceBlock(
                    choices=conditions.OPERATORS,
                    default=conditions.IS,
                    label=gettext_lazy("whose answer"),
                ),
            ),
            (
                "value",
                blocks.CharBlock(
                    required=False,
                    label=gettext_lazy("compared with"),
                    help_text=gettext_lazy(
                        "An option, a word, a number or a date, as you usually write them."
                    ),
                ),
            ),
        ],
        label=gettext_lazy("Only if"),
        label_format="",  # Wagtail's would be the key of the question; the script says which question it is
        collapsed=True,
    )


def question_block(label, icon, *more, prefill=False):
    """A block of one type of question; `more` are its own fields."""
    own = [*more]
    if prefill:
        own.append(
            (
                "prefill",
                blocks.BooleanBlock(
                    required=False,
                    default=False,
                    label=gettext_lazy("Filled in from the client's data, which the client can change"),
                ),
            )
        )
    return blocks.StructBlock(
        [
            ("label", blocks.CharBlock(max_length=300, label=gettext_lazy("Question"))),
            ("help", blocks.TextBlock(required=False, rows=2, label=gettext_lazy("Help"))),
            ("required", blocks.BooleanBlock(required=False, default=True, label=gettext_lazy("Required"))),
            *own,
            ("condition", condition_block()),
        ],
        label=label,
        icon=icon,
        label_format="{label}",
    )


def options():
    return (
        "options",
        LinesBlock(most=MOST_OPTIONS, label=gettext_lazy("Options"), help_text=gettext_lazy("One a line.")),
    )


def bounds():
    return (
        ("minimum", BoundBlock(required=False, label=gettext_lazy("Smallest number"))),
        ("maximum", BoundBlock(required=False, label=gettext_lazy("Largest number"))),
    )


def client_data():
    return (
        "prefill",
        blocks.ChoiceBlock(
            choices=CLIENT_DATA,
            required=False,
            default="",
            label=gettext_lazy("Filled in from the client's data, which the client can change"),
        ),
    )


def question_blocks():
    return [
        ("text", question_block(gettext_lazy("Short text"), "pilcrow", client_data())),
        ("long_text", question_block(gettext_lazy("Long text"), "doc-full")),
        ("number", question_block(pgettext_lazy("question", "Number"), "order", *bounds())),
        (
            "money",
            question_block(
                gettext_lazy("Amount of money"),
                "tag",
                *bounds(),
                (
                    "currency",
                    blocks.ChoiceBlock(
                        choices=[("EUR", "EUR"), ("CHF", "CHF"), ("GBP", "GBP"), ("USD", "USD")],
                        default="EUR",
                        label=gettext_lazy("Currency"),
                    ),
                ),
            ),
        ),
        ("date", question_block(gettext_lazy("Date"), "calendar")),
        ("choice", question_block(gettext_lazy("Choice of one"), "radio-full", options())),
        ("several", question_block(gettext_lazy("Choice of several"), "list-ul", options())),
        ("yes_no", question_block(gettext_lazy("Yes or no"), "check")),
        ("address", question_block(pgettext_lazy("postal", "Address"), "home", prefill=True)),
        ("person", question_block(gettext_lazy("Person"), "user", prefill=True)),
        ("iban", question_block(gettext_lazy("Bank account (IBAN)"), "key")),
        ("phone", question_block(gettext_lazy("Phone"), "mobile-alt", prefill=True)),
        ("email", question_block(gettext_lazy("E-mail address"), "mail", prefill=True)),
        ("file", question_block(gettext_lazy("Files"), "doc-empty")),
        (
            "table",
            question_block(
                gettext_lazy("Table"),
                "table",
                (
                    "columns",
                    LinesBlock(
                        most=MOST_COLUMNS,
                        label=gettext_lazy("Columns"),
                        help_text=gettext_lazy("One a line."),
                    ),
                ),
                (
                    "rows",
                    blocks.IntegerBlock(
                        min_value=1,
                        max_value=MOST_ROWS,
                        default=10,
                        label=gettext_lazy("At most so many rows"),
                    ),
                ),
            ),
        ),
        (
            "explanation",
            blocks.StructBlock(
                [
                    (
                        "label",
                        blocks.CharBlock(required=False, max_length=300, label=gettext_lazy("Heading")),
                    ),
                    ("help", blocks.TextBlock(label=gettext_lazy("Text"))),
                    ("condition", condition_block()),
                ],
                label=gettext_lazy("Explanation"),
                icon="info-circle",
                label_format="{label}",
            ),
        ),
    ]


class SentStreamBlock(blocks.StreamBlock):
    """A form that was sent without the stream holds an empty one; Wagtail's own block would end in an error."""

    def value_from_datadict(self, data, files, prefix):
        if not data.get(f"{prefix}-count", "").isdecimal():
            return blocks.StreamValue(self, [])
        return super().value_from_datadict(data, files, prefix)


class PagesBlock(SentStreamBlock):
    """The pages. Drafts may be unfinished; what is published has conditions on earlier questions only."""

    def clean(self, value):
        value = super().clean(value)
        settle_conditions(value)
        if not self.is_deferred_validation:
            check_conditions(value)
        return value


def pages_block():
    page = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=150, label=gettext_lazy("Title"))),
            (
                "text",
                blocks.TextBlock(required=False, rows=2, label=gettext_lazy("Text above the questions")),
            ),
            ("condition", condition_block()),
            (
                "questions",
                SentStreamBlock(question_blocks(), max_num=MOST_QUESTIONS, label=gettext_lazy("Questions")),
            ),
        ],
        label=pgettext_lazy("of a questionnaire", "Page"),
        icon="doc-full-inverse",
        label_format="{title}",
    )
    return PagesBlock(
        [("page", page)], max_num=MOST_PAGES, label=pgettext_lazy("of a questionnaire", "Pages")
    )
