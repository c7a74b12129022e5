"""What the database knows about its own tables, so that it picks the right index."""

from django.db import connection


def refresh_statistics():
    """SQLite gathers none by itself, and without them searches of a firm of some size take a second instead of
    milliseconds. It looks at a few hundred rows per index, so this is quick at any size. PostgreSQL does it alone.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("ANALYZE")
