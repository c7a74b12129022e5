"""Enough settings to list and explain commands, before anybody has configured anything."""

from portal_cms.conf.base import *  # noqa: F403 - settings modules build on each other

SECRET_KEY = "signs nothing: no command runs with these settings"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
