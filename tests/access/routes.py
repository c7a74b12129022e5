"""Every route of the resolver, and a path of each that leads to a thing of the restricted matter."""

import re
from fnmatch import fnmatchcase
from functools import cache

from django.urls import URLPattern, get_resolver

from portal_cms.accounts.doors import issue_link
from portal_cms.accounts.models import AccountToken, FirmRole
from portal_cms.accounts.services import issue_token
from portal_cms.audit.models import AuditEvent
from portal_cms.notices.models import OutboxMessage
from portal_cms.requests.links import make_link
from sitesettings.models import SiteHost


@cache
def all_routes():
    """Pairs of name and pattern; routes without a name go by their pattern."""
    found = {}
    for name, pattern, parameters in _walk(get_resolver().url_patterns):
        key = name if name not in found else f"{name}({','.join(parameters)})"
        found[key] = (pattern, parameters)
    return found


def _walk(patterns, prefix="", namespace=""):
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            parameters = list(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
            yield (f"{namespace}{entry.name}" if entry.name else f"/{pattern}"), pattern, parameters
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner)


def path_of(name, world):
    """The path of a route with the ids of this world."""
    pattern, parameters = all_routes()[name]
    values = values_of(name, world) if parameters else {}
    path = "/" + re.sub(
        r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>", lambda m: str(values[m[1] or m[2]]), pattern
    )
    path = re.sub(r"\(\(\?:.*?\)\*\)", "", path).replace("/.*", "/nothing-here")
    return re.sub(r"\\Z|[\^$\\]", "", path)


def values_of(name, world):
    """The arguments of a route: the first row of RULES whose pattern fits wins."""
    for pattern, make_values in RULES:
        if fnmatchcase(name, pattern):
            return make_values(world)
    raise AssertionError(f"{name} needs arguments: add a row to RULES in {__name__}.")


def _answered(world):
    row = world.photo_row
    return {"uuid": world.asked.uuid, "item": row.item.uuid, "row": row.pk}


