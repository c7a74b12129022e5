"""Questions of several lines: an address, a person, a table of rows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.billing.places import country_in_words
from portal_cms.questionnaires.fields import PhoneField
from portal_cms.questionnaires.question_type import QuestionType


class Group(QuestionType):
    """Several lines under one question: PARTS are (part, label, needed if the question is, autocomplete)."""

    is_group = True
    PARTS = ()

    def fields(self, question):
        return {
            part: self.part(
                part,
                label=label,
                required=question.required and is_needed,
                autocomplete=autocomplete if question.prefill else "off",
            )
            for part, label, is_needed, autocomplete in self.PARTS
        }

    def part(self, part, *, autocomplete, **kwargs):
        field = forms.CharField(max_length=200, **kwargs)
        field.widget.attrs["autocomplete"] = autocomplete
        return field

    def value(self, question, cleaned):
        value = {part: cleaned.get(part) or "" for part, *_rest in self.PARTS}
        return value if any(value.values()) else None

    def typed(self, question, value):
        return {part: [(value or {}).get(part, "")] for part, *_rest in self.PARTS}

    def from_client(self, question, client):
        if not question.prefill:
            return None
        value = {part: str(getattr(client, part, "") or "") for part, *_rest in self.PARTS}
        return value if any(value.values()) else None


class Address(Group):
    PARTS = (
        ("street", gettext_lazy("Street and number"), True, "street-address"),
        ("postal_code", gettext_lazy("Postal code"), True, "postal-code"),
        ("city", gettext_lazy("City"), True, "address-level2"),
        ("country", gettext_lazy("Country"), False, "country-name"),
    )

    def from_client(self, question, client):
        value = super().from_client(question, client)
        return value and {**value, "country": country_in_words(value["country"])}

    def text(self, question, value):
        city = f"{value['postal_code']} {value['city']}".strip()
        return "\n".join(line for line in (value["street"], city, value["country"]) if line)


class Person(Group):
    PARTS = (
        ("first_name", gettext_lazy("First name"), True, "given-name"),
        ("last_name", gettext_lazy("Last name"), True, "family-name"),
        ("address", gettext_lazy("Address"), False, "off"),
        ("phone", gettext_lazy("Phone"), False, "tel"),
        ("email", gettext_lazy("E-mail address"), False, "email"),
    )

    def part(self, part, **kwargs):
        if part not in ("phone", "email"):
            return super().part(part, **kwargs)
        autocomplete = kwargs.pop("autocomplete")
        field = PhoneField(**kwargs) if part == "phone" else forms.EmailField(max_length=254, **kwargs)
        field.widget.attrs["autocomplete"] = autocomplete
        return field

    def from_client(self, question, client):
        value = super().from_client(question, client)
        if value:
            city = f"{client.postal_code} {client.city}".strip()
            value["address"] = ", ".join(part for part in (client.street, city) if part)
        return value

    def text(self, question, value):
        name = f"{value['first_name']} {value['last_name']}".strip()
        rest = (value["address"], value["phone"], value["email"])
        return "\n".join(line for line in (name, *rest) if line)


class Table(QuestionType):
    """Rows of short texts. Empty rows are left out."""

    is_group = True

    def fields(self, question):
        return {
            f"{row}-{column}": forms.CharField(
                label=_("%(column)s, row %(row)s") % {"column": label, "row": row + 1},
                max_length=300,
                required=False,
            )
            for row in range(question.rows)
            for column, label in enumerate(question.columns)
        }

    def value(self, question, cleaned):
        width = range(len(question.columns))
        rows = [[cleaned.get(f"{row}-{column}") or "" for column in width] for row in range(question.rows)]
        return [row for row in rows if any(row)] or None

    def typed(self, question, value):
        return {
            f"{number}-{column}": [cell]
            for number, row in enumerate(value or [])
            for column, cell in enumerate(row)
        }

    def text(self, question, value):
        return "\n".join(
            "; ".join(f"{label}: {cell}" for label, cell in zip(question.columns, row, strict=False) if cell)
            for row in value
        )
