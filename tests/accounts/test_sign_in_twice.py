"""A sign-in form left open in another tab is sent by somebody who is signed in by now."""

from tests import make


def test_signing_in_a_second_time_gives_a_new_session_and_ends_the_old_one(cast, browser):
    person = browser(site=cast.site)
    form = {"email": cast.anna.email, "password": make.PASSWORD}
    person.post("/sign-in/", form)
    first = person.cookies["sessionid"].value
    answer = person.post("/sign-in/", form)
    assert answer.status_code == 302
    assert person.cookies["sessionid"].value != first
    assert cast.anna.user.sessions.count() == 1
    assert person.get("/").status_code == 200
