"""Every address of the admin, from the resolver, filled with the keys of objects a person must not know."""

import itertools
import re

from django.contrib.auth import get_user_model
from django.urls import URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site

from portal_cms.accounts.models import SignInEvent
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.matters.models import Matter
from portal_cms.notices.models import MailText, OutboxMessage
from portal_cms.requests.models import RequestTemplate
from sitesettings.models import Theme

BY_NAME = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "page_pk": Page,
    "image_id": get_image_model(),
    "document_id": get_document_model(),
    "doc_id": get_document_model(),
    "collection_id": Collection,
    "client": Client,
}
BY_NAMESPACE = {
    "wagtailadmin_collections": Collection,
    "wagtailadmin_pages": Page,
    "wagtailadmin_api": Page,
    "wagtailimages_chooser": get_image_model(),
    "wagtaildocs_chooser": get_document_model(),
    "wagtailusers_users": get_user_model(),
    "wagtailsettings": Site,
    "wagtailsites": Site,
    "portal_clients_admin": Client,
    "portal_mail_texts": MailText,
    "portal_request_templates": RequestTemplate,
}
BY_ROUTE = {
    "admin/matters/": Matter,
    "admin/themes/": Theme,
    "admin/reports/audit/": AuditEvent,
    "admin/reports/outbox/": OutboxMessage,
    "admin/reports/sign-ins/": SignInEvent,
}
WORDS = {
    "action_name": ["publish", "delete"],
    "event": ["invitation"],
    "language": ["de"],
    "app_label": ["portal_matters"],
    "app_name": ["sitesettings"],
    "content_type_app_name": ["portal_pages"],
    "content_type_model_name": ["textpage"],
    "filter_spec": ["original"],
    "model_name": ["matter", "firmsettings"],
    "action": ["block", "remove_access", "delete"],
    "revision_id_a": ["earliest"],
    "revision_id_b": ["latest"],
    "token": ["none"],
    "uidb64": ["none"],
}


def admin_routes():
    """(route, namespaces, view) of each pattern below /admin/."""

    def walk(patterns, prefix, namespaces):
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
                yield from walk(entry.url_patterns, route, inner)
            else:
                yield route, namespaces, entry.callback

    return [row for row in walk(get_resolver().url_patterns, "", ()) if row[0].startswith("admin/")]


PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def fill(route, namespaces, view, keys):
    """Paths of a route with foreign keys in it. `keys` is {model: [pk]}, with UUIDs under "uuid"."""
    template, names = _template(route)
    model = _model_of(route, namespaces, view)
    choices = [_choices(name, kind, model, keys) for kind, name in names]
    is_object = any(name not in WORDS for _kind, name in names)
    for values in itertools.product(*choices):
        yield "/" + template.format(*values), is_object


def _template(route):
    """The route as a format string, and (converter, name) of its parameters in order."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<re:\1>", route)
    route = route.replace("^", "").replace("$", "").replace("\\", "")
    names = PARAMETER.findall(route)
    return PARAMETER.sub("{}", route.replace("{", "{{").replace("}", "}}")), names


def _choices(name, kind, model, keys):
    if kind == "uuid":
        return keys["uuid"]
    if name in WORDS:
        return WORDS[name]
    if name in ("revision_id", "task_id", "session_id", "task_state_id", "workflow_state_id"):
        return keys[name][:1] or [1]
    return keys[BY_NAME.get(name) or model] or keys["any"][:1]


def _model_of(route, namespaces, view):
    """What "pk" means in a route."""
    route = route.replace("^", "")
    for start, model in BY_ROUTE.items():
        if route.startswith(start):
            return model
    initkwargs = getattr(view, "view_initkwargs", {})
    model = initkwargs.get("model") or getattr(getattr(view, "view_class", None), "model", None)
    return model or BY_NAMESPACE.get(namespaces[0] if namespaces else "")


def bulk_routes(keys):
    """The bulk actions of every model, with ids and with "all"."""
    bulk_action_registry._scan_for_bulk_actions()
    for app_label, models in bulk_action_registry.actions.items():
        for model_name, actions in models.items():
            for action, action_class in actions.items():
                model = next(row for row in action_class.models if row._meta.model_name == model_name)
                base = f"/admin/bulk/{app_label}/{model_name}/{action}/"
                yield f"{base}?id=all", False
                for key in keys.get(model, []):
                    yield f"{base}?id={key}", True
