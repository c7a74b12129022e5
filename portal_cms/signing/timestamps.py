"""Time stamps of a service (RFC 3161), if the operator names one. Only a digest leaves, never the document.

PORTAL_TIMESTAMP_URL is the service, PORTAL_TIMESTAMP_CERTIFICATES a PEM file with the certificates it is trusted by.
"""

import urllib.request
from pathlib import Path
from urllib.error import URLError

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

SECONDS = 15
MOST = 256 * 1024


class Unavailable(Exception):
    """The service does not answer; the seal waits for it."""


def is_on():
    return bool(settings.PORTAL_TIMESTAMP_URL)


def trusted():
    """The certificates of the setting, in DER."""
    if not settings.PORTAL_TIMESTAMP_CERTIFICATES:
        return []
    content = Path(settings.PORTAL_TIMESTAMP_CERTIFICATES).read_bytes()
    return [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content)]


def fetch(query):
    """The service's answer to a query, both in DER. Raises Unavailable."""
    request = urllib.request.Request(
        settings.PORTAL_TIMESTAMP_URL, query, {"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read(MOST)
    except (URLError, OSError) as error:
        raise Unavailable(str(error)) from error
