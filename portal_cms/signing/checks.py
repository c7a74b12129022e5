"""System checks of the settings of signing."""

from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.core.checks import Error, register


@register()
def check_time_stamps(app_configs, **kwargs):
    address, path = settings.PORTAL_TIMESTAMP_URL, settings.PORTAL_TIMESTAMP_CERTIFICATES
    if not address:
        return []
    if not address.startswith(("http://", "https://")):
        return [Error("PORTAL_TIMESTAMP_URL must begin with https:// or http://.", id="portal_signing.E001")]
    try:
        x509.load_pem_x509_certificates(Path(path).read_bytes())
    except (OSError, ValueError):
        return [
            Error(
                "PORTAL_TIMESTAMP_CERTIFICATES must name a PEM file with the certificates of the time-stamp service.",
                hint="Without them nobody could tell its time stamps from false ones.",
                id="portal_signing.E002",
            )
        ]
    return []
