"""What must work for the portal to be ready."""

from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def failures():
    """Names of the parts that are not ready; empty if all is well."""
    checks = {"database": _database, "migrations": _migrations, "files": _files}
    return [name for name, check in checks.items() if not _passes(check)]


def _passes(check):
    try:
        return check()
    except Exception:  # any failure means "not ready"; the log has the rest
        return False


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _files():
    storages["client_files"].exists("ready")
    return True
