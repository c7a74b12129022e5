"""Secrets sent by mail: 256 bits from the system's generator, stored only as a hash."""

import hashlib
import secrets


def new_token():
    """Return (token for the mail, hash for the database)."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token):
    """SHA-256 in hex. A plain hash is enough: the token has 256 bits of entropy."""
    return hashlib.sha256(token.encode()).hexdigest()
