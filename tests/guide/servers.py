"""Real servers on loopback, as the check of an address meets them: with a certificate, a wrong one, or none."""

import datetime
import socket
import ssl
import threading
from contextlib import contextmanager

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates for one test; `trust()` is what a browser would trust."""

    def __init__(self, folder):
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        name = _name("Test authority")
        builder = _builder(name, name, self.key.public_key(), -DAY, 365 * DAY)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_signs_certificates(), critical=True)
        self.known_by = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        builder = builder.add_extension(self.known_by, critical=False)
        self.certificate = builder.sign(self.key, hashes.SHA256())

    def trust(self):
        context = ssl.create_default_context()
        context.load_verify_locations(
            cadata=self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        )
        return context

    def serving(self, host, *, start=-DAY, end=90 * DAY):
        """A server's context with a certificate for `host`."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(host), self.certificate.subject, key.public_key(), start, end)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self.known_by)
        builder = builder.add_extension(
            issuer, critical=False
        )  # strict clients ask for it (RFC 5280, 4.2.1.1)
        certificate = builder.sign(self.key, hashes.SHA256())
        file = self.folder / f"{host}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _signs_certificates():
    others = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "crl_sign", "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    return x509.KeyUsage(key_cert_sign=True, **others)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject, issuer, public_key, start, end):
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + start)
        .not_valid_after(now + end)
    )


@contextmanager
def server(answer=b"", *, tls=None):
    """A server that answers each request with what `answer` makes of it (bytes, or a function of the request);
    None never answers. Yields its port and the requests it got."""
    listener = socket.create_server(("127.0.0.1", 0))
    requests, stopping = [], threading.Event()
    listener.settimeout(0.1)

    def serve():
        while not stopping.is_set():
            try:
                connection, _address = listener.accept()
            except TimeoutError:
                continue
            with connection:
                _talk(connection, tls, answer, requests, stopping)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], requests
    finally:
        stopping.set()
        thread.join()
        listener.close()


def _talk(connection, tls, answer, requests, stopping):
    connection.settimeout(2)
    try:
        with tls.wrap_socket(connection, server_side=True) if tls else connection as caller:
            request = caller.recv(4096)
            if request:
                requests.append(request)
            if answer is None:
                stopping.wait(3)
            elif request:
                caller.sendall(answer(request) if callable(answer) else answer)
    except OSError:
        return


def closed_port():
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
