"""The firm's seal: made by the portal, replaced by the firm's own, used to sign.

The portal's own authority signs one certificate and an empty list of revoked ones, then forgets its key: nobody can take
a key that does not exist. A seal that must not be used any more is replaced here; verification knows the firm's seals.
"""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.common.vault.keys import unwrap, wrap
from portal_cms.signing.models import Seal
from sitesettings.firm import firm_for

YEARS = timedelta(days=3650)
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
LEAST_RSA = 2048


def seal_of(site):
    """The firm's seal in use; made by the portal if the firm has none."""
    found = Seal.objects.filter(site=site, is_active=True).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _keep(site, *_made_for(site), origin=Seal.Origin.MADE)
    except IntegrityError:  # another process was quicker
        return Seal.objects.get(site=site, is_active=True)


def seals_of(site):
    """All seals of the firm, also those before; of every firm without `site`."""
    return Seal.objects.filter(site=site) if site else Seal.objects.all()


@transaction.atomic
def install(site, content, password, *, by):
    """Use the certificate of a PKCS#12 file from now on. Raises PortalError with what is wrong with it."""
    key, certificate, others = _opened(content, password)
    _check(key, certificate)
    chain = [certificate, *_sorted(certificate, others)]
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    known = Seal.objects.filter(site=site, fingerprint=fingerprint).first()
    Seal.objects.filter(site=site, is_active=True).update(is_active=False)
    if known:
        Seal.objects.filter(pk=known.pk).update(is_active=True)
        known.is_active = True
        record("seal.installed", on=known, by=by, fingerprint=fingerprint)
        return known
    return _keep(site, key, chain, [], origin=Seal.Origin.INSTALLED, by=by)


@transaction.atomic
def renew(site, *, by):
    """Back to a seal made by the portal, a new one."""
    Seal.objects.filter(site=site, is_active=True).update(is_active=False)
    return _keep(site, *_made_for(site), origin=Seal.Origin.MADE, by=by)


def sign(seal, data, digest):
    """The signature of the seal's key over `data`."""
    key, algorithm = load_der_private_key(unwrap(seal), None), HASHES[digest]()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(algorithm))
    return key.sign(data, padding.PKCS1v15(), algorithm)


def chain_of(seal):
    """The seal's certificates in DER, its own first."""
    return [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(seal.chain.encode())]


def crls_of(seal):
    if not seal.crls:
        return []
    return [x509.load_pem_x509_crl(seal.crls.encode()).public_bytes(Encoding.DER)]


def _keep(site, key, chain, crls, *, origin, by=None):
    certificate = chain[0]
    seal = Seal(
        site=site,
        origin=origin,
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        chain="".join(one.public_bytes(Encoding.PEM).decode() for one in chain),
        crls="".join(one.public_bytes(Encoding.PEM).decode() for one in crls),
        valid_until=certificate.not_valid_after_utc,
        created_by=by,
    )
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    seal.key_id, seal.wrapped_key = wrap(secret, seal.storage_name)
    seal.save()
    record(f"seal.{origin}", on=seal, by=by, fingerprint=seal.fingerprint)
    return seal


def _made_for(site):
    """(key, chain, lists of revoked certificates) of a fresh authority and its one certificate."""
    firm, now = firm_for(site).name[:60], timezone.now() - timedelta(minutes=5)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, firm),
        x509.NameAttribute(NameOID.COMMON_NAME, "Portal seal authority"),
    ])  # fmt: skip
    subject = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, firm),
        x509.NameAttribute(NameOID.COMMON_NAME, firm),
    ])  # fmt: skip
    root = (
        _builder(authority, authority, authority_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    own = (
        _builder(subject, authority, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    revoked = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority)
        .last_update(now)
        .next_update(now + YEARS)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    return key, [own, root], [revoked]


def _builder(subject, issuer, public_key, now):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + YEARS)
    )


def _usage(*, is_authority):
    return x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=not is_authority, key_cert_sign=is_authority,
        crl_sign=is_authority, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _opened(content, password):
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError:
        raise PortalError(
            _(
                "The file could not be opened. Please check the password, and that it is a PKCS#12 file (.p12 or .pfx)."
            )
        ) from None
    if key is None or certificate is None:
        raise PortalError(
            _("The file holds no private key with its certificate. Please export both together.")
        )
    return key, certificate, others


def _check(key, certificate):
    """Raise PortalError unless documents can be sealed with this."""
    is_curve = isinstance(key, ec.EllipticCurvePrivateKey)
    if not is_curve and not (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_RSA):
        raise PortalError(
            _(
                "This kind of key is not supported. Please use RSA with at least 2048 bits, or an elliptic curve."
            )
        )
    if key.public_key() != certificate.public_key():
        raise PortalError(_("The private key does not belong to the certificate."))
    now = timezone.now()
    if certificate.not_valid_after_utc <= now:
        raise PortalError(_("This certificate has expired. Please install one that is valid."))
    if certificate.not_valid_before_utc > now:
        raise PortalError(_("This certificate is not valid yet."))
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise PortalError(_("This certificate is not meant for signatures or seals."))


def _sorted(certificate, others):
    """The issuers of `certificate`, from the nearest up."""
    chain, left = [], list(others)
    now = certificate
    while found := next((one for one in left if one.subject == now.issuer and one != now), None):
        chain.append(found)
        left.remove(found)
        now = found
    return chain


def _name(name):
    parts = [part.value for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
             for part in name.get_attributes_for_oid(oid)]  # fmt: skip
    return ", ".join(dict.fromkeys(parts))[:300] or name.rfc4514_string()[:300]
