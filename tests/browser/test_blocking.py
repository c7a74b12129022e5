"""Staff block a client who is at work in the portal: the very next click is refused, until they unblock the access."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]


def decide(staff, portal_tab, action):
    """The button of the client's Portal tab, and the answer to its question."""
    staff.page.goto(portal_tab)
    staff.page.locator(f"main a[href$='/{action}/']").click()
    staff.page.locator("main form[method=post] [type=submit]").click()
    staff.page.locator(".messages .success").wait_for()


def tries_to_sign_in(client, entry):
    client.go("/sign-in/")
    client.page.fill("[name=email]", entry["email"])
    client.page.fill("[name=password]", entry["password"])
    client.page.locator("form:has([name=password]) [type=submit]").first.click()
    client.page.wait_for_load_state()
    return "/sign-in/" not in client.page.url


@pytest.mark.feature("P10", "P21")
def test_the_next_click_of_a_blocked_client_is_refused(visitor, person):
    entry = person("client", "Javier")
    client, staff = visitor(entry, width=390), visitor(person("handler"))
    staff.go("/admin/clients/")
    staff.page.get_by_role("link", name=entry["name"]).first.click()
    staff.page.locator(".w-tabs__tab[href$='/portal/']").click()
    staff.page.wait_for_url("**/portal/")
    portal_tab = staff.page.url
    client.go("/")
    matter = client.page.locator("main a[href^='/matters/']").first
    subject, path = matter.inner_text(), matter.get_attribute("href")

    decide(staff, portal_tab, "block")
    assert matter.is_visible()  # the page still stands there, but leads nowhere
    matter.click()
    client.page.wait_for_url("**/sign-in/**")
    assert subject not in client.page.content()
    assert client.page.request.get(client.base + path, max_redirects=0).status == 302
    assert not tries_to_sign_in(client, entry)
    client.check_accessibility()

    decide(staff, portal_tab, "unblock")
    assert tries_to_sign_in(client, entry)
    assert client.go(path).status == 200
    assert client.complaints == staff.complaints == []
