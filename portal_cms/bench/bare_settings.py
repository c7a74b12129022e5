"""The embedded settings with the bare URLs; the server of the yardstick strips the middleware (bare_asgi)."""

from portal_cms.conf.dev import *  # noqa: F403 - settings modules build on each other

ROOT_URLCONF = "portal_cms.bench.bare"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - as Django does, whose handler starts a thread per request
