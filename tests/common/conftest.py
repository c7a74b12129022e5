import base64
import os

import pytest


@pytest.fixture
def client_files(settings, tmp_path):
    """An empty vault of this test, with a key of its own; the folder it lies in."""
    settings.PORTAL_FILE_KEYS = [base64.b64encode(os.urandom(32)).decode()]
    settings.STORAGES = settings.STORAGES | {
        "client_files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o600},
        }
    }
    return tmp_path / "files"
