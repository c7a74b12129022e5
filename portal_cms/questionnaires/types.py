"""The types of questions: which fields one has, and how its answer reads."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy

from portal_cms.billing.sums import money
from portal_cms.billing.tax_numbers import grouped_iban
from portal_cms.documents.forms import ManyFilesField
from portal_cms.questionnaires.content import Question
from portal_cms.questionnaires.fields import (
    DayField,
    IbanField,
    LongField,
    NumberField,
    PhoneField,
    as_typed,
)
from portal_cms.questionnaires.groups import Address, Person, Table
from portal_cms.questionnaires.question_type import QuestionType

FEW = 7  # options that are all shown at once
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Text(QuestionType):
    pass


class LongText(QuestionType):
    def field(self, **kwargs):
        return LongField(**kwargs)


class Number(QuestionType):
    places = None

    def fields(self, question):
        bounds = {"minimum": question.minimum, "maximum": question.maximum, "places": self.places}
        label = self.label(question)
        return {"": NumberField(label=label, help_text=question.help, required=question.required, **bounds)}

    def label(self, question):
        return question.label

    def typed(self, question, value):
        return {"": [as_typed(value or "")]}

    def text(self, question, value):
        return as_typed(value)


class Money(Number):
    places = 2

    def label(self, question):
        return f"{question.label} ({'€' if question.currency == 'EUR' else question.currency})"

    def text(self, question, value):
        return money(Decimal(value), question.currency)


class Date(QuestionType):
    def field(self, **kwargs):
        return DayField(**kwargs)

    def text(self, question, value):
        return formats.date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")


class Choice(QuestionType):
    is_group = True

    def fields(self, question):
        pairs = self.pairs(question)
        kwargs = {"label": question.label, "help_text": question.help, "required": question.required}
        if len(pairs) > FEW:
            return {"": forms.ChoiceField(choices=[("", "–"), *pairs], **kwargs)}
        return {"": forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **kwargs)}

    def pairs(self, question):
        return [(option, option) for option in question.options]


class YesNo(Choice):
    def pairs(self, question):
        return YES_NO

    def text(self, question, value):
        return str(dict(YES_NO)[value])


class Several(QuestionType):
    is_group = True

    def fields(self, question):
        return {
            "": forms.MultipleChoiceField(
                choices=[(option, option) for option in question.options], widget=forms.CheckboxSelectMultiple,
                label=question.label, help_text=question.help, required=question.required,
            )
        }  # fmt: skip

    def typed(self, question, value):
        return {"": value or []}

    def text(self, question, value):
        return "\n".join(value)


class Email(QuestionType):
    def field(self, **kwargs):
        return forms.EmailField(max_length=254, **kwargs)


class Phone(QuestionType):
    def field(self, **kwargs):
        return PhoneField(**kwargs)


class Iban(QuestionType):
    def field(self, **kwargs):
        return IbanField(**kwargs)

    def typed(self, question, value):
        return {"": [grouped_iban(value).replace("\u00a0", " ") if value else ""]}

    def text(self, question, value):
        return grouped_iban(value)


class Files(QuestionType):
    """Kept as a list of {"uuid", "name"} of documents of the matter."""

    def field(self, **kwargs):
        return ManyFilesField(max_length=1000, **kwargs)

    def typed(self, question, value):
        return {}

    def text(self, question, value):
        return "\n".join(file["name"] for file in value)


TYPES = {
    "text": Text(),
    "long_text": LongText(),
    "number": Number(),
    "money": Money(),
    "date": Date(),
    "choice": Choice(),
    "several": Several(),
    "yes_no": YesNo(),
    "address": Address(),
    "person": Person(),
    "iban": Iban(),
    "phone": Phone(),
    "email": Email(),
    "file": Files(),
    "table": Table(),
}


def type_of(question: Question) -> QuestionType:
    return TYPES[question.type]
