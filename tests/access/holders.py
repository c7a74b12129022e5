"""People who hold nothing but a personal link: what they may open is what the link is for."""

from django.utils import timezone

from portal_cms.requests import links, services
from portal_cms.requests.models import Request, RequestItem, RequestLink
from tests.access.observing import Visit, text_of, word_for
from tests.access.routes import path_of
from tests.conftest import open_browser

HOLDERS = {
    "live": "opened a link of anna's request",
    "dead": "opened one that has expired since",
    "revoked": "opened one that staff have ended since",
    "foreign": "opened a link of another client's request",
}


def is_opened_by_links(route, world):
    """The pages of the one request, whichever app brings them."""
    return path_of(route, world).startswith(f"/requests/{world.asked.uuid}/")


def open_holders(world):
    """Their browsers, by name. To be called in a transaction that is rolled back."""
    browsers, foreign = {}, _request_of_clara(world)
    for name in HOLDERS:
        asked = foreign if name == "foreign" else world.asked
        path = links.make_link(asked)
        browsers[name] = open_browser(site=world.nord)
        browsers[name].raise_request_exception = False
        assert browsers[name].post(path).status_code == 302, name
        mine = RequestLink.objects.order_by("-pk").first()
        if name == "dead":
            RequestLink.objects.filter(pk=mine.pk).update(expires_at=timezone.now())
        elif name == "revoked":
            links.revoke(asked, by=world.carla, link=mine.pk)
    return browsers


def _request_of_clara(world):
    asked = Request(
        site=world.nord, matter=world.glossyibis_matter, client=world.clara, title="Wanted glossyibis"
    )
    services.save_draft(asked, [RequestItem(title="Paper glossyibis")], by=world.carla)
    return services.send(asked, by=world.carla)


def visit(browser, route, method, world):
    path = path_of(route, world)
    answer = browser.generic(method, path)
    return Visit(word_for(answer), text_of(answer, path), 0, 0)
