"""Share, upload, message, revoke: by a lawyer and a client in real browsers, against the running demo."""

import re
import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
WAYS = [
    pytest.param("de", 1280, True, id="de-desk"),
    pytest.param("de", 390, False, id="de-phone-without-scripts"),
    pytest.param("en", 390, True, id="en-phone"),
    pytest.param("en", 1280, False, id="en-desk-without-scripts"),
    pytest.param("es", 1280, True, id="es-desk"),
    pytest.param("es", 390, True, id="es-phone"),
]


class Matter:
    """One matter of the client's, as both sides reach it."""

    def __init__(self, client, lawyer):
        self.client, self.lawyer = client, lawyer
        client.go("/")
        self.path = client.page.locator("a[href^='/matters/'][data-once]").first.get_attribute("href")
        client.go(self.path)
        subject = client.page.locator("h1").first.inner_text()
        lawyer.go("/admin/matters/")
        row = lawyer.page.locator("tr", has_text=subject)
        link = row.locator("a[href*='/admin/matters/edit/']").first
        self.key = re.search(r"/edit/(\d+)/", link.get_attribute("href"))[1]

    def admin(self, part):
        return f"/admin/matters/{self.key}/{part}"


def retry(look, seconds=90):
    """The worker checks files a moment later; look until it has."""
    deadline = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(1)
    assert found


