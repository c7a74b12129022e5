"""A request that may look but not change anything, enforced where it can not be forgotten: at the database."""

import re
from contextlib import ExitStack, contextmanager

from django.db import connections

READS = re.compile(r"[\s(]*(SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class WriteRefusedError(RuntimeError):
    """Code tried to change a table that is closed to this request. A mistake of the code, never of a person."""


@contextmanager
def read_only(*, except_for):
    """While this lasts, every statement that is no reading raises WriteRefusedError, unless it changes one of the
    tables named in `except_for`."""

    def check(execute, sql, params, many, context):
        written = WRITES.match(sql)
        if not READS.match(sql) and not (written and written[1] in except_for):
            raise WriteRefusedError(f"This request only reads, but asked for: {sql[:80]}")
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(check))
        yield
