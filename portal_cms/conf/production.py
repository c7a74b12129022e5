"""Production settings: everything comes from the environment, and nothing starts half-configured.

PostgreSQL, HTTPS, mail through SMTP or any provider anymail knows, static files by WhiteNoise. Each missing or
unusable variable is named in one sentence that says what to set.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from portal_cms.conf.base import *  # noqa: F403 - settings modules build on each other
from portal_cms.conf.base import INSTALLED_APPS
from portal_cms.conf.environment import mail_settings, problems

env = Env()
if _problems := problems(env):
    raise ImproperlyConfigured("The portal can not start:\n" + "\n".join(f"- {line}" for line in _problems))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
PORTAL_FILE_KEYS = env.list("PORTAL_FILE_KEYS")
PORTAL_AUDIT_KEY = env.str("PORTAL_AUDIT_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])  # FirmMiddleware answers 404 to every host no firm has
TIME_ZONE = env.str("TIME_ZONE", "Europe/Berlin")

# Connections are kept in a pool: under ASGI each request has a thread of its own, so Django's persistent
# connections (CONN_MAX_AGE) would never be found again.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=0, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]  # columns of Wagtail's search index
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": env.int("PORTAL_DATABASE_POOL", 10), "timeout": 10},
}

DATA_DIR = Path(env.str("PORTAL_DATA_DIR"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "client_files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "client-files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

# Mail: EMAIL_URL for SMTP, or PORTAL_MAIL_PROVIDER with its ANYMAIL_... variables.
globals().update(mail_settings(env))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL")
if env.str("PORTAL_MAIL_PROVIDER", ""):
    INSTALLED_APPS = [*INSTALLED_APPS, "anymail"]

# Own proxies in front: the number says how many append to X-Forwarded-For; the last of them must set
# X-Forwarded-Proto. Without a proxy neither header is believed.
PORTAL_TRUSTED_PROXIES = env.int("PORTAL_TRUSTED_PROXIES", 0)
if PORTAL_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a balancer asks inside the network, in plain HTTP
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-portal-session"  # browsers bind such a cookie to this very host, path / and TLS
CSRF_COOKIE_NAME = "__Host-portal-csrf"

PORTAL_SCANNER = env.str("PORTAL_SCANNER", "off")
PORTAL_UPLOAD_MAX_BYTES = env.int("PORTAL_UPLOAD_MAX_MB", 100) * 1024 * 1024
PORTAL_READING_ENDPOINT = env.str("PORTAL_READING_ENDPOINT", "")
PORTAL_READING_MODEL = env.str("PORTAL_READING_MODEL", "")
PORTAL_READING_KEY = env.str("PORTAL_READING_KEY", "")
PORTAL_READING_TIMEOUT = env.int("PORTAL_READING_TIMEOUT", 60)
PORTAL_PARENT_DOMAIN = env.str("PORTAL_PARENT_DOMAIN", "")
PORTAL_TIMESTAMP_URL = env.str("PORTAL_TIMESTAMP_URL", "")
PORTAL_TIMESTAMP_CERTIFICATES = env.str("PORTAL_TIMESTAMP_CERTIFICATES", "")
PORTAL_ADDRESS_CHECK = {
    "ports": {"https": 443, "http": 80},
    "may_be_private": env.bool("PORTAL_IN_PRIVATE_NETWORK", False),
    "own_addresses": env.list("PORTAL_OWN_ADDRESSES", []),
}
