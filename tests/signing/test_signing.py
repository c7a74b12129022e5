"""Signing a document, from the request to the sealed file in the matter."""

import io
from datetime import timedelta

import pypdf
import pypdfium2
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal_cms.audit.models import AuditEvent
from portal_cms.common import vault
from portal_cms.common.errors import PortalError
from portal_cms.documents.checking import check_due
from portal_cms.documents.filing import delete_documents
from portal_cms.documents.models import Document, Share
from portal_cms.documents.services import end_share
from portal_cms.notices.delivery import drain
from portal_cms.pdfforms.letters import plain
from portal_cms.pdfforms.models import PaperField
from portal_cms.pdfforms.papers import paper_of, save_fields
from portal_cms.requests import receipts
from portal_cms.requests import services as requests
from portal_cms.requests.models import Request, RequestItem
from portal_cms.signing import evidence
from portal_cms.signing.models import Signature, Signer, Signing
from tests import make
from tests.conftest import open_browser
from tests.pdfforms.papers import ink
from tests.requests.test_requests import form_data, tab
from tests.signing import asking

pytestmark = pytest.mark.django_db


@pytest.mark.feature("J7")
@pytest.mark.feature("J9")
@pytest.mark.feature("J30")
def test_by_the_mailed_link_a_document_is_signed_sealed_and_filed_for_both_sides(cast, tmp_path):
    carla, letter = open_browser(cast.carla), asking.document(cast)
    item = {"title": "Power of attorney", "kind": "sign", "document": letter.pk, "items-0-material": "last"}
    draft = carla.post(tab(cast.matter, "new"), form_data(cast.anna, item, send="1"), follow=True)
    carla.post(draft.redirect_chain[-1][0])
    signer = Signer.objects.get()
    visitor = asking.by_link(cast, cast.anna)
    asked = visitor.get(reverse("portal_requests:request", args=[signer.item.request.uuid]))
    assert asking.path(signer) in asked.text
    page = visitor.get(asking.path(signer))
    assert "simple electronic signature" in page.text
    assert "qualified" not in page.text.lower()
    unticked = visitor.post(asking.path(signer), asking.answer(signer, is_agreed=""))
    assert unticked.status_code == 422
    assert "Please tick the box to sign." in unticked.text
    assert "Anna Client" in unticked.text
    signed = asking.sign(visitor, signer)
    assert "You have signed “Power of attorney”, and with it everything is handed in." in signed.text
    assert "The signed document is being made." in signed.text
    result = asking.finish(signer.signing)

    content, original = vault.read_all(result), vault.read_all(letter)
    assert content.startswith(original)
    reader = pypdf.PdfReader(io.BytesIO(content))
    evidence = " ".join(page.extract_text() for page in reader.pages[2:])
    for fact in (letter.sha256, "Anna Client", cast.anna.email, "127.0.0.1"):
        assert fact in evidence
    assert "PortalSignature0" in str(reader.pages[1]["/Resources"])
    downloaded = visitor.get(asking.path(signer, "result"))
    assert downloaded.getvalue() == content
    asked = visitor.get(reverse("portal_requests:request", args=[signer.item.request.uuid])).text
    assert asking.path(signer, "result") in asked
    assert "(signed).pdf" not in asked
    detail = carla.get(tab(cast.matter, "detail", signer.item.request.uuid)).text
    assert detail.count(str(result.uuid)) == 1
    assert (
        carla.get(reverse("portal_documents_admin:detail", args=[cast.matter.pk, result.uuid])).status_code
        == 200
    )
    anna = open_browser(cast.anna)
    assert anna.get(reverse("portal_documents:download", args=[result.uuid])).getvalue() == content
    assert "Valid: the document is as it was sealed." in check(open_browser(site=cast.site), content)
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    call_command("verify", str(file))
    file.write_bytes(content[:-2000] + content[-1000:])
    with pytest.raises(CommandError):
        call_command("verify", str(file))
    events = AuditEvent.objects.filter(site=cast.site)
    for action in ("signature.asked", "signature.given", "signing.sealed"):
        assert events.filter(action=action).count() == 1

    drain()
    assert [message.subject for message in mail.outbox if message.to == [cast.anna.email]][-1] == (
        "Your signed document is there"
    )


def check(browser, content):
    file = SimpleUploadedFile("signed.pdf", content)
    return browser.post(reverse("portal_signing:verify"), {"file": file}).text


