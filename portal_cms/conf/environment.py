"""What the environment must say before the portal starts, in sentences for the person who sets it up."""

import base64
import os

RANDOM_TEXT = 'python -c "import secrets; print(secrets.token_urlsafe(64))"'
RANDOM_KEY = 'python -c "import base64, os; print(base64.b64encode(os.urandom(32)).decode())"'

REQUIRED = {
    "SECRET_KEY": f"a long random text that signs sessions; make one with: {RANDOM_TEXT}",
    "DATABASE_URL": "the address of a PostgreSQL database, for example postgres://portal:secret@127.0.0.1:5432/portal",
    "PORTAL_DATA_DIR": "an absolute folder for client files, pictures and static files that only the portal can read",
    "PORTAL_FILE_KEYS": f"the keys that encrypt client files, separated by commas, newest first; make one with: {RANDOM_KEY}",
    "PORTAL_AUDIT_KEY": f"a long random text that signs the audit record; make one with: {RANDOM_TEXT}",
    "DEFAULT_FROM_EMAIL": "the sender of mails, for example portal@firm.example",
}
MAIL = (
    "Neither EMAIL_URL nor PORTAL_MAIL_PROVIDER is set. Set EMAIL_URL to an SMTP server, for example "
    "smtp+tls://user:secret@mail.firm.example:587, or PORTAL_MAIL_PROVIDER to a provider anymail knows "
    "(mailgun, postmark, ...) with its ANYMAIL_... variables."
)


def problems(env):
    """One sentence for each variable that is missing or can not be used; values are never repeated."""
    found = [
        f"{name} is not set. Set it to {what}." for name, what in REQUIRED.items() if not _value(env, name)
    ]
    if not _value(env, "EMAIL_URL") and not _value(env, "PORTAL_MAIL_PROVIDER"):
        found.append(MAIL)
    return found + [sentence for name, check in CHECKS.items() if (sentence := check(_value(env, name)))]


def mail_settings(env):
    """Django's mail settings for the SMTP server or the provider."""
    provider = _value(env, "PORTAL_MAIL_PROVIDER")
    if provider:
        names = [name for name in os.environ if name.startswith("ANYMAIL_")]
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
            "ANYMAIL": {name.removeprefix("ANYMAIL_"): os.environ[name] for name in names},
        }
    return {**env.dj_email_url("EMAIL_URL"), "EMAIL_TIMEOUT": 20}


def _value(env, name):
    return env.str(name, "").strip()


def _check_secret(text):
    if text and (len(text) < 50 or len(set(text)) < 5):
        return f"SECRET_KEY is too short to be safe. Make a new one with: {RANDOM_TEXT}."
    return None


def _check_audit_key(text):
    if text and len(text) < 32:
        return f"PORTAL_AUDIT_KEY is too short to be safe. Make a new one with: {RANDOM_TEXT}."
    return None


def _check_database(text):
    if text and not text.startswith(("postgres://", "postgresql://")):
        return "DATABASE_URL does not begin with postgres://. Production runs on PostgreSQL; set it to such an address."
    return None


def _check_folder(text):
    if text and not os.path.isabs(text):
        return "PORTAL_DATA_DIR is not an absolute folder. Set it to one that begins at the root."
    return None


def _check_keys(text):
    if text and not all(_is_key(key) for key in text.split(",")):
        return f"PORTAL_FILE_KEYS holds something that is not the base64 text of 32 bytes. Make a key with: {RANDOM_KEY}."
    return None


def _is_key(text):
    try:
        return len(base64.b64decode(text.strip(), validate=True)) == 32
    except ValueError:
        return False


CHECKS = {
    "SECRET_KEY": _check_secret,
    "PORTAL_AUDIT_KEY": _check_audit_key,
    "DATABASE_URL": _check_database,
    "PORTAL_DATA_DIR": _check_folder,
    "PORTAL_FILE_KEYS": _check_keys,
}
