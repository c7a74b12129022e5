"""The box "Publish in the client portal" (P25), and what saving a form with it means."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

BOX = "is_public"
DRAFT = "action-draft"  # the button that saves without publishing, whatever the box says


class PublishBox(forms.CheckboxInput):
    """A checkbox that says what it was when the page was made: an unticked box in a form that was opened before
    somebody else published must not take the matter down, and a form without the box says nothing about it."""

    was = None

    def value_from_datadict(self, data, files, name):
        self.was = data.get(was_name(name))
        return None if self.was is None else super().value_from_datadict(data, files, name)

    def render(self, name, value, attrs=None, renderer=None):
        was = self.was if self.was is not None else ("on" if value else "")
        box = super().render(name, value, attrs, renderer)
        return format_html('{}<input type="hidden" name="{}" value="{}">', box, was_name(name), was)


def publish_field():
    return forms.NullBooleanField(
        label=_("Publish in the client portal"),
        required=False,
        widget=PublishBox,
        help_text=_(
            "Saving sends no e-mail. If clients see something new, you are asked whether to tell them."
        ),
    )


def was_name(name):
    return f"{name}-was"


def wants_publishing(data):
    """A saving by hand with the box ticked publishes."""
    return was_name(BOX) in data and bool(data.get(BOX)) and DRAFT not in data


def wants_withdrawal(data):
    """The box was ticked and is not any more."""
    return data.get(was_name(BOX)) == "on" and not data.get(BOX) and DRAFT not in data
