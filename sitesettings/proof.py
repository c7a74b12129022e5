"""How an address shows that this portal, and this firm, answers there."""

from django.utils.crypto import salted_hmac


def proof_of(site_id: int, nonce: str) -> str:
    """What only an installation with our secret key can answer to a fresh `nonce`, firm by firm."""
    return salted_hmac("sitesettings.address", f"{site_id}:{nonce}", algorithm="sha256").hexdigest()
