"""Seals with a time-stamp service: B-LTA; and what happens while the service does not answer."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal_cms.signing import seals, verification
from portal_cms.signing.composing import compose, compose_due
from portal_cms.signing.models import Signing
from tests.conftest import open_browser
from tests.signing import asking

pytestmark = pytest.mark.django_db


def authority():
    """(key, certificate) of a service that signs its own certificate."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time stamps")])
    now = timezone.now() - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=30))
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = builder.add_extension(purpose, critical=True).add_extension(usage, critical=True)
    return key, builder.sign(key, hashes.SHA256())


@pytest.fixture
def service(settings, tmp_path):
    """A service on loopback; `is_down` makes it fail."""
    key, certificate = authority()
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(der),
        certs_to_embed=SimpleCertificateStore(),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if self.server.is_down:
                self.send_error(503)
                return
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.is_down = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    file = tmp_path / "service.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.PORTAL_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.PORTAL_TIMESTAMP_CERTIFICATES = str(file)
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.feature("J9")
def test_a_time_stamp_service_makes_the_seal_b_lta_and_is_waited_for(cast, service):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    asking.sign(open_browser(cast.anna), signer)
    service.is_down = True
    assert compose_due() == 1
    signing = Signing.objects.get()
    assert (signing.state, signing.problem) == (Signing.State.COMPLETE, "timestamp")
    assert compose_due() == 0  # not before its time
    service.is_down = False
    content, level = compose(signing, seals.seal_of(cast.site))
    assert level == "B-LTA"
    judged = verification.judge(content, list(seals.seals_of(cast.site)))
    assert (judged.state, judged.by_service) == (verification.VALID, True)
    later = content + b"\n% more\n"
    assert verification.judge(later, list(seals.seals_of(cast.site))).state == verification.CHANGED
