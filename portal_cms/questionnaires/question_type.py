"""What every type of question can do. What is kept of an answer is the same in every language: "1234.5", "2026-05-04",
the words of an option, a list of rows."""

from django import forms

from portal_cms.questionnaires.content import Question


class QuestionType:
    """A question of one field, whose name has no part. `value` is None where nothing was answered."""

    is_group = False  # several controls under one question

    def fields(self, question: Question) -> dict[str, forms.Field]:
        """By the part of its name; the first one is where "please answer" stands."""
        return {"": self.field(label=question.label, help_text=question.help, required=question.required)}

    def field(self, **kwargs) -> forms.Field:
        return forms.CharField(max_length=500, **kwargs)

    def value(self, question: Question, cleaned: dict):
        return cleaned.get("") or None

    def typed(self, question: Question, value) -> dict[str, list[str]]:
        """The answer as it would be typed: what the fields show again."""
        return {"": [value or ""]}

    def text(self, question: Question, value) -> str:
        return value

    def from_client(self, question: Question, client):
        """The answer the firm knows already, or None."""
        return str(getattr(client, question.prefill, "") or "") or None if question.prefill else None
