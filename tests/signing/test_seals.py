"""The seal: what breaks it, on which papers it holds, whose it is, and how a firm installs its own."""

import asyncio
import io
import random
import re
from datetime import timedelta

import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal_cms.common import vault
from portal_cms.signing import composing, evidence, seals, verification
from portal_cms.signing.models import Seal
from portal_cms.signing.pdf import process, stamping, verifying
from tests import make
from tests.conftest import open_browser
from tests.pdfforms.papers import ink
from tests.signing import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(cast):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    asking.sign(open_browser(cast.anna), signer, how="drawn", drawing=asking.DRAWING)
    return signer


def state_of(content, *chains):
    return asyncio.run(verifying.verify(content, list(chains), []))["state"]


def appended(content, change):
    writer = pypdf.PdfWriter(io.BytesIO(content), incremental=True)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def rewritten(content, change=lambda writer: None):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(content)))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.feature("J9")
def test_every_kind_of_change_after_the_seal_is_found_out(cast, sur, signer):
    seal, theirs = seals.seal_of(cast.site), seals.seal_of(sur)
    content, level = composing.compose(signer.signing, seal)
    foreign, _level = composing.compose(signer.signing, theirs)
    chain = seals.chain_of(seal)
    assert level == "B-B"
    assert state_of(content, chain) == verifying.VALID
    original = len(vault.read_all(signer.signing.document))
    container = max(re.finditer(rb"<[0-9A-F]+>", content), key=lambda found: len(found[0]))
    covered = [at for at in range(9, len(content)) if not container.start() < at < container.end()]
    for place in random.Random(7).sample(covered, 60):
        assert state_of(flipped(content, place), chain) != verifying.VALID, place
    overlay = pypdf.PdfReader(io.BytesIO(asking.paper(1))).pages[0]
    last = len(pypdf.PdfReader(io.BytesIO(content)).pages) - 1
    changes = {
        "page added": (appended(content, lambda w: w.add_blank_page(595, 842)), "changed"),
        "page covered": (appended(content, lambda w: w.pages[0].merge_page(overlay)), "changed"),
        "title changed": (appended(content, lambda w: w.add_metadata({"/Title": "Other"})), "changed"),
        "evidence removed": (rewritten(content, lambda w: w.remove_page(last)), "changed"),
        "saved again": (rewritten(content), "changed"),
        "cut off": (content[:-3000], "unreadable"),
        "back to the original": (content[:original], "not_sealed"),
        "another firm's seal": (foreign, "foreign"),
        "no PDF": (b"Hello", "unreadable"),
    }
    assert {name: state_of(changed, chain) for name, (changed, _state) in changes.items()} == {
        name: state for name, (_changed, state) in changes.items()
    }
    assert verification.judge(content, [theirs, seal]).seal == seal
    assert verification.judge(flipped(content, 200), [seal]).state == verification.CHANGED


@pytest.mark.parametrize(
    ("size", "rotate"), [((595, 842), 90), ((842, 595), 270), ((2384, 3370), 180), ((200, 200), 0)]
)
def test_papers_of_any_size_and_rotation_take_signatures(size, rotate):
    original = asking.paper(1, size=size, rotate=rotate)
    stamped = stamping.stamp(original, evidence.trial(), places=[None])
    assert stamped.startswith(original)
    page = pypdf.PdfReader(io.BytesIO(stamped)).pages[0]
    assert "/PortalSignature0" in page["/Resources"]["/XObject"]
    import pypdfium2

    with pypdfium2.PdfDocument(stamped) as drawn:
        picture = drawn[0].render(scale=400 / max(size)).to_pil().convert("L")
    dark = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert dark is not None
    assert dark[1] > picture.height * 0.5  # at the foot, as people see it
    assert dark[0] < picture.width * 0.3


@pytest.mark.feature("J8")
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_signature_stands_in_its_field_however_the_page_is_turned(rotate):
    place = {"page": 1, "box": [20, 30, 60, 15]}
    original = asking.paper(2, rotate=rotate)
    stamped = stamping.stamp(original, evidence.trial(), places=[place])
    assert stamped.startswith(original)
    assert ink(stamped, place["box"])
    assert not ink(stamped, [20, 60, 100, 100])
    assert not ink(stamped, [0, 0, 200, 200], page=1)


def own_certificate(name="Kanzlei Nord", *, days=30, **usage):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now() - timedelta(days=60)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=60 + days))
    )
    certificate = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"seal", key, certificate, None, BestAvailableEncryption(b"secret")
    )


@pytest.mark.feature("J9")
def test_the_firm_installs_an_own_certificate_and_old_seals_stay_known(cast, signer):
    admin = make.staff(cast.site, "Ada", make.Role.ADMIN)
    before = seals.seal_of(cast.site)
    old, _level = composing.compose(signer.signing, before)
    browser, address = open_browser(admin), reverse("portal_signing_admin:seal")
    for person in (cast.carla, make.staff(cast.site, "Mia", make.Role.MARKETING)):
        assert open_browser(person).get(address).status_code in (302, 403)

    def install(content, password="secret"):
        file = SimpleUploadedFile("seal.p12", content)
        return browser.post(address, {"file": file, "password": password}, follow=True)

    assert "Please check the password" in install(own_certificate(), "wrong").text
    assert "Please check the password" in install(b"nothing").text
    assert "This certificate has expired." in install(own_certificate(days=-3)).text
    assert "The certificate is installed." in install(own_certificate()).text
    now = seals.seal_of(cast.site)
    assert now.origin == Seal.Origin.INSTALLED
    assert b"PRIVATE" not in bytes(now.wrapped_key)
    new, _level = composing.compose(signer.signing, now)
    known = list(seals.seals_of(cast.site))
    assert [verification.judge(content, known).seal for content in (old, new)] == [before, now]
    assert "Used before" in browser.get(address).text
    renewed = browser.post(reverse("portal_signing_admin:renew"), follow=True)
    assert "made by the portal" in renewed.text
    assert Seal.objects.filter(site=cast.site, is_active=True).count() == 1


def test_a_file_the_child_can_not_take_is_refused_not_a_crash():
    for content in (b"%PDF-1.4 nothing", asking.paper()[:-200], b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 50):
        with pytest.raises(process.Refused):
            process.run("inspect", [content, evidence.trial()])
