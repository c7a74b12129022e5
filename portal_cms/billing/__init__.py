"""Invoices, proformas and provisions of funds, and what a client sees of them.

Words: a *bill* (`figures.Bill`) is the frozen content of one paper, whatever row or file it came from; it alone is
counted, checked, drawn and exported. An *e-invoice* is a bill as XML that programs read.

Functions of a bill, no models: `figures` counts, `sums` says what does not add up, `paper` draws the PDF, `qr` the
bank code, `einvoice` writes and reads ZUGFeRD/Factur-X, `facturae` writes the Spanish format, `tax_numbers` checks
the numbers of people and banks.
"""
