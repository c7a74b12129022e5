"""The address of a picture is a name under one rule, however it is spelled; and a page shows its own firm's pictures."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from portal_cms.pages.models import TextPage
from tests import make


@pytest.fixture
def _files(cast):
    for name in ("images/logo.png", "staff/carla.png", "original_images/draft.png"):
        default_storage.save(name, ContentFile(b"content"))
    cast.carla.profile.picture = "staff/carla.png"
    cast.carla.profile.save()


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    "path",
    [
        "images/../staff/carla.png",
        "images/../original_images/draft.png",
        "images/x/../../staff/carla.png",
        "images/./../staff/carla.png",
        "images//../staff/carla.png",
        "images/..%2fstaff/carla.png",
        "images/%2e%2e/staff/carla.png",
        "images/..%5cstaff%5ccarla.png",
        "images/logo%00.png",
        "staff/carla%00.png",
    ],
)
def test_a_public_folder_in_the_address_opens_no_other_folder(nord, sur, browser, path):
    for driver in (browser(site=nord), browser(site=sur), browser(make.client(sur, "Olga"))):
        assert driver.get(f"/media/{path}").status_code == 404


def picture(site, title):
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(content, "PNG")
    content.seek(0)
    return get_image_model().objects.create(
        title=title, file=ImageFile(content, f"{title}.png"), collection=site.firmsettings.collection
    )


def with_picture(key, **values):
    return {
        "title": "Visit us", "slug": "visit", "purpose": "other", "language": "en", "action-publish": "1", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-type": "image", "body-0-id": "", "body-0-value-image": key,
        "body-0-value-alt_text": "The house", "body-0-value-decorative": "", "seo_title": "", "search_description": "",
        **values,
    }  # fmt: skip


@pytest.mark.parametrize("step", ["edit", "add", "preview"])
def test_a_text_page_takes_no_picture_of_another_firm(nord, sur, browser, step):
    marketing = browser(make.staff(nord, "Mia", make.Role.MARKETING))
    own, foreign = picture(nord, "Ownhouse"), picture(sur, "Secretdraft")
    page = TextPage(title="Visit us", slug="visit", language="en", purpose="other")
    nord.root_page.add_child(instance=page)
    address = {
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "add": reverse("wagtailadmin_pages:add", args=["portal_pages", "textpage", nord.root_page_id]),
        "preview": reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
    }[step]
    slug = "more" if step == "add" else "visit"
    shown = address if step == "preview" else f"/{slug}/"
    for key in (foreign.pk, 10**30, f"0{foreign.pk}"):
        answer = marketing.post(address, with_picture(key, slug=slug))
        assert answer.status_code == 200
        assert "Secretdraft" not in answer.text
        assert "Secretdraft" not in marketing.get(shown).text
    marketing.post(address, with_picture(own.pk, slug=slug))
    assert "Ownhouse" in marketing.get(shown).text