def _revision(thing):
    return {"revision_id": thing.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest"}


def _page(world):
    page = world.nord.root_page
    revision = page.save_revision(log_action=False) if not page.latest_revision_id else page.latest_revision
    names = ("page_id", "parent_page_id", "pk", "page_to_move_id", "page_pk")
    return {
        **dict.fromkeys(names, page.pk), "destination_id": page.pk, "revision_id": revision.pk,
        "revision_id_a": "earliest", "revision_id_b": "latest", "content_type_app_name": "portal_pages",
        "content_type_model_name": "textpage", "app_label": "portal_pages", "model_name": "textpage",
        "action_name": "approve", "task_state_id": 1, "task_id": 1, "workflow_state_id": 1, "workflow_pk": 1,
        "page_view_restriction_id": 1,
    }  # fmt: skip


def _look(kind):
    return lambda world: {
        "pk": getattr(world.marmotden_look, kind).pk,
        "image_id": world.marmotden_look.image.pk,
        **(_revision(getattr(world.marmotden_look, kind)) if kind not in ("office", "image") else {}),
    }


def _token(world):
    return {"token": issue_token(world.anna.user, AccountToken.Purpose.RESET)}


RULES = [
    ("picture", lambda world: {"name": world.marmotden_look.image.file.name}),
    ("portal_accounts:set_password", _token),
    ("portal_accounts:personal_link", lambda world: {"token": issue_link(world.anna.user)}),
    ("portal_activity:*", lambda world: {"pk": world.matter.pk}),
    ("portal_dashboard:matter", lambda world: {"uuid": world.matter.uuid}),
    ("portal_parts:timeline", lambda world: {"uuid": world.matter.uuid}),
    ("portal_parts:date", lambda world: {"uuid": world.proceeding.uuid}),
    ("portal_parts:feed", lambda world: {"token": "none"}),
    ("portal_parts_admin:party*", lambda world: {"pk": world.matter.pk, "part": world.party.uuid}),
    ("portal_parts_admin:court*", lambda world: {"pk": world.matter.pk, "part": world.court.uuid}),
    ("portal_parts_admin:proceeding*", lambda world: {"pk": world.matter.pk, "part": world.proceeding.uuid}),
    ("portal_documents:download", lambda world: {"uuid": world.document.uuid}),
    ("portal_documents:view", lambda world: {"uuid": world.document.uuid}),
    ("portal_documents:picture", lambda world: {"uuid": world.document.uuid, "number": 1}),
    ("portal_documents:*", lambda world: {"uuid": world.matter.uuid}),
    ("portal_billing:*", lambda world: {"uuid": world.bill.uuid}),
    (
        "portal_billing_admin:*",
        lambda world: {"pk": world.matter.pk, "bill": world.bill.uuid, "kind": "invoice"},
    ),
    ("portal_messaging:thread", lambda world: {"uuid": world.thread.uuid}),
    ("portal_messaging:*", lambda world: {"uuid": world.matter.uuid}),
    (
        "portal_documents_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "document": world.document.uuid,
            "share": world.share.uuid,
            "folder": world.filing.uuid,
        },
    ),
    ("portal_matters_admin:accept", lambda world: {"pk": world.glossyibis_inquiry.pk}),
    ("portal_matters_admin:decline", lambda world: {"pk": world.glossyibis_inquiry.pk}),
    (
        "portal_matters_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "client": world.ben.pk,
            **_revision(world.matter),
        },
    ),
    (
        "portal_messaging_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "thread": world.thread.uuid,
            "message": world.message.uuid,
            "queued": world.queued.uuid,
        },
    ),
    ("portal_request_templates:*", lambda world: {"pk": world.glossyibis_template.pk}),
    ("portal_requests:code", lambda world: {"token": make_link(world.asked).rsplit("/", 2)[1]}),
    ("portal_requests:page", lambda world: _answered(world)),
    ("portal_requests:take_out", lambda world: _answered(world)),
    (
        "portal_questionnaires:*",
        lambda world: {
            "uuid": world.asked.uuid,
            "item": world.asked.items.get(kind="questionnaire").uuid,
            "page": 1,
        },
    ),
    (
        "portal_questionnaires_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "asked": world.asked.uuid,
            "item": world.asked.items.get(kind="questionnaire").uuid,
            "ending": "csv",
        },
    ),
    (
        "*questionnaire*",
        lambda world: {"pk": world.questionnaire.pk, **_revision(world.questionnaire)},
    ),
    ("portal_requests:link", lambda world: {"token": make_link(world.asked).rsplit("/", 2)[1]}),
    (
        "portal_signing:[!v]*",
        lambda world: {"uuid": world.signer.item.request.uuid, "item": world.signer.item.uuid, "number": 1},
    ),
    ("portal_requests:*", lambda world: {"uuid": world.asked.uuid, "item": world.asked.items.first().uuid}),
    ("portal_pdfforms_admin:*", lambda world: {"pk": world.matter.pk}),
    (
        "portal_pdfforms:*",
        lambda world: {"uuid": world.form.uuid, "item": world.form.items.first().uuid, "number": 1},
    ),
    (
        "portal_reading_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "document": world.upload.uuid,
            "suggestion": world.suggestion.uuid,
        },
    ),
    (
        "portal_requests_admin:*",
        lambda world: {
            "pk": world.matter.pk,
            "asked": world.asked.uuid,
            "item": world.asked.items.first().uuid,
            "link": world.asked.links.first().pk,
        },
    ),
    ("portal_clients_admin:*", lambda world: {"pk": world.clara.pk, "action": "block"}),
    ("portal_client_chooser:*", lambda world: {"pk": world.clara.pk}),
    ("reports_audit_*", lambda world: {"instance_pk": AuditEvent.objects.filter(site=world.nord).last().pk}),
    ("reports_sign-ins_*", lambda world: {"instance_pk": world.sign_in.pk}),
    (
        "*outbox*",
        lambda world: dict.fromkeys(
            ("instance_pk", "pk"), OutboxMessage.objects.filter(site=world.nord).last().pk
        ),
    ),
    ("*portal_matters_matter:*", lambda world: {"pk": world.matter.pk}),
    (
        "portal_mail_texts:*",
        lambda world: {**_look("text")(world), "event": "invitation", "language": "de"},
    ),
    ("*_mailtext:*", _look("text")),
    ("sitesettings:stylesheet", lambda world: {"digest": "0" * 20}),
    ("sitesettings:preview_stylesheet", lambda world: {"token": "none"}),
    ("portal_imports:sample", lambda world: {"kind": "clients", "ending": "csv"}),
    ("portal_imports:*", lambda world: {"uuid": world.run.uuid}),
    ("sitesettings:prove", lambda world: {"nonce": "0" * 32}),
    ("portal_guide:check", lambda world: {"pk": SiteHost.objects.get(site=world.nord).pk}),
    ("sitesettings_hosts:*", lambda world: {"pk": SiteHost.objects.get(site=world.nord).pk}),
    ("sitesettings_branding*", lambda world: {**_look("branding")(world), "mode": "sign-in-de"}),
    ("*_branding:*", _look("branding")),
    ("portal_help_texts:*", lambda world: {**_look("help")(world), "key": "what", "language": "de"}),
    ("*_helptext:*", _look("help")),
    ("sitesettings_theme_*", _look("theme")),
    ("*_theme:*", _look("theme")),
    ("*_officelocation:*", _look("office")),
    ("*_firmportrait:*", _look("portrait")),
    ("/admin/settings/sitesettings/firmsettings/*", lambda world: {"pk": world.nord.pk}),
    (
        "wagtailsettings:*",
        lambda world: {"app_name": "sitesettings", "model_name": "firmsettings", "pk": world.nord.pk},
    ),
    ("wagtailsites:*", lambda world: {"pk": world.nord.pk}),
    ("portal_notices_absence", lambda world: {"pk": world.emil.pk}),
    ("wagtailusers_users:*", lambda world: {"pk": world.emil.pk}),
    (
        "wagtailusers_groups:*",
        lambda world: {"pk": FirmRole.objects.get(site=world.nord, key="staff").group_id},
    ),
    (
        "wagtailadmin_collections:*",
        lambda world: dict.fromkeys(("pk", "collection_id"), world.nord.firmsettings.collection_id),
    ),
    ("wagtailadmin_api:images:*", _look("image")),
    ("wagtailadmin_api:documents:*", lambda world: {"pk": 1}),
    (
        "wagtailimages*",
        lambda world: {
            **_look("image")(world),
            "uploaded_file_id": 1,
            "filter_spec": "original",
            "pk": world.marmotden_look.image.pk,
        },
    ),
    ("wagtaildocs*", lambda world: {"document_id": 1, "doc_id": 1, "uploaded_file_id": 1, "pk": 1}),
    (
        "wagtailadmin_editing_sessions:*",
        lambda world: {
            "app_label": "portal_matters",
            "model_name": "matter",
            "object_id": world.matter.pk,
            "session_id": 1,
        },
    ),
    (
        "wagtail_bulk_action",
        lambda world: {"app_label": "portal_matters", "model_name": "matter", "action": "delete"},
    ),
    ("wagtailadmin_tag_model_autocomplete", lambda world: {"app_name": "taggit", "model_name": "tag"}),
    ("wagtailadmin_password_reset_confirm", lambda world: {"uidb64": "MQ", "token": "none"}),
    ("wagtailadmin_api:pages:action", lambda world: {**_page(world), "action_name": "delete"}),
    ("wagtailadmin_workflows:*", lambda world: {**_page(world), "pk": 1, "task_id": 1}),
    ("portal_page*", _page),
    ("wagtail*", _page),
]