def shares(lawyer, matter, title, client_name):
    page = lawyer.page
    lawyer.go(matter.admin("documents/"))
    page.set_input_files(
        "form[data-portal-upload] input[type=file]",
        {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": PDF},
    )
    page.locator(f"a:has-text('{title}')").first.wait_for()

    def share():
        lawyer.go(matter.admin("documents/"))
        page.locator(f"tr:has-text('{title}') input[name=document]").check()
        page.locator(".portal-bar > button[formaction$='/share/']").first.click()
        if page.locator("[name=client][type=radio]").count():
            page.get_by_label(client_name).check()
        submit = page.locator("main form[method=post] button[type=submit]").last
        if submit.count():
            submit.click()
        page.wait_for_load_state()
        return page.locator(".messages .success").count() > 0

    retry(share)


@pytest.mark.feature("A20", "A37", "A44", "A45")
@pytest.mark.parametrize(("language", "width", "scripts"), WAYS)
def test_share_upload_message_and_revoke(visitor, person, language, width, scripts, tmp_path):
    client = visitor(person("client", "Anna"), width=width, scripts=scripts)
    lawyer = visitor(person("handler"))
    client.choose_language(language)
    matter = Matter(client, lawyer)
    word = f"{language}{width}{'s' if scripts else 'n'}"

    # Share: the client finds the document and takes it home.
    shares(lawyer, matter, f"Draft {word}", "Anna Berg")
    client.go(f"{matter.path}files/")
    row = client.page.locator("li.row", has_text=f"Draft {word}").first
    link = row.locator("a[href$='/download/']").get_attribute("href")
    with client.page.expect_download() as download:
        row.locator("a[href$='/download/']").click()
    download.value.save_as(tmp_path / "draft.pdf")
    assert (tmp_path / "draft.pdf").read_bytes() == PDF
    if scripts:
        client.check_accessibility()

    # Upload: the lawyer finds what the client sent.
    client.page.set_input_files(
        "[name=files]", {"name": f"receipt {word}.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    if not scripts:
        client.page.locator("form[enctype] [data-without-script] button").click()
    client.page.locator("li.row", has_text=f"receipt {word}").first.wait_for()

    def arrived():
        lawyer.go(matter.admin("portal/"))
        return lawyer.page.get_by_text(f"receipt {word}").count() > 0

    retry(arrived)

    # Message: one each way.
    client.go(f"{matter.path}messages/new/")
    client.page.fill("[name=name]", f"Question {word}")
    client.page.fill("[name=body]", f"When is the hearing, {word}?")
    if scripts:
        client.check_accessibility()
    client.page.locator("form.reply button[type=submit]").click()
    client.page.get_by_text(f"When is the hearing, {word}?").first.wait_for()
    lawyer.go(matter.admin("messages/"))
    lawyer.page.get_by_text(f"Question {word}").first.click()
    lawyer.page.fill("[name=body]", f"On Friday, {word}.")
    lawyer.page.locator(
        "form[data-portal-message] button[type=submit], main form:has([name=body]) button[type=submit]"
    ).first.click()
    lawyer.page.locator(".messages .success").wait_for()
    client.page.reload()
    client.page.get_by_text(f"On Friday, {word}.").first.wait_for()

    # Revoke: list entry and saved link end at once.
    lawyer.go(matter.admin("portal/"))
    row = lawyer.page.locator("tr, li", has_text=f"Draft {word}").last
    end = row.locator("a[href*='/end/']").first.get_attribute("href")
    lawyer.go(end)
    lawyer.page.locator("main form[method=post] button.serious").click()
    lawyer.page.wait_for_load_state()
    client.go(f"{matter.path}files/")
    assert client.page.get_by_text(f"Draft {word}").count() == 0
    assert client.page.request.get(client.base + link).status == 404
    assert client.complaints == []


CLIENT_PAGES = [
    "/", "{matter}", "{matter}files/", "{matter}messages/", "{matter}messages/new/", "/messages/", "/messages/new/", "/files/",
    "{thread}", "{preview}", "/profile/", "/profile/sessions/", "/password/change/", "/handbook/", "/imprint/", "/privacy/",
]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_page_of_a_client(visitor, person, width, scheme):
    client = visitor(person("client", "Anna"), width=width, color_scheme=scheme)
    places = {}
    for key, page, pattern in (
        ("matter", "/", "a[href^='/matters/'][data-once]"), ("thread", "/messages/", "main a[href^='/messages/']:not([href$='/new/'])"),
        ("preview", "/files/", "main a[href^='/documents/']:not([href$='/download/'])"),
    ):  # fmt: skip
        client.go(page)
        places[key] = client.page.locator(pattern).first.get_attribute("href")
    for path in CLIENT_PAGES:
        assert client.go(path.format(**places)).status == 200, path
        client.check_accessibility()
        overflow = client.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} is {overflow} px too wide"
    assert client.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_at_the_door(visitor, width):
    nobody = visitor(width=width)
    for path in (
        "/sign-in/",
        "/password/forgotten/",
        "/password/forgotten/sent/",
        "/password/set/nothing/",
        "/nothing-here/",
    ):
        nobody.go(path)
        nobody.check_accessibility()


@pytest.mark.feature("A17")
def test_a_matter_opens_by_keyboard_and_a_double_click_opens_it_once(visitor, person):
    client = visitor(person("client", "Anna"))
    client.go("/")
    link = client.page.locator("a[href^='/matters/'][data-once]").first
    path = link.get_attribute("href")
    link.focus()
    client.page.keyboard.press("Enter")
    client.page.wait_for_url(f"**{path}")
    client.go("/")
    asked = []
    client.page.on(
        "request", lambda request: asked.append(request.url) if request.is_navigation_request() else None
    )
    client.page.locator("a[href^='/matters/'][data-once]").first.dblclick(no_wait_after=True)
    client.page.wait_for_url(f"**{path}")
    assert len(asked) == 1


def test_each_firm_has_its_own_host_and_look(visitor, demo):
    for host in ("localhost", "kanzlei.localhost", "despacho.localhost"):
        entry = {"base_url": f"http://{host}:{demo.port}"}
        nobody = visitor()
        nobody.base = entry["base_url"]
        assert nobody.go("/sign-in/").status == 200
    nobody.base = f"http://elsewhere.localhost:{demo.port}"
    assert nobody.go("/sign-in/").status == 404
