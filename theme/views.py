"""Every component on one page, for those who build with them."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from theme.palettes import COLOUR_KEYS, PALETTES


def styleguide(request):
    return render(request, "theme/styleguide.html", _samples())


def _samples():
    now, today = timezone.now(), timezone.localdate()
    file = {
        "title": "Draft of the agreement.pdf", "extension": "pdf", "type_label": "PDF document",
        "sender_name": "Carla Vogt", "shared_at": now - timedelta(hours=2), "size": 1_340_000,
        "state": "released", "view_url": "#", "download_url": "#",
    }  # fmt: skip
    reason = "The file is protected with a password, so we cannot check it. Please send it without one."
    letter = {"author_name": "Carla Vogt", "sent_at": now - timedelta(minutes=25), "attachments": [file]}
    return {
        "tokens": [key.replace("_", "-") for key in COLOUR_KEYS],
        "palettes": PALETTES,
        "form": SampleForm({"email": "nobody", "note": "Thank you."}),
        "files": [
            file | {"is_new": True},
            file | {"mine": True},
            file | {"mine": True, "state": "checking"},
            file | {"mine": True, "state": "rejected", "reason": reason},
        ],
        "tasks": [
            {"title": "Send us the land register extract", "url": "#", "due": today + timedelta(days=3)},
            {
                "title": "Sign the power of attorney",
                "url": "#",
                "due": today - timedelta(days=2),
                "is_late": True,
            },
            {"title": "Read the draft", "is_done": True},
        ],
        "letters": [
            letter | {"uuid": "1", "is_unread": True, "body": "Please read the draft.\n\nKind regards"},
            letter
            | {
                "uuid": "2",
                "mine": True,
                "author_name": "Anna Bergmann",
                "body": "Thank you.",
                "attachments": [],
            },
        ],
        "tabs": [
            {"label": "Overview", "url": "#", "is_current": True},
            {"label": "Messages", "url": "#", "count": 2, "count_label": "2 unread"},
        ],
        "crumbs": [
            {"label": "Home", "url": "#"},
            {"label": "Inheritance Bergmann", "url": "#"},
            {"label": "Files"},
        ],
        "page_obj": Paginator(range(100), 20).page(2),
    }


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail address", help_text="The one with which you sign in.")
    note = forms.CharField(label="Your message", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Tell me by e-mail about news", required=False)
