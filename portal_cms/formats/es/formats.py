"""Spanish as on the invoices of Spanish firms: 1.234,50. Django's separates thousands by a space."""

THOUSAND_SEPARATOR = "."
