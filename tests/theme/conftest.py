"""A browser for pages that are drawn here: no server, every address is answered by the test."""

import mimetypes

import pytest
from django.contrib.staticfiles import finders

from portal_cms.common.headers import PORTAL_POLICY
from sitesettings import tokens
from theme.palettes import DEFAULT_PALETTE

SITE = "http://portal.test"


@pytest.fixture
def open_page(chromium):
    """`open_page(html, width=390, scheme="dark", palette="terra")` shows a page as a browser would get it."""
    contexts = []

    def open_(html, *, width=1280, height=800, scheme="light", palette=DEFAULT_PALETTE, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: _answer(route, html, palette))
        page.goto(f"{SITE}/page/")
        return page

    yield open_
    for context in contexts:
        context.close()


def _answer(route, html, palette):
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    if path == "/page/":
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": PORTAL_POLICY})
    elif path == "/theme.css":
        route.fulfill(body=sheet(palette), content_type="text/css")
    elif path.startswith("/static/"):
        file = finders.find(path.removeprefix("/static/"))
        route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
    else:
        route.fulfill(status=204)


def sheet(key):
    """A firm's sheet, made from a shipped palette as a firm gets it."""
    base = tokens.palette(key)
    shape = {name: base[name] for name in (*tokens.SHAPE, "heading_weight")}
    return tokens.stylesheet(tokens.Look(light=base["light"], dark=base["dark"], **shape))
