"""axe finds nothing on any page, in any shipped palette, by day and by night, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.theme import samples
from tests.theme.test_pages import draw
from theme.palettes import PALETTES

pytestmark = pytest.mark.browser
LOOKS = [(palette["key"], scheme) for palette in PALETTES for scheme in ("light", "dark")]
CASES = [
    pytest.param(name, *LOOKS[number % len(LOOKS)], id=name)  # every palette meets a few pages
    for number, name in enumerate(samples.PAGES)
]


def findings(page):
    return {
        rule["id"]: [node["html"] for node in rule["nodes"]]
        for rule in Axe().run(page).response["violations"]
    }


@pytest.mark.parametrize(("name", "palette", "scheme"), CASES)
def test_axe_finds_nothing(name, palette, scheme, open_page):
    page = open_page(draw(name), width=390, scheme=scheme, palette=palette)
    assert findings(page) == {}
    page.set_viewport_size({"width": 1280, "height": 800})
    assert findings(page) == {}
    assert page.complaints == []


@pytest.mark.parametrize("palette", [palette["key"] for palette in PALETTES])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_files_in_every_state_are_legible_in_every_palette(palette, scheme, open_page):
    assert findings(open_page(draw("files"), scheme=scheme, palette=palette)) == {}


@pytest.mark.parametrize("name", [name for name in samples.PAGES if name != "500"])
def test_a_page_fits_a_screen_of_320_points_and_text_of_twice_the_size(name, open_page):
    page = open_page(draw(name), width=320, height=256)
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.evaluate(too_wide)


def test_words_of_the_bar_at_the_foot_do_not_lie_over_each_other(open_page):
    page = open_page(draw("home"), width=320, height=800)
    page.evaluate("""() => {
      const list = document.querySelector('.nav__list'), item = list.lastElementChild;
      list.replaceChildren(...['Startseite', 'Postfach', 'Dateien', 'Aufgaben', 'Abrechnung'].map((word) => {
        const copy = item.cloneNode(true);
        copy.querySelector('.nav__link').textContent = word;
        return copy;
      }));
    }""")
    tight = "() => [...document.querySelectorAll('.nav__link')].filter(link => link.scrollWidth > link.clientWidth)"
    assert page.evaluate(f"({tight})().map(link => link.textContent.trim())") == []


def test_what_one_presses_is_large_enough_for_a_thumb(open_page):
    page = open_page(draw("files"), width=390)
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
        .filter((element) => !element.closest(".sr-only, .skip, .row__title"))
        .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && box.height < 43.5).map(([text]) => text)""")
    assert small == []


def test_a_walk_by_keyboard_reaches_all_and_always_shows_where_it_is(open_page):
    page = open_page(draw("home"), width=1280)
    reached = []
    for _step in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => {
            const here = document.activeElement;
            const seen = [here, ...here.children].some((e) => getComputedStyle(e).outlineStyle !== "none")
                || getComputedStyle(here, "::after").outlineStyle !== "none";
            return [here.tagName, here.textContent.trim().slice(0, 40), seen];
        }""")
        if state[0] == "BODY":
            break
        reached.append(state)
    assert reached[0][1] == "Skip to the content"
    assert [text for _tag, text, seen in reached if not seen] == []
    assert "Handbook" in reached[-1][1]
