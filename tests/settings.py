"""Settings of the test suite: the embedded ones in a throwaway folder; PORTAL_TEST_DATABASE picks PostgreSQL."""

import os
import tempfile

os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-cms-tests-")

from portal_cms.conf.dev import *  # noqa: F403 - the folder above must be known first

if os.environ.get("PORTAL_TEST_DATABASE"):
    from environs import Env

    DATABASES = {"default": Env().dj_db_url("PORTAL_TEST_DATABASE")}
    INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]  # noqa: F405 - as in production

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; one test uses the real one
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PORTAL_UPLOAD_NOTICE_DELAY = 0
PORTAL_STYLEGUIDE = True  # the components are tested on its page