@pytest.mark.feature("C18")
@pytest.mark.feature("J8")
@pytest.mark.feature("J16")
def test_two_people_draw_in_turn_and_the_one_result_can_not_be_taken_back(cast):
    letter = asking.document(cast)
    first = asking.ask(cast, cast.anna, letter, material="last-turn")
    second = asking.ask(cast, cast.ben, letter, material="last-turn")
    assert first.signing == second.signing
    anna, ben = asking.by_link(cast, cast.anna), asking.by_link(cast, cast.ben)
    assert "somebody else&#x27;s turn" in ben.get(asking.path(second)).text
    overview = reverse("portal_requests:request", args=[second.item.request.uuid])
    assert "somebody else's turn" in ben.get(overview).text
    assert "Read and sign" not in ben.get(overview).text
    too_soon = ben.post(asking.path(second), asking.answer(second))
    assert too_soon.status_code == 422
    drawn = {"how": "drawn", "drawing": asking.DRAWING, "name": ""}
    dot = anna.post(asking.path(first), asking.answer(first, **{**drawn, "drawing": "[[[0.5,0.1,0.5,0]]]"}))
    assert "Please draw your signature, or type your name." in dot.text
    broken = anna.post(asking.path(first), asking.answer(first, **{**drawn, "drawing": "[[[5]]]"}))
    assert "did not arrive complete" in broken.text
    asking.sign(anna, first, **drawn)
    assert "Read and sign" in ben.get(overview).text
    drain()
    told = [message.to[0] for message in mail.outbox if message.subject == "A document was signed"]
    assert sorted(told) == sorted([cast.carla.email, cast.dario.email])
    [to_ben] = [message for message in mail.outbox[-3:] if message.to == [cast.ben.email]]
    assert to_ben.subject.endswith("it is your turn to sign")
    assert "/r/" in to_ben.body
    asking.sign(asking.by_link(cast, cast.ben), second, name="Ben Client")
    result = asking.finish(first.signing)
    assert first.signing.level == "B-B"
    assert Signature.objects.get(signer=first).strokes[0][0] == [0.1, 0.1, 0.3, 0]

    shares = Share.objects.filter(document=result)
    assert {share.client for share in shares} == {cast.anna, cast.ben}
    carla = open_browser(cast.carla)
    for share in shares:
        with pytest.raises(PortalError):
            end_share(share, by=cast.carla)
        carla.post(reverse("portal_documents_admin:end_share", args=[cast.matter.pk, share.uuid]))
    with pytest.raises(PortalError):
        delete_documents([result], by=cast.carla)
    with pytest.raises(PortalError):
        delete_documents([letter], by=cast.carla)
    carla.post(reverse("portal_documents_admin:withdraw", args=[cast.matter.pk]), {"document": [result.uuid]})
    assert Share.objects.active().filter(document=result).count() == 2
    anna_in = open_browser(cast.anna)
    assert (
        anna_in.get(reverse("portal_documents:download", args=[result.uuid])).getvalue().startswith(b"%PDF")
    )
    clara = open_browser(cast.clara)
    assert clara.get(reverse("portal_documents:download", args=[result.uuid])).status_code == 404
    assert clara.get(asking.path(first)).status_code == 404
    page = carla.get(tab(cast.matter, "detail", first.item.request.uuid))
    assert "PAdES B-B" in page.text


def receipt_text(request):
    content = receipts.pdf(request.receipts.first())
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.feature("J7", "J16")
def test_a_signature_that_is_all_that_was_asked_for_hands_the_request_in(cast):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    visitor, request = asking.by_link(cast, cast.anna), signer.item.request
    address = reverse("portal_requests:request", args=[request.uuid])
    assert "As soon as you have done it, it is handed in" in visitor.get(address).text
    assert (
        "With your signature everything we asked for is handed in." in visitor.get(asking.path(signer)).text
    )
    mail.outbox.clear()
    assert "Receipt (PDF)" in asking.sign(visitor, signer).text
    assert reverse("portal_requests:hand_in", args=[request.uuid]) not in visitor.get(address).text
    request.refresh_from_db()
    assert request.handed_in_at
    drain()
    assert [message.subject for message in mail.outbox if message.to == [cast.carla.email]] == [
        "A document was signed"
    ]
    assert sum(message.to == [cast.anna.email] for message in mail.outbox) == 1  # the receipt
    assert not list(Request.objects.waiting())


