"""A client answers a questionnaire: page by page, without scripts, interrupted, corrected, handed in, returned."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from portal_cms.accounts.models import User
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter
from portal_cms.notices.delivery import drain
from portal_cms.questionnaires.models import AnswerSheet
from portal_cms.requests import services
from portal_cms.requests.models import RequestItem
from tests.conftest import open_browser
from tests.questionnaires.samples import FIRST, HOME, at, build, send, staff_at
from tests.requests.test_requests import address, open_by_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast):
    """anna is asked about her accident."""
    return send(cast, build(cast.site))


def draft(item):
    return AnswerSheet.objects.get(item=item).draft


def answer_all(visitor, item, *, damage=None):
    visitor.post(at(item, "page", 1), FIRST)
    visitor.post(at(item, "page", 2), damage or {"q-what": ["Car"], "q-cost": "1234.50"})
    visitor.post(at(item, "page", 4), HOME)


@pytest.mark.feature("J1")
@pytest.mark.feature("J5")
@pytest.mark.feature("J12")
@pytest.mark.feature("J15")
def test_by_the_mailed_link_a_questionnaire_is_answered_page_by_page_and_handed_in(cast, item):
    visitor, _opened = open_by_mail(cast)
    assert "0 of 7 questions answered" in visitor.get(address(item.request)).text
    first = visitor.get(at(item, "sheet"), follow=True)
    assert first.redirect_chain[-1][0] == at(item, "page", 1)
    assert "Only if you answered “Did the police come?” with “yes”." in first.text
    second = visitor.post(at(item, "page", 1), {**FIRST, "to": "next"})
    assert second["Location"] == at(item, "page", 2)
    fourth = visitor.post(at(item, "page", 2), {"q-what": ["Car"], "q-cost": "1,234.50"})
    assert fourth["Location"] == at(item, "page", 4)  # nobody was hurt
    review = visitor.post(at(item, "page", 4), HOME, follow=True)
    assert "€1,234.50" in review.text
    assert "How were you hurt?" not in review.text
    assert "Accident form” has arrived" in visitor.post(at(item, "review"), follow=True).text
    carla = open_browser(cast.carla)
    assert "New activity by a client" in carla.get("/admin/matters/").text
    page = carla.get(staff_at(item)).text
    assert "Elbweg 1" in page
    assert "New activity by a client" not in carla.get("/admin/matters/").text
    visitor.post(address(item.request, "hand_in"))
    drain()
    told = [message.to[0] for message in mail.outbox if "request was answered" in message.subject]
    assert cast.carla.email in told
    item.refresh_from_db()
    assert item.state == RequestItem.State.ANSWERED
    assert "Read your answers" in visitor.get(address(item.request)).text
    assert "Change" not in visitor.get(at(item, "review")).text
    late = visitor.post(at(item, "page", 1), {"q-day": "2026-01-01"})
    assert late.status_code == 422
    assert "handed in already" in late.text
    assert "2026-01-01" in late.text


@pytest.mark.feature("J5")
def test_what_is_typed_is_kept_right_or_wrong_and_found_again_on_another_device(cast, item):
    phone, _opened = open_by_mail(cast)
    typed = {"q-what": ["Car", "Health"], "q-cost": "about 12 thousand", "q-doctors-1-0": "Dr. Roth"}
    refused = phone.post(at(item, "page", 2), typed)
    assert refused.status_code == 422
    assert "Please enter a number, for example 1234.50." in refused.text
    assert "about 12 thousand" in refused.text
    later = phone.post(at(item, "page", 2), {**typed, "to": "later"}, follow=True)
    assert "Your answers are saved." in later.text
    desk = open_browser(cast.anna)
    again = desk.get(at(item, "page", 2)).text
    assert 'value="about 12 thousand"' in again
    assert "Please enter a number" in again
    assert 'value="Dr. Roth"' in again
    assert desk.get(at(item, "sheet"))["Location"] == at(item, "page", 3)
    early = desk.post(at(item, "review"))
    assert early.status_code == 422
    assert early.text.count("Some answers are missing or need another look.") == 1
    assert "Still missing" in early.text
    assert "Please enter a number" in early.text
    assert AnswerSheet.objects.get(item=item).answers == {}
    back = desk.post(at(item, "page", 2), {**typed, "q-cost": "12000", "to": "back"})
    assert back["Location"] == at(item, "page", 1)
    assert draft(item)["cost"] == {"value": "12000"}


def test_a_change_of_mind_hides_answers_and_only_handing_in_clears_them(cast, item):
    visitor = open_browser(cast.anna)
    both = {"q-what": ["Car", "Health"], "q-cost": "900", "q-doctors-0-0": "Dr. Roth"}
    answer_all(visitor, item, damage=both)
    visitor.post(at(item, "page", 3), {"q-injury": "A broken arm"})
    visitor.post(at(item, "page", 2), {"q-what": ["Car"], "q-cost": "900", "q-doctors-0-0": "Dr. Roth"})
    assert "A broken arm" not in visitor.get(at(item, "review")).text
    visitor.post(at(item, "page", 2), both)
    assert "A broken arm" in visitor.get(at(item, "review")).text  # nothing was lost
    visitor.post(at(item, "page", 2), {"q-what": ["Car"], "q-cost": "900", "q-doctors-0-0": "Dr. Roth"})
    visitor.post(at(item, "review"))
    sheet = AnswerSheet.objects.get(item=item)
    assert sheet.draft == sheet.answers
    assert set(sheet.answers) == {"day", "police", "what", "cost", "home"}


def test_what_the_firm_knows_stands_there_and_can_be_emptied(cast, item):
    type(cast.anna).objects.filter(pk=cast.anna.pk).update(
        street="Elbweg 1", city="Hamburg", phone="+49 40 123456"
    )
    anna = open_browser(cast.anna)
    page = anna.get(at(item, "page", 4)).text
    assert 'value="Elbweg 1"' in page
    assert 'value="+49 40 123456"' in page
    wrong = anna.post(
        at(item, "page", 4), {**HOME, "q-phone": "", "q-account": "DE02 1203 0000 0000 2020 52"}
    )
    assert wrong.status_code == 422
    assert "This IBAN is not right." in wrong.text
    anna.post(at(item, "page", 4), {**HOME, "q-phone": "", "q-account": "DE02 1203 0000 0000 2020 51"})
    assert draft(item)["account"] == {"value": "DE02120300000000202051"}
    assert 'value="+49 40 123456"' not in anna.get(at(item, "page", 4)).text


@pytest.mark.parametrize(
    ("language", "country"), [("de", "Deutschland"), ("es", "Alemania"), ("en", "Germany")]
)
def test_the_country_the_firm_knows_stands_there_in_the_language_of_the_reader(cast, item, language, country):
    type(cast.anna).objects.filter(pk=cast.anna.pk).update(city="Hamburg", country="DE")
    User.objects.filter(pk=cast.anna.user_id).update(language=language)
    anna = open_browser(cast.anna)
    assert f'value="{country}"' in anna.get(at(item, "page", 4)).text


def test_files_lie_in_the_matter_and_can_be_taken_out_again(cast, item):
    anna = open_browser(cast.anna)
    files = [SimpleUploadedFile(name, b"%PDF-1.4 photo") for name in ("front.pdf", "back.pdf")]
    data = {"q-what": ["Car"], "q-cost": "900", "q-photos": files, "form_token": "once", "to": "stay"}
    anna.post(at(item, "page", 2), data)
    [file.seek(0) for file in files]
    anna.post(at(item, "page", 2), data)
    bad = SimpleUploadedFile("virus.exe", b"MZ")
    refused = anna.post(at(item, "page", 2), {**data, "q-photos": [bad]})
    assert refused.status_code == 422
    assert refused.text.count("virus.exe") == 2  # in the list of errors and at its question
    assert 'href="#q-photos"' in refused.text
    broken_off = anna.post(
        at(item, "page", 2), {**data, "q-photos": [SimpleUploadedFile("virus.exe", b"MZ")], "to": "later"}
    )
    assert broken_off.status_code == 422
    front, back = draft(item)["photos"]["value"]
    assert Document.objects.get(uuid=front["uuid"]).folder.name == "Questions"
    anna.post(at(item, "page", 2), {"q-what": ["Car"], "q-cost": "900", "remove": back["uuid"]})
    answer_all(anna, item)
    assert "front.pdf" in anna.post(at(item, "review"), follow=True).text
    assert [str(file.uuid) for file in item.files.all()] == [front["uuid"]]
    assert Document.objects.filter(matter=cast.matter).count() == 2


def test_a_returned_questionnaire_opens_again_with_its_answers(cast, item):
    anna = open_browser(cast.anna)
    answer_all(anna, item)
    anna.post(at(item, "review"))
    anna.post(at(item, "page", 1), {**FIRST, "q-day": "2026-04-18"})
    assert "You changed answers after you had finished" in anna.get(address(item.request)).text
    assert AnswerSheet.objects.get(item=item).answers["day"] == {"value": "2026-04-17"}
    item.refresh_from_db()
    services.return_item(item, "Which day was it?", by=cast.carla)
    assert anna.get(at(item, "sheet"))["Location"] == at(item, "review")
    page = anna.get(at(item, "review")).text
    assert "Which day was it?" in page
    asked = anna.get(address(item.request)).text
    assert "Please answer again" in asked
    assert "Please send again" not in asked
    assert "Elbweg 1" in page
    anna.post(at(item, "review"))
    assert AnswerSheet.objects.get(item=item).answers["day"] == {"value": "2026-04-18"}


def test_where_only_finishing_is_missing_the_request_says_so_and_leads_there(cast, item):
    anna = open_browser(cast.anna)
    anna.post(at(item, "page", 1), FIRST)
    assert "Go on with the questions" in anna.get(address(item.request)).text
    answer_all(anna, item)
    for page, change in ((2, {"q-what": ["Car"], "q-cost": "99"}), (1, FIRST)):
        anna.post(at(item, "page", page), {**change, "to": "later"})
    asked = anna.get(address(item.request)).text
    assert "Go on with the questions" in asked  # optional questions lie ahead of the page that was saved last
    anna.post(at(item, "page", 4), {**HOME, "to": "later"})
    asked = anna.get(address(item.request)).text
    assert "Go on with the questions" not in asked
    assert "Nothing is missing any more." in asked
    assert "Check and finish" in asked
    assert "Not finished yet" in asked
    assert anna.get(at(item, "sheet"))["Location"] == at(item, "review")
    anna.post(at(item, "review"))
    asked = anna.get(address(item.request)).text
    assert "Nothing is missing any more." not in asked
    assert "Check and finish" not in asked


def test_nobody_else_opens_a_sheet(cast, item, sur):
    for name, *args in (("sheet",), ("page", 1), ("review",)):
        for person in (cast.ben, cast.carla):
            assert open_browser(person).get(at(item, name, *args)).status_code == 404
        assert open_browser(site=cast.site).post(at(item, name, *args)).status_code == 404
    assert open_browser(cast.anna).get(at(item, "page", 9)).status_code == 404
    other = RequestItem(kind="upload", title="Passport", request=item.request)
    other.save()
    assert open_browser(cast.anna).get(at(other, "sheet")).status_code == 404
    assert Matter.objects.filter(pk=cast.matter.pk, client_activity_at=None).exists()
