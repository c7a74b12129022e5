"""Settings of processes that tests start beside themselves: see tests/processes.py."""

import os

from portal_cms.conf.dev import *  # noqa: F403 - PORTAL_DATA_DIR points to the test's own folder

if os.environ.get("PORTAL_PROCESS_DATABASE"):
    from environs import Env

    DATABASES = {"default": Env().dj_db_url("PORTAL_PROCESS_DATABASE")}
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]  # noqa: F405 - as in production

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["PORTAL_PROCESS_MAIL_PORT"])
PORTAL_UPLOAD_NOTICE_DELAY = 0
