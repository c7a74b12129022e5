"""The staff's screens in a real browser. Every address is answered by Django's test client, so no server runs."""

import mimetypes

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from portal_cms.documents.models import Document, Share
from portal_cms.messaging.models import Message
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "nord.example.com"
SITE = f"http://{HOST}"
UNSEEN = b"%PDF-1.4 brief"  # playwright does not show the body of a request that is a file
KEPT = {
    "accept",
    "content-type",
    "x-csrftoken",
    "x-requested-with",
    "x-file-name",
    "x-upload-key",
    "x-folder",
}


def answer(route, driver, connection):
    """What Django says to this request; static files come from where the finders have them."""
    connections["default"] = connection  # the test's own: playwright calls this in another context
    request = route.request
    path = request.url.removeprefix(SITE)
    if path.startswith("/static/"):
        file = finders.find(path.removeprefix("/static/").partition("?")[0])
        route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
        return
    headers = {name: value for name, value in request.headers.items() if name in KEPT}
    response = driver.generic(
        request.method, path, request.post_data_buffer or UNSEEN,
        content_type=headers.pop("content-type", "application/octet-stream"), headers=headers,
    )  # fmt: skip
    body = response.getvalue() if response.streaming else response.content
    kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    route.fulfill(status=response.status_code, headers=kept, body=body)


@pytest.fixture
def screen(chromium, browser):
    """`screen(carla, "/admin/...")` is a page of that person's browser."""
    contexts = []

    def open_(person, path, **options):
        driver, connection = browser(person), connections["default"]
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: answer(route, driver, connection))
        page.goto(SITE + path)
        return page

    yield open_
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")
        context.close()


def documents_url(matter):
    return reverse("portal_documents_admin:list", args=[matter.pk])


@pytest.mark.feature("A36")
@pytest.mark.feature("A37")
@pytest.mark.feature("A42")
@pytest.mark.feature("A50")
def test_a_document_is_shared_in_four_clicks_from_the_home(cast, screen):
    matter = make.matter(cast.site, cast.carla, cast.clara, subject="Only one client")
    make.document(matter, title="Lease draft")
    page = screen(cast.carla, "/admin/")
    page.get_by_role("link", name="Only one client").first.click()
    page.get_by_role("checkbox", name="Select Lease draft").check()
    page.get_by_text("One document selected").wait_for()
    page.locator(".portal-bar > button", has_text="without message").click()
    page.get_by_role("button", name="Share 1 document").click()
    page.locator(".messages .success").wait_for()
    assert "Clara Client" in page.locator(".messages .success").inner_text()
    assert Share.objects.get().client == cast.clara
    assert page.complaints == []


@pytest.mark.feature("A38")
@pytest.mark.feature("A43")
def test_both_menus_open_and_their_entries_act(cast, screen):
    make.document(cast.matter, title="Lease draft")
    page = screen(cast.carla, documents_url(cast.matter))
    page.get_by_role("button", name="Actions for Lease draft").click()
    page.get_by_role("link", name="Client portal: with message").click()
    page.get_by_role("heading", name="New message", level=3).wait_for()
    page.go_back()
    page.get_by_role("checkbox", name="Select Lease draft").check()
    page.get_by_role("button", name="Actions for the selected documents").click()
    page.locator("[data-tippy-root]").get_by_role("button", name="Client portal: without message").click()
    page.get_by_role("button", name="Share 1 document").wait_for()


def test_uploads_go_one_by_one_and_the_list_renews_itself_with_the_ticks_kept(cast, screen, tmp_path):
    make.document(cast.matter, title="Lease draft")
    files = [tmp_path / "brief.pdf", tmp_path / "answer.pdf"]
    for file in files:
        file.write_bytes(UNSEEN)
    page = screen(cast.carla, documents_url(cast.matter))
    page.get_by_role("checkbox", name="Select Lease draft").check()
    page.set_input_files("form[data-portal-upload] input[type=file]", files)
    page.get_by_role("link", name="brief").wait_for()
    page.get_by_role("link", name="answer").wait_for()
    assert Document.objects.count() == 3
    rows = page.locator("[data-portal-upload-rows] li").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["brief.pdf", "answer.pdf"]
    assert all("Being checked" in row for row in rows)
    assert page.get_by_role("checkbox", name="Select Lease draft").is_checked()
    Document.objects.filter(title="answer").update(state="rejected", reason="virus")
    page.locator(".is-bad", has_text="virus scanner").wait_for()


