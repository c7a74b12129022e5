"""What the scripts add: progress, drafts, live counters; each page works without them."""

import json

import pytest
from playwright.sync_api import expect

from tests.theme.test_pages import draw

pytestmark = pytest.mark.browser
DRAFT = "Good morning, I have a question"


def test_an_upload_goes_file_by_file_and_says_what_became_of_each(open_page, tmp_path):
    good, large, bad = (tmp_path / name for name in ("brief.pdf", "large.pdf", "notes.exe"))
    good.write_bytes(b"%PDF-1.4")
    bad.write_bytes(b"MZ")
    large.write_bytes(b"x" * 600)
    html = draw("files").replace('data-max-bytes="104857600"', 'data-max-bytes="500"')
    page = open_page(html)
    sent = []

    def receive(route):
        sent.append(route.request)
        name = route.request.headers["x-file-name"]
        refused = name.endswith(".exe")
        answer = {"state": "refused", "message": "We do not take programs."} if refused else {
            "state": "checking", "name": name, "message": "Arrived, being checked.",
            "row_html": '<li class="row" id="fresh">brief</li>',
        }  # fmt: skip
        route.fulfill(
            status=422 if refused else 201, body=json.dumps(answer), content_type="application/json"
        )

    page.route("**/raw/", receive)
    page.set_input_files("#id_files", [good, large, bad])
    expect(page.locator(".upload__row progress")).to_have_count(0)
    rows = page.locator(".upload__row").all_inner_texts()
    assert "Arrived, being checked." in rows[0]
    assert "larger than allowed" in rows[1]
    assert "We do not take programs." in rows[2]
    assert [request.headers["x-file-name"] for request in sent] == ["brief.pdf", "notes.exe"]
    assert len({request.headers["x-upload-key"] for request in sent}) == 2
    assert sent[0].headers["x-csrftoken"]
    assert page.locator("[data-file-rows] > li").first.get_attribute("id") == "fresh"


def test_an_upload_after_the_end_of_the_session_says_what_to_do(open_page, tmp_path):
    file = tmp_path / "brief.pdf"
    file.write_bytes(b"%PDF-1.4")
    page = open_page(draw("files"))
    page.route("**/raw/", lambda route: route.fulfill(body=draw("sign_in"), content_type="text/html"))
    page.set_input_files("#id_files", file)
    expect(page.locator(".upload__state")).to_contain_text("You are not signed in any more")


def test_a_file_being_checked_turns_into_its_result(open_page):
    row = '<li class="row" id="file-1" data-state="{}"><p>{}</p></li>'
    checking = row.format("checking", "Being checked")
    html = draw("files").replace("data-file-rows data-rows-url=", "data-x=", 1)
    html = html.replace(
        "</main>", f'<ul data-rows-url="/rows/">{checking}</ul><b data-follows="file-1"></b></main>'
    )
    page = open_page(html)
    refused = row.format("rejected", '<span class="row__reason">Damaged</span>')
    page.route("**/rows/?row=1", lambda route: route.fulfill(body=refused, content_type="text/html"))
    page.wait_for_selector("#file-1[data-state=rejected]")
    assert page.locator("[data-follows]").inner_text() == "Damaged"


def test_without_scripts_the_same_form_has_a_button(open_page):
    page = open_page(draw("files"), java_script_enabled=False)
    assert page.get_by_role("button", name="Send files").is_visible()
    form = page.locator("form[enctype]")
    assert form.get_attribute("action") == "/up/"
    assert page.locator("#id_files").get_attribute("name") == "files"


def test_what_is_typed_stays_until_it_is_sent(open_page):
    page = open_page(draw("thread"))
    page.fill("textarea", DRAFT)
    page.reload()
    assert page.input_value("textarea") == DRAFT
    page.get_by_role("button", name="Send message").click()  # answered with nothing: the draft must survive
    page.wait_for_timeout(100)
    said = '<div class="messages"><div class="notice notice--success"></div></div>'
    arrived = draw("thread").replace("</main>", f"{said}</main>")
    page.reload()
    assert page.input_value("textarea") == DRAFT
    page.route("**/page/", lambda route: route.fulfill(body=arrived, content_type="text/html"))
    page.get_by_role("button", name="Send message").click()
    page.wait_for_selector(".messages")
    assert page.input_value("textarea") == ""
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_refused_message_keeps_its_draft_and_leads_to_the_error(open_page):
    page = open_page(draw("thread_refused"))
    page.evaluate("""sessionStorage.setItem("portal-sent", "portal-draft:thread-1")""")
    page.evaluate(
        "(text) => localStorage.setItem('portal-draft:thread-1',"
        " JSON.stringify({at: Date.now(), values: {body: text}}))",
        DRAFT,
    )
    page.reload()
    assert page.input_value("textarea") == DRAFT
    expect(page.locator("[data-focus]")).to_be_focused()


def test_what_was_typed_outlives_the_session(open_page):
    page = open_page(draw("thread"))
    page.fill("textarea", DRAFT)
    page.get_by_role("button", name="Send message").click()
    page.wait_for_timeout(100)
    page.route("**/page/", lambda route: route.fulfill(body=draw("sign_in"), content_type="text/html"))
    page.reload()  # as the server answers where nobody is signed in any more
    assert page.locator("[name=password]").is_visible()
    page.unroute("**/page/")
    page.reload()
    assert page.input_value("textarea") == DRAFT


def test_signing_out_leaves_no_draft_on_the_device(open_page):
    page = open_page(draw("thread"))
    page.fill("textarea", DRAFT)
    page.locator("summary", has_text="Anna").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(100)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_two_clicks_send_a_form_once(open_page):
    page = open_page(draw("sign_in"))
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.fill("[name=email]", "anna@example.org")
    page.fill("[name=password]", "secret")
    page.get_by_role("button", name="Sign in").dblclick()
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_counters_follow_the_server(open_page):
    page = open_page(draw("postbox"))
    page.route("**/live/", lambda route: route.fulfill(json={"messages": 7, "documents": 0}))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-unread=messages] [data-number]")).to_have_text("7")
    assert page.locator("[data-unread=messages]").is_visible()
    assert page.locator("[data-unread=documents]").is_hidden()


def test_escape_closes_a_menu_and_goes_back_to_its_button(open_page):
    page = open_page(draw("home"))
    menu = page.locator("details[data-menu]").last
    menu.locator("summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