@pytest.mark.feature("J6", "J8")
def test_each_signs_in_the_field_that_was_placed_for_clients_and_sees_it_before(cast):
    letter = asking.document(cast, released=False)
    check_due()
    letter.refresh_from_db()
    places = [("client", 1, 40), ("firm", 1, 80), ("client", 2, 40)]
    fields = [
        PaperField(kind="signature", label="Here", page=page, x=30, y=y, width=70, height=18, filled_by=by)
        for by, page, y in places
    ]
    save_fields(paper_of(letter), fields, [], by=cast.carla)
    first, second = asking.ask(cast, cast.anna, letter), asking.ask(cast, cast.ben, letter)
    save_fields(paper_of(letter), [], fields, by=cast.carla)  # who was asked signs where it was shown
    for number, signer, client in ((1, first, cast.anna), (2, second, cast.ben)):
        visitor = asking.by_link(cast, client)
        page = visitor.get(asking.path(signer)).text
        assert f"Your signature will stand in the marked place on page {number}." in page
        assert '<rect x="30.0" y="40.0"' in page
        asking.sign(visitor, signer, how="drawn", drawing=asking.DRAWING, name="")
    content = vault.read_all(asking.finish(first.signing))
    for number in (0, 1):
        assert ink(content, [30, 40, 70, 18], page=number)
        assert not ink(content, [0, 70, 200, 200], page=number)  # neither in the firm's field nor at the foot


@pytest.mark.feature("J8")
def test_declining_needs_a_reason_tells_staff_and_can_be_asked_again(cast):
    letter = asking.document(cast)
    signer = asking.ask(cast, cast.anna, letter)
    anna = asking.by_link(cast, cast.anna)
    bare = anna.post(asking.path(signer), {"decline": "1", "reason": " "})
    assert bare.status_code == 422
    assert "Please tell us why" in bare.text
    declined = anna.post(asking.path(signer), {"decline": "1", "reason": "The fee is wrong."}, follow=True)
    assert "You have declined to sign." in declined.text
    assert "You have declined to sign this document." in asking.sign(anna, signer).text
    drain()
    assert sum(message.subject == "A signature was declined" for message in mail.outbox) == 2
    carla, request = open_browser(cast.carla), signer.item.request
    page, accept = carla.get(tab(cast.matter, "detail", request.uuid)).text, [request.uuid, signer.item.uuid]
    assert "The fee is wrong." in page
    assert tab(cast.matter, "accept", *accept) not in page
    refused = carla.post(tab(cast.matter, "accept", *accept), follow=True).text
    assert "there is nothing to accept" in refused
    assert "Declined on" in receipt_text(request)
    carla.post(
        tab(cast.matter, "return", request.uuid, signer.item.uuid), {"reason": "Corrected.", "due_on": ""}
    )
    address = reverse("portal_requests:request", args=[request.uuid])
    asked = asking.by_link(cast, cast.anna).get(address).text
    assert "Please sign again" in asked
    assert "Please send again" not in asked
    assert "You have signed" in asking.sign(asking.by_link(cast, cast.anna), signer).text
    again = carla.post(
        tab(cast.matter, "return", request.uuid, signer.item.uuid), {"reason": "Once more.", "due_on": ""}
    )
    assert "This was signed." in again.text
    assert Signature.objects.count() == 1


def test_what_ended_or_changed_meanwhile_is_not_signed(cast):
    letters = [asking.document(cast, asking.paper(pages)) for pages in (1, 2, 3, 4, 5)]
    unopened, late, withdrawn, changed, blocked = (asking.ask(cast, cast.anna, letter) for letter in letters)
    anna = open_browser(cast.anna)
    assert "Please open the document" in anna.post(asking.path(unopened), asking.answer(unopened)).text
    for signer in (late, withdrawn, changed, blocked):
        assert anna.get(asking.path(signer)).status_code == 200
    type(late.item.request).objects.filter(pk=late.item.request_id).update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    assert "The time to sign this document ended" in anna.post(asking.path(late), asking.answer(late)).text
    requests.withdraw(withdrawn.item.request, by=cast.carla)
    assert anna.post(asking.path(withdrawn), asking.answer(withdrawn)).status_code == 404
    stale = anna.post(asking.path(changed), asking.answer(changed, sha256="0" * 64))
    assert "The document has changed" in stale.text
    other = vault.store([b"%PDF-1.4 something else"], max_bytes=99)
    Document.objects.filter(pk=changed.signing.document_id).update(
        storage_name=other.name, key_id=other.key_id, wrapped_key=other.wrapped_key, size=other.size
    )
    assert "The document has changed" in anna.post(asking.path(changed), asking.answer(changed)).text
    cast.anna.user.access_state = "blocked"
    cast.anna.user.save()
    assert anna.post(asking.path(blocked), asking.answer(blocked)).status_code in (302, 404)
    assert not Signature.objects.exists()
    assert AuditEvent.objects.filter(action="signature.refused").count() == 4
    assert withdrawn.signing.signers.get().state == Signer.State.WITHDRAWN
    assert Signing.objects.get(pk=withdrawn.signing_id).state == Signing.State.WITHDRAWN


