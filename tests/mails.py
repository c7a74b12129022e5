"""Reading mails that arrived."""

import re
from urllib.parse import urlsplit


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def links_in(mail):
    """Every address in the text part."""
    return re.findall(r"https?://\S+", text_of(mail))


def link_of(mail):
    """The one address the mail is about: the first."""
    return links_in(mail)[0]


def path_of(mail, host):
    """The path of that address, which must be on the firm's host."""
    address = urlsplit(link_of(mail))
    assert (address.scheme, address.netloc) == ("https", host)
    return f"{address.path}?{address.query}" if address.query else address.path


def everything_in(mail):
    """Headers and both parts, decoded, for searching."""
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return "\n".join([headers, text_of(mail), html_of(mail)])
