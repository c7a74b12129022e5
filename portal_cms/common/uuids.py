"""Identifiers that come from outside."""

from uuid import UUID


def valid_uuids(text):
    """A list to filter by: the uuid, or nothing if the text is none."""
    try:
        return [UUID(text)] if text else []
    except ValueError:
        return []
