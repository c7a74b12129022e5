"""What the log says, and what it never says."""

import logging

from portal_cms.common.logs import OneLineFormatter


def line(message, *args, **kwargs):
    return OneLineFormatter("%(message)s").format(
        logging.LogRecord("x", logging.WARNING, "", 0, message, args, kwargs.get("exc_info"))
    )


def test_one_event_is_one_line():
    assert line("Not Found: %s", "/a\r\nERROR forged\x1b[31m\u2028next") == (
        "Not Found: /a\\r\\nERROR forged\\x1b[31m\\u2028next"
    )


def test_a_traceback_is_one_line_too():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        text = line("failed", exc_info=(type(error), error, error.__traceback__))
    assert "first\\nsecond" in text
    assert "\n" not in text


def test_the_secret_of_a_mailed_link_is_left_out():
    text = line('"%s %s HTTP/1.1" %d', "GET", "/password/set/abcDEF_123-x/", 200)
    assert text == '"GET /password/set/.../ HTTP/1.1" 200'