@pytest.mark.feature("A48")
def test_only_the_channels_of_the_chosen_client_are_offered(cast, screen):
    make.message(cast.matter, cast.anna, channel="Contract")
    make.message(cast.matter, cast.ben, channel="Costs")
    page = screen(cast.carla, reverse("portal_messaging_admin:new", args=[cast.matter.pk]))
    page.get_by_label("Ben Client").check()
    groups = page.locator("[name=channel] optgroup")
    assert [group.get_attribute("label") for group in groups.all() if group.is_enabled()] == ["Ben Client"]
    page.locator("[name=new_channel]").wait_for()
    page.select_option("[name=channel]", label="Costs")
    page.locator("[name=new_channel]").wait_for(state="hidden")
    page.fill("[name=body]", "The bill")
    page.get_by_role("button", name="Send message").click()
    page.locator(".messages .success").wait_for()
    assert Message.objects.order_by("-pk").first().thread.name == "Costs"


@pytest.mark.feature("A55")
def test_the_arrows_at_the_bottom_right_reload_the_conversation(cast, screen):
    make.message(cast.matter, cast.anna)
    page = screen(cast.carla, reverse("portal_messaging_admin:list", args=[cast.matter.pk]))
    make.message(cast.matter, cast.anna, by=cast.anna.user, body="Thank you")
    control = page.get_by_role("link", name="Reload")
    box = control.bounding_box()
    assert box["x"] > 1100
    assert box["y"] > 750
    control.click()
    page.get_by_text("Thank you").wait_for()


@pytest.mark.feature("A38")
def test_without_scripts_every_action_is_a_plain_button(cast, screen):
    make.document(cast.matter, title="Lease draft")
    page = screen(cast.carla, documents_url(cast.matter), java_script_enabled=False)
    page.get_by_role("checkbox", name="Select Lease draft").check()
    page.locator(".portal-bar .w-dropdown__content button", has_text="without message").click()
    page.get_by_role("button", name="Share 1 document").wait_for()


def test_the_sign_of_a_waiting_message_is_as_small_as_the_line(cast, screen, browser):
    matter = make.matter(cast.site, cast.carla, cast.clara)
    browser(cast.carla).post(
        reverse("portal_messaging_admin:new", args=[matter.pk]),
        {
            "client": cast.clara.uuid, "new_channel": "Contract", "body": "See the file", "send_key": "k",
            "files": [SimpleUploadedFile("plan.pdf", b"%PDF-1.4 plan")],
        },
    )  # fmt: skip
    page = screen(cast.carla, reverse("portal_messaging_admin:list", args=[matter.pk]))
    sign = page.locator(".portal-channels .icon")
    assert sign.bounding_box()["width"] <= 24
    assert page.locator(".portal-channels li").bounding_box()["height"] <= 48


def test_the_buttons_of_a_shared_document_stand_below_each_other_at_one_edge(cast, screen):
    document = make.document(cast.matter, title="Lease draft with a long name that takes its place")
    make.share(document, cast.anna)
    page = screen(cast.carla, reverse("portal_documents_admin:portal", args=[cast.matter.pk]))
    first, *others = (button.bounding_box() for button in page.locator("td .button-small").all())
    assert others
    for other in others:
        assert other["y"] == first["y"] or other["x"] == first["x"]


def test_on_a_phone_the_open_tab_of_a_matter_is_in_view(cast, screen):
    page = screen(cast.carla, reverse("portal_messaging_admin:list", args=[cast.matter.pk]))
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.wait_for_function(
        "document.querySelector('.portal-matter__tabs [aria-current]').getBoundingClientRect().right <= innerWidth"
    )
    assert page.evaluate("scrollY") == 0
    assert page.complaints == []


def test_a_notice_of_the_portal_keeps_its_distance_from_what_is_below(cast, screen):
    thread = make.message(cast.matter, cast.anna, body="Please call me.").thread
    page = screen(cast.anna.user, reverse("portal_messaging:thread", args=[thread.uuid]))
    page.fill("[name=body]", "I will.")
    page.get_by_role("button", name="Send message").click()
    page.locator(".main > .messages").wait_for()
    notice, below = (page.locator(f".main > .messages{way}").bounding_box() for way in ("", " + *"))
    assert below["y"] - notice["y"] - notice["height"] >= 16
