"""Small words for the staff's screens."""

from django import template
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal_cms.documents.inspection.wording import reason_text
from portal_cms.documents.rows import type_text

register = template.Library()
register.filter("refusal", reason_text)
register.filter("type_label", type_text)


@register.simple_tag(takes_context=True)
def client_url(context, client):
    """Where this person manages the client's access; nothing if that is not theirs to do."""
    return AdminURLFinder(context["request"].user).get_edit_url(client)
