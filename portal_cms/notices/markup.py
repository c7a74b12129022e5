"""Markers in a text of a firm: finding them, checking them, and putting plain values in their place.

The text is never a template. Each channel escapes for itself, and a value is not searched for markers again.
"""

import copy
import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MARKER = re.compile(r"\{([^{}]*)\}")
LOOSE = re.compile(r"[{}]")
BLOCKS = ["p", "h3", "h4", "li"]
STYLES = {
    "p": "margin:0 0 16px;",
    "h3": "margin:24px 0 8px; font-size:19px; line-height:1.3;",
    "h4": "margin:20px 0 8px; font-size:17px; line-height:1.3;",
    "ul": "margin:0 0 16px; padding-left:24px;",
    "ol": "margin:0 0 16px; padding-left:24px;",
    "a": "color:#1d4f91;",
}
LINK = "link"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with the markers of a text; names as they were typed."""

    unknown: list[str]
    broken: bool
    missing: list[str]


def names_in(text: str) -> set[str]:
    return set(MARKER.findall(text))


def check(text: str, *, known, required=(), is_html=False) -> Findings:
    """Compare the markers of a text with those it may and must have. Broken: a bracket without its partner, or
    formatting inside of a marker."""
    pieces = [str(node) for node in _soup(text).find_all(string=True)] if is_html else [text]
    lines = [block.get_text() for block in _soup(text).find_all(BLOCKS)] if is_html else [text]
    found = set().union(*map(names_in, pieces))
    return Findings(
        unknown=sorted(found - set(known)),
        broken=any(LOOSE.search(MARKER.sub("", piece)) for piece in pieces)
        or bool(set().union(*map(names_in, lines)) - found),
        missing=[name for name in required if name not in found],
    )


def fill_line(text: str, values: dict[str, str]) -> str:
    """A line of plain text; an unknown marker stays what was typed."""
    return MARKER.sub(lambda match: values.get(match[1], match[0]), text)


def fill_html(body: str, values: dict[str, str], *, button: str, base_url: str) -> SafeString:
    """The body for the HTML part. A line whose marker is empty is left out; a line that is only the link
    becomes `button`."""
    soup = _filled_lines(body, values)
    for tag in soup.find_all(list(STYLES)):
        tag.attrs = {**_address(tag, base_url), "style": STYLES[tag.name]}
    for block in soup.find_all(BLOCKS):
        if _is_lone_link(block):
            block.replace_with(_soup(button))
            continue
        for node in block.find_all(string=MARKER):
            node.replace_with(*_parts(soup, node, values))
    return mark_safe(str(soup))


def fill_text(body: str, values: dict[str, str], *, label: str, base_url: str) -> str:
    """The body for the plain text part, under the same rules."""
    soup = _filled_lines(body, values)
    paragraphs = []
    for block in soup.find_all(BLOCKS):
        if _is_lone_link(block):
            paragraphs.append(f"{label}:\n{values[LINK]}")
        elif block.name == "li":
            _add_item(paragraphs, block, fill_line(_plain(block, base_url), values))
        else:
            paragraphs.append(fill_line(_plain(block, base_url), values))
    return "\n\n".join(paragraphs)


def _soup(html):
    return BeautifulSoup(html, "html.parser")


def _filled_lines(body, values):
    empty = {name for name, value in values.items() if not value}
    soup = _soup(body)
    for block in soup.find_all(BLOCKS):
        _drop_lines(block, empty)
    for items in soup.find_all(["ul", "ol"]):
        if not items.find("li"):
            items.decompose()
    return soup


def _drop_lines(block, empty):
    lines = block.decode_contents().split("<br/>")
    kept = [line for line in lines if not names_in(line) & empty]
    if len(kept) == len(lines):
        return
    if not kept:
        block.decompose()
        return
    block.clear()
    block.extend(list(_soup("<br/>".join(kept)).contents))


def _is_lone_link(block):
    return block.name != "li" and block.get_text(strip=True) == f"{{{LINK}}}"


def _parts(soup, node, values):
    """Text, values and links in their order; the parser escapes them when it writes."""
    parts, end = [], 0
    for match in MARKER.finditer(node):
        parts.append(NavigableString(node[end : match.start()]))
        value = values.get(match[1], match[0])
        parts.append(
            _anchor(soup, value) if match[1] == LINK and not node.find_parent("a") else NavigableString(value)
        )
        end = match.end()
    parts.append(NavigableString(node[end:]))
    return parts


def _anchor(soup, address):
    anchor = soup.new_tag("a", href=address, style=f"{STYLES['a']} word-break:break-all;")
    anchor["class"] = "m-link"
    anchor.string = address
    return anchor


def _address(tag, base_url):
    """Of a link: its address, on the firm's host if it is a page of the portal. Nothing else is kept."""
    href = tag.get("href", "")
    if tag.name != "a":
        return {}
    return {"class": "m-link", "href": f"{base_url}{href}" if href.startswith("/") else href}


def _plain(block, base_url):
    copied = copy.copy(block)
    for line_break in copied.find_all("br"):
        line_break.replace_with("\n")
    for anchor in copied.find_all("a"):
        href, text = _address(anchor, base_url)["href"], anchor.get_text()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        anchor.replace_with(text if not href or bare in text else f"{text} ({href})")
    return copied.get_text().strip()


def _add_item(paragraphs, item, text):
    """Items of a list stand below each other without empty lines."""
    siblings = item.parent.find_all("li", recursive=False) if item.parent else [item]
    number = next(index for index, sibling in enumerate(siblings, 1) if sibling is item)
    sign = f"{number}." if item.parent and item.parent.name == "ol" else "-"
    line = f"{sign} {text}"
    if number > 1 and paragraphs:
        paragraphs[-1] += f"\n{line}"
    else:
        paragraphs.append(line)


def paragraph(text: str) -> str:
    """Plain lines as one paragraph of rich text."""
    return f"<p>{'<br/>'.join(escape(line) for line in text.splitlines())}</p>"
