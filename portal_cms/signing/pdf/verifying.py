"""What the seal of a PDF is worth: valid, changed, somebody else's, or none. Only the bottom line counts.

`intact` and `trusted` stay true for a file to which something was added later; the bottom line does not. The bytes of the
seal itself, which no digest can cover, are compared with the one way we write them.
"""

import io
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

VALID, CHANGED, FOREIGN, NOT_SEALED, UNREADABLE = "valid", "changed", "foreign", "not_sealed", "unreadable"
TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", b"adbe.pkcs7.detached")


async def verify(content: bytes, seals: list[list[bytes]], trusted: list[bytes]) -> dict:
    """{"state": ...}; with a seal of ours also "seal", its place in `seals`, "at", and "clock"; with that of somebody
    else "by". `seals` are chains of certificates, the seal's own first, `trusted` those of time-stamp services."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return {"state": NOT_SEALED}
        return await _judge(content, signatures, reader.embedded_timestamp_signatures, seals, trusted)
    except Exception:  # whatever is wrong with the file, it's not as it was sealed
        has_traces = any(trace in content for trace in TRACES)
        return {"state": CHANGED if has_traces else UNREADABLE}


async def _judge(content, signatures, archived, seals, trusted):
    signature = signatures[0]
    certificate = signature.signer_cert
    chains = [[x509.Certificate.load(one) for one in chain] for chain in seals]
    number = next((at for at, chain in enumerate(chains) if chain[0].dump() == certificate.dump()), None)
    if number is None:
        return {"state": FOREIGN, "by": certificate.subject.native.get("common_name", "")[:200]}
    status = await async_validate_pdf_signature(
        signature,
        _context(chains[number], signature.self_reported_timestamp),
        ts_validation_context=_context_of_stamps(trusted),
    )
    is_valid = (
        status.bottom_line and status.docmdp_ok and len(signatures) == 1 and _is_plain(content, signature)
    )
    if is_valid and not await _is_the_end(status, archived, trusted):
        is_valid = False
    stamp = status.timestamp_validity
    at = stamp.timestamp if stamp else signature.self_reported_timestamp
    return {
        "state": VALID if is_valid else CHANGED,
        "seal": number,
        "at": at.isoformat() if at else "",
        "clock": "service" if stamp else "portal",
    }


def _context(chain, moment):
    """The seal is judged as of the time it was made: a certificate that ended since does not undo it."""
    if moment is not None and moment > datetime.now(UTC) + timedelta(hours=1):
        moment = None
    return ValidationContext(
        trust_roots=[chain[-1]],
        other_certs=chain,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _context_of_stamps(trusted):
    roots = [x509.Certificate.load(one) for one in trusted]
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")


async def _is_the_end(status, archived, trusted):
    """Nothing comes after the seal, or after the time stamp over it: not even what readers would not show."""
    if not archived:
        return status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    last = await async_validate_pdf_timestamp(archived[-1], _context_of_stamps(trusted))
    return last.valid and last.intact and last.trusted and last.coverage == SignatureCoverageLevel.ENTIRE_FILE


def _has_only(chain, signature):
    """The certificates that lie in the seal are those we put there: no digest covers them."""
    known = {certificate.dump() for certificate in chain}
    return all(one.chosen.dump() in known for one in signature.signed_data["certificates"])


def _is_plain(content, signature):
    """The gap between the signed ranges holds the seal in the spelling we write, zeros behind it."""
    start, length, after, _rest = (int(number) for number in signature.byte_range)
    gap = content[start + length : after]
    inner = gap[1:-1]
    if start or gap[:1] != b"<" or gap[-1:] != b">" or inner not in (inner.lower(), inner.upper()):
        return False
    raw = bytes.fromhex(inner.decode("ascii"))
    return not raw[_length_of(raw) :].strip(b"\0")


def _length_of(raw):
    """Of the DER element that `raw` begins with."""
    first = raw[1]
    if first < 128:
        return 2 + first
    count = first & 127
    return 2 + count + int.from_bytes(raw[2 : 2 + count], "big")
