"""The firm's seal on a PDF: PAdES, as the last thing that may happen to the file.

The key stays with the parent process: here the bytes to sign are worked out, and the parent is asked to sign them. With a
time stamp the seal is B-LTA, or B-T where certificates of others can't be followed up; without one it is B-B.
"""

import io

from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CRLValidationError, PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "PortalSeal"
EC_LONGEST = 150  # bytes of a signature, the largest curve included
NOT_FOLLOWED = (SigningError, PathError, ValidationError, CRLValidationError)


class AskingSigner(Signer):
    """Signs by asking the parent."""

    def __init__(self, chain, ask):
        store = SimpleCertificateStore.from_certs(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=False)
        self._ask = ask

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        if not dry_run:
            return self._ask(f"sign:{digest_algorithm}", data)
        key = self.signing_cert.public_key
        return bytes(EC_LONGEST if key.algorithm == "ec" else key.byte_size)


class AskingTimeStamper(TimeStamper):
    """Has the parent fetch time stamps."""

    def __init__(self, ask):
        super().__init__()
        self._ask = ask

    async def async_request_tsa_response(self, req):
        return tsp.TimeStampResp.load(self._ask("timestamp", req.dump()))


async def seal(stamped, *, chain, crls, trusted, ask, has_timestamp, name, reason) -> tuple[bytes, str]:
    """The sealed file and the level that was reached."""
    certificates = [x509.Certificate.load(one) for one in chain]
    signer = AskingSigner(certificates, ask)
    if not has_timestamp:
        return await _sign(stamped, signer, None, None, name, reason), "B-B"
    stamper = AskingTimeStamper(ask)
    context = ValidationContext(
        trust_roots=[certificates[-1], *(x509.Certificate.load(one) for one in trusted)],
        other_certs=certificates,
        crls=crls,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    try:
        return await _sign(stamped, signer, stamper, context, name, reason), "B-LTA"
    except NOT_FOLLOWED:
        return await _sign(stamped, signer, stamper, None, name, reason), "B-T"


async def _sign(stamped, signer, stamper, context, name, reason):
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=name,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        use_pades_lta=context is not None,
        validation_context=context,
        dss_settings=DSSContentSettings(
            next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
        ),  # so that the time stamp over the seal is the end of the file
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(stamped), strict=False)
    output = io.BytesIO()
    await PdfSigner(metadata, signer=signer, timestamper=stamper).async_sign_pdf(writer, output=output)
    return output.getvalue()
