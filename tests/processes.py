"""Real worker processes on the data a test has made, to be started twice at once or killed at any moment.

SQLite: the test's database, which lives in memory, is copied into a file that the processes share.
PostgreSQL: they use the test's database itself, so such tests commit (mark `with_processes`).
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent
ON_SQLITE = "PORTAL_TEST_DATABASE" not in os.environ
PATIENCE = 180  # seconds; starting a process takes long where many tests run at once
SECRETS = (".secret-key", ".file-key", ".audit-key")

with_processes = pytest.mark.django_db(transaction=not ON_SQLITE, serialized_rollback=not ON_SQLITE)


class Elsewhere:
    """The world of the test, as processes see it."""

    def __init__(self, folder, *, mail_port=9):
        self.folder, self.log = folder, folder / "processes.log"
        for name in SECRETS:
            shutil.copy(Path(settings.DATA_DIR) / name, folder / name)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_PROCESS_MAIL_PORT": str(mail_port),
        }
        if ON_SQLITE:
            self._copy_database()
        else:
            self.environment["PORTAL_PROCESS_DATABASE"] = database_url()

    def _copy_database(self):
        """With what the test has not committed: a backup would wait for that for ever."""
        self._file = self.folder / "portal.sqlite3"
        self._file.write_bytes(connection.connection.serialize())

    def start(self, *command):
        """`start("worker", "--once")`: a running process of the portal; its output goes to `log`."""
        with open(self.log, "ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "portal_cms", *command],
                cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def run(self, *command, timeout=PATIENCE):
        """The same, waited for; fails the test if the process failed."""
        assert self.start(*command).wait(timeout) == 0, self.log.read_text()

    def sql(self, statement, *values):
        """Ask or change the database the processes use."""
        if not ON_SQLITE:
            with connection.cursor() as cursor:
                cursor.execute(statement.replace("?", "%s"), values)
                return cursor.fetchall() if cursor.description else []
        database = sqlite3.connect(self._file, timeout=30)
        try:
            with database:
                return database.execute(statement, values).fetchall()
        finally:
            database.close()


def database_url():
    found = connection.settings_dict
    login = quote(found["USER"]) + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    return f"postgres://{login}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"
