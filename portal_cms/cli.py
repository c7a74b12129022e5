"""The one console command: `portal-cms COMMAND`, any Django command and our own.

Settings are those of production unless DJANGO_SETTINGS_MODULE says otherwise; only the commands
that make a throwaway portal of their own (`demo`, `bench`) start from the embedded settings, and those
that only explain themselves need none.
"""

import os
import sys
import tempfile

from portal_cms import __version__

EMBEDDED = {"demo", "bench"}
EXPLAINING = {"help", "--help", "-h"}


def main():
    arguments = sys.argv[1:] or ["help"]
    if arguments[0] in ("version", "--version"):
        print(__version__)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _settings_for(arguments))
    if arguments[0] in EMBEDDED:
        _choose_data_folder(arguments[0], arguments[1:])
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings, so that an error is a sentence, not a trace
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    execute_from_command_line(["portal-cms", *arguments])


def _settings_for(arguments):
    if EXPLAINING & set(arguments):
        return "portal_cms.conf.bare"
    return f"portal_cms.conf.{'dev' if arguments[0] in EMBEDDED else 'production'}"


def _choose_data_folder(command, arguments):
    """Hand `--data DIR` to the settings, which are read before the command parses its options.

    `bench` never touches the portal of a demo: without a folder it gets a new one.
    """
    if command == "bench" and "PORTAL_DATA_DIR" not in os.environ:
        os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-cms-bench-")
    for position, argument in enumerate(arguments):
        if argument == "--data" and position + 1 < len(arguments):
            os.environ["PORTAL_DATA_DIR"] = arguments[position + 1]
        elif argument.startswith("--data="):
            os.environ["PORTAL_DATA_DIR"] = argument.removeprefix("--data=")
