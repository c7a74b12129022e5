"""Amounts of money in templates."""

from django import template

from portal_cms.billing import sums

register = template.Library()


@register.filter
def money(amount, currency: str) -> str:
    """1.234,50 € or €1,234.50, as the reader's language writes it."""
    return sums.money(amount, currency)
