"""Requests as rows of pages that show several kinds of things."""

from django.urls import reverse


def request_row(asked):
    """A request among what a client has to do."""
    return {
        "title": asked.title,
        "url": reverse("portal_requests:request", args=[asked.uuid]),
        "due": asked.due_on,
        "is_late": asked.is_late,
        "matter": asked.matter.subject,
    }
