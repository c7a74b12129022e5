"""Portal CMS: a client portal for law firms, built into the Wagtail admin."""

__version__ = "0.1.0"
