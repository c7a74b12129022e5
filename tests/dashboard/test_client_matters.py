"""What a client sees of the own matters, and in which language."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal_cms.accounts.models import User
from portal_cms.parts.models import Party
from sitesettings.models import FirmSettings, OfficeLocation
from tests import make
from tests.conftest import open_browser


def text(answer):
    return answer.content.decode()


def page(person, matter):
    return text(open_browser(person).get(f"/matters/{matter.uuid}/"))


def office(site, name, **fields):
    given = {
        "street": f"Street of {name}",
        "postal_code": "20095",
        "city": "Hamburg",
        "phone": "+49 40 1234",
        **fields,
    }
    return OfficeLocation.objects.create(site=site, name=name, **given)


@pytest.mark.feature("A6")
def test_one_account_reaches_every_matter_of_the_client(cast):
    second = make.matter(cast.site, cast.eva, cast.anna, subject="Estate of the aunt")
    anna = open_browser(cast.anna)
    home = text(anna.get("/"))
    for matter in (cast.matter, second):
        assert f'href="/matters/{matter.uuid}/"' in home
        assert matter.subject in text(anna.get(f"/matters/{matter.uuid}/"))


@pytest.mark.feature("A16")
def test_the_language_is_switched_and_remembered_for_session_account_and_next_device(cast):
    User.objects.filter(pk=cast.anna.user.pk).update(language="")
    german = open_browser(cast.anna, language="de")
    assert '<html lang="de"' in text(german.get("/"))
    german.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in text(german.get("/"))
    assert '<html lang="en"' in text(open_browser(cast.anna, language="de").get("/"))
    assert User.objects.get(pk=cast.anna.user.pk).language == "en"


@pytest.mark.feature("A16")
def test_before_signing_in_the_switch_is_there_and_german_is_the_standard(nord):
    visitor = open_browser(site=nord, language="fr")
    first = text(visitor.get("/sign-in/"))
    assert '<html lang="de"' in first
    assert 'name="language" value="en"' in first
    visitor.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert '<html lang="en"' in text(visitor.get("/sign-in/"))


@pytest.mark.feature("A16")
def test_only_languages_the_firm_offers_can_be_chosen(cast):
    FirmSettings.objects.filter(site=cast.site).update(languages=["de", "en"])
    anna = open_browser(cast.anna)
    anna.post("/language/", {"language": "fr", "next": "/"})
    assert '<html lang="en"' in text(anna.get("/"))


@pytest.mark.feature("A17")
def test_a_matter_opens_by_one_link_that_a_second_click_does_not_open_twice(cast):
    home = text(open_browser(cast.anna).get("/"))
    link = f'href="/matters/{cast.matter.uuid}/" data-once'
    second = make.matter(cast.site, cast.carla, cast.anna)
    home = text(open_browser(cast.anna).get("/"))
    assert link in home
    assert f'href="/matters/{second.uuid}/" data-once' in home


@pytest.mark.feature("A18")
@pytest.mark.parametrize("part", ["", "files/", "messages/", "messages/new/"])
def test_every_part_of_a_matter_leads_back_to_all_matters(cast, part):
    answer = text(open_browser(cast.anna).get(f"/matters/{cast.matter.uuid}/{part}"))
    assert "All matters" in answer
    assert 'href="/"' in answer


@pytest.mark.feature("A21", "A22", "A23")
def test_the_matter_shows_number_subject_and_description(cast):
    matter = make.matter(
        cast.site,
        cast.carla,
        cast.anna,
        reference="77/26-X",
        subject="Purchase of the mill",
        description="Old wheel, new owner.",
    )
    seen = page(cast.anna, matter)
    assert "77/26-X" in seen
    assert "Purchase of the mill" in seen
    assert "Old wheel, new owner." in seen


@pytest.mark.feature("A23")
def test_a_draft_of_the_description_is_not_shown_before_it_is_published(cast):
    cast.matter.description = "Not yet decided"
    cast.matter.save_revision(user=cast.carla)
    assert "Not yet decided" not in page(cast.anna, cast.matter)


@pytest.mark.feature("A24")
def test_the_matter_shows_the_office_of_its_lawyer_not_the_standard_address(cast):
    harbour, castle = office(cast.site, "Harbour"), office(cast.site, "Castle")
    FirmSettings.objects.filter(site=cast.site).update(standard_office=harbour)
    cast.carla.profile.office = castle
    cast.carla.profile.save()
    seen = page(cast.anna, cast.matter)
    assert "Street of Castle" in seen
    assert "Street of Harbour" not in seen


@pytest.mark.feature("A24")
def test_without_an_office_of_the_lawyer_the_standard_address_stands_in(cast):
    FirmSettings.for_site(cast.site)
    harbour = office(cast.site, "Harbour")
    settings = FirmSettings.objects.get(site=cast.site)
    settings.standard_office = harbour
    settings.save()
    assert "Street of Harbour" in page(cast.anna, cast.matter)


@pytest.mark.feature("A25")
def test_the_lawyers_picture_is_shown_and_without_one_the_initials(cast):
    seen = page(cast.anna, cast.matter)
    assert "Carla Staff" in seen
    assert ">CS</span>" in seen
    buffer = BytesIO()
    Image.new("RGB", (80, 80)).save(buffer, "PNG")
    cast.carla.profile.picture = SimpleUploadedFile("carla.png", buffer.getvalue())
    cast.carla.profile.save()
    anna = open_browser(cast.anna)
    seen = text(anna.get(f"/matters/{cast.matter.uuid}/"))
    assert cast.carla.profile.picture.url in seen
    assert anna.get(cast.carla.profile.picture.url).status_code == 200


@pytest.mark.feature("A26")
def test_parties_are_listed_once_they_are_marked_for_clients(cast):
    Party.objects.create(matter=cast.matter, role="Insurer", name="Hanse Insurance", is_published=True)
    Party.objects.create(matter=cast.matter, role="Witness", name="Secret Neighbour")
    seen = page(cast.anna, cast.matter)
    assert "Hanse Insurance" in seen
    assert "Insurer" in seen
    assert "Secret Neighbour" not in seen
