"""The last look at rich text before clients see it, whichever way it came into the database."""

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

SCHEMES = ("http://", "https://", "mailto:", "tel:", "/")
PLAIN_TAGS = ("[document]", "b", "br", "em", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "ul")


def _safe_address(address):
    """http, https, mailto, tel, or a page of the portal; the link's text stays when its address is dropped."""
    checked = check_url(address) or ""
    is_ours = checked.lower().startswith(SCHEMES) and not checked.startswith("//")
    return checked if is_ours else None


class _PortraitTags(Whitelister):
    element_rules = {
        **dict.fromkeys(PLAIN_TAGS, allow_without_attributes),
        "a": attribute_rule({"href": _safe_address}),
    }


def show(html: str) -> SafeString:
    """Rich text as HTML of a few harmless tags."""
    return mark_safe(_PortraitTags().clean(expand_db_html(html)))
