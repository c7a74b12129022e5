"""Settings errors that `check` finds before the first client does, each with a sentence that helps."""

from django.conf import settings
from django.core import checks

from portal_cms.common.vault import parse_key

HOW_TO_MAKE_A_KEY = (
    'Make one with: python -c "import base64, os; print(base64.b64encode(os.urandom(32)).decode())"'
    " and keep a copy away from the server: without it no client file can be read again."
)


@checks.register(checks.Tags.security)
def check_file_keys(app_configs, **kwargs):
    """PORTAL_FILE_KEYS are keys: base64 of 32 bytes, at least one, none twice."""
    keys = settings.PORTAL_FILE_KEYS
    if not isinstance(keys, list | tuple):
        return [_error("E001", "PORTAL_FILE_KEYS must be a list of keys, newest first.")]
    if not keys:
        return [_error("E001", "PORTAL_FILE_KEYS is empty, so client files cannot be encrypted.")]
    problems = []
    for position, text in enumerate(keys, start=1):
        if not _is_key(text):  # the key itself is never shown
            message = f"Key {position} of PORTAL_FILE_KEYS is not the base64 text of 32 bytes."
            problems.append(_error("E002", message))
    if len(set(keys)) < len(keys):
        problems.append(_error("E003", "PORTAL_FILE_KEYS lists a key twice; remove one of them."))
    return problems


def _is_key(text) -> bool:
    try:
        parse_key(text)
    except (ValueError, AttributeError):
        return False
    return True


def _error(number: str, message: str) -> checks.Error:
    return checks.Error(message, hint=HOW_TO_MAKE_A_KEY, id=f"portal_cms.{number}")