def test_only_a_pdf_that_can_take_a_signature_is_asked_for(cast):
    from tests.documents.samples import pdf

    carla = open_browser(cast.carla)
    locked = asking.document(cast, pdf(password="secret"))
    picture = make.document(cast.matter, name="photo.png")
    Document.objects.filter(pk=picture.pk).update(content_type="image/png")
    signed = asking.document(cast, asking.paper() + b"\n% /ByteRange [0 1 2 3]\n")
    for row, reason in (
        (locked, "protected by a password"),
        (picture, "Only a PDF that has passed the check"),
        (signed, "carries a signature already"),
    ):
        item = {"title": "Sign this", "kind": "sign", "document": row.pk}
        page = carla.post(tab(cast.matter, "new"), form_data(cast.anna, item))
        assert page.status_code == 422
        assert reason in page.text
    nothing = carla.post(tab(cast.matter, "new"), form_data(cast.anna, {"title": "Sign", "kind": "sign"}))
    assert "Please choose the PDF that is to be signed." in nothing.text
    letter = asking.document(cast)
    asking.ask(cast, cast.anna, letter)
    with pytest.raises(PortalError, match="asked to sign"):
        asking.ask(cast, cast.anna, letter)
    assert RequestItem.objects.filter(kind="sign", signer__isnull=False).count() == 1


@pytest.mark.feature("J7")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("王 小明", "letters that can not be written"),
        ("김 민수", "letters that can not be written"),
        ("Anna 🎉 Berg", "letters that can not be written"),
        ("\u3164\u3164 \uffa0\u115f", "your first and your last name"),
        ("\u200b \u200b", "your first and your last name"),
        ("\xad \xad", "your first and your last name"),
        ("☺ ♥", "your first and your last name"),
        ("- .", "your first and your last name"),
    ],
)
def test_a_typed_name_that_would_not_be_seen_on_the_document_is_refused_and_kept(cast, name, said):
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    visitor = asking.by_link(cast, cast.anna)
    refused = asking.sign(visitor, signer, name=name)
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{name}"' in refused.text
    assert not Signature.objects.exists()
    assert (
        "You have signed" in asking.sign(visitor, signer, how="drawn", drawing=asking.DRAWING, name=name).text
    )


@pytest.mark.feature("J7")
@pytest.mark.parametrize("name", ["Łukasz Żółć", "محمد علي", "გიორგი ბერიძე", "Rene\u0301 \u200bNguyễn"])
def test_a_typed_name_in_letters_of_our_fonts_stands_on_the_document(cast, name, monkeypatch):
    monkeypatch.setattr(evidence, "_compiler", without_fonts_of_the_machine)
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    assert "You have signed" in asking.sign(asking.by_link(cast, cast.anna), signer, name=name).text
    page = last_page(signer)
    assert "\ufffd" not in page.extract_text()
    assert cast.anna.email not in page.extract_text()
    assert Signature.objects.get().name == plain(name)


@pytest.mark.feature("J7")
def test_below_a_drawing_a_name_no_font_has_is_shown_as_such_with_the_address(cast, monkeypatch):
    monkeypatch.setattr(evidence, "_compiler", without_fonts_of_the_machine)
    type(cast.anna).objects.filter(pk=cast.anna.pk).update(first_name="小明", last_name="王")
    signer = asking.ask(cast, cast.anna, asking.document(cast))
    asking.sign(asking.by_link(cast, cast.anna), signer, how="drawn", drawing=asking.DRAWING)
    text = last_page(signer).extract_text()
    assert f"\ufffd\ufffd \ufffd ({cast.anna.email})" in text
    assert Signature.objects.get().name == "小明 王"


def without_fonts_of_the_machine(_system_fonts, made=evidence._compiler):
    return made(False)


def last_page(signer):
    """The last page of the document, with the signature."""
    result = asking.finish(signer.signing)
    return pypdf.PdfReader(io.BytesIO(vault.read_all(result))).pages[1]


def test_letters_that_reach_below_the_line_are_drawn_whole():
    def height(name):
        page = pypdfium2.PdfDocument(evidence.render(evidence._trial(name, picture=[])))[0]
        above_the_line = page.render(scale=4).to_pil().convert("L").crop((0, 0, 800, 4 * 45))
        _left, top, _right, bottom = above_the_line.point(lambda grey: 255 * (grey < 128)).getbbox()
        return bottom - top

    assert height("gg") > height("oo") * 1.3
