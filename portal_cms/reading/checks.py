"""Settings of the language model that `check` finds before the first file is sent to it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from portal_cms.reading.endpoint_host import host, is_local


@checks.register(checks.Tags.security)
def check_endpoint(app_configs, **kwargs):
    """PORTAL_READING_ENDPOINT is an http(s) address with a model; outside of the own network it is https, and a
    warning tells where the text goes."""
    address = settings.PORTAL_READING_ENDPOINT
    if not address:
        return []
    problems, scheme, is_near = [], urlsplit(address).scheme, is_local(host())
    if scheme not in ("http", "https") or not host():
        problems.append(checks.Error("PORTAL_READING_ENDPOINT must be an http or https address.", hint="For example http://localhost:11434/v1", id="portal_cms.E020"))  # fmt: skip
    elif scheme == "http" and not is_near:
        problems.append(checks.Error("PORTAL_READING_ENDPOINT must use https outside of the own network.", hint="Files of clients would travel in the clear.", id="portal_cms.E021"))  # fmt: skip
    if not settings.PORTAL_READING_MODEL:
        problems.append(checks.Error("PORTAL_READING_MODEL names no model.", hint="Set the name the endpoint knows it by.", id="portal_cms.E022"))  # fmt: skip
    if not problems and not is_near:
        problems.append(checks.Warning(f"The text of files goes to {host()}, a foreign host, for firms that switch it on.", hint="Make sure that a contract allows it, or use a model in your own network.", id="portal_cms.W020"))  # fmt: skip
    return problems
