"""The embedded portal of `portal-cms demo`: SQLite and folders under PORTAL_DATA_DIR, no other service."""

import base64
import os
import secrets
from pathlib import Path

from portal_cms.conf.base import *  # noqa: F403 - settings modules build on each other
from portal_cms.conf.base import LOGGING as BASE_LOGGING

DATA_DIR = Path(os.environ.get("PORTAL_DATA_DIR", ".portal-cms-demo")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret(name):
    """A secret of this data folder: made at the first start, readable by its owner only."""
    path = DATA_DIR / f".{name}"
    if not path.exists():
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)).decode())
    return path.read_text()


DEBUG = False
SECRET_KEY = _secret("secret-key")
PORTAL_FILE_KEYS = [_secret("file-key")]
PORTAL_AUDIT_KEY = _secret("audit-key")
ALLOWED_HOSTS = ["*"]  # FirmMiddleware answers 404 to every host no firm has

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "portal.sqlite3",
        "CONN_MAX_AGE": 10,  # seconds a thread keeps its connection (common.asgi); a file from a backup is soon noticed
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "client_files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "client-files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
EMAIL_BACKEND = "portal_cms.notices.mailfiles.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
DEFAULT_FROM_EMAIL = "portal@localhost"
PORTAL_UPLOAD_NOTICE_DELAY = 5
PORTAL_ADDRESS_CHECK = {"ports": None, "may_be_private": True, "own_addresses": []}  # the demo is local
LOGGING = {
    **BASE_LOGGING,
    "loggers": {},
    "root": {**BASE_LOGGING["root"], "level": "WARNING"},
}  # a quiet console
