"""Which role may do what. A role of a firm is a group, so Wagtail's own tools understand it.

Page, image and settings permissions are given per firm (its root page, collection, site); permissions on
portal models are plain model permissions, which every queryset narrows to the person's firm.
"""

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission, Site

from portal_cms.accounts.models import FirmRole

Key = FirmRole.Key

ADMIN = "wagtailadmin.access_admin"
WORK = [
    ADMIN,
    "portal_matters.view_matter", "portal_matters.add_matter", "portal_matters.change_matter",
    "portal_matters.lock_matter", "portal_matters.unlock_matter",  # the text only
    "portal_clients.view_client", "portal_clients.add_client", "portal_clients.change_client",
    "portal_documents.view_document", "portal_documents.add_document", "portal_documents.change_document",
    "portal_documents.delete_document",  # only what no client ever saw, see documents.filing
]  # fmt: skip
QUESTIONNAIRES = [
    f"portal_questionnaires.{action}_questionnaire" for action in ("view", "add", "change", "publish")
]
LOOK = [
    ADMIN,
    *QUESTIONNAIRES, "portal_questionnaires.delete_questionnaire",
    *(
        f"sitesettings.{action}_{model}"
        for model in ("officelocation", "theme", "firmportrait")
        for action in ("view", "add", "change", "delete")
    ),
    "sitesettings.publish_theme", "sitesettings.publish_firmportrait",
    "sitesettings.view_branding", "sitesettings.change_branding", "sitesettings.publish_branding",
    *(f"portal_help.{action}_helptext" for action in ("view", "add", "change", "delete", "publish")),
    "portal_notices.view_mailtext", "portal_notices.change_mailtext", "portal_notices.publish_mailtext",
]  # fmt: skip
TEMPLATES = [f"portal_requests.{action}_requesttemplate" for action in ("view", "add", "change", "delete")]
BILLING = [f"portal_billing.{action}_bill" for action in ("view", "add", "change", "delete", "publish")]
MODEL_PERMISSIONS = {
    Key.STAFF: WORK,
    Key.PORTAL: [
        "portal_matters.use_client_portal", "portal_matters.publish_matter", "portal_clients.invite_client", *TEMPLATES,
        *QUESTIONNAIRES,
    ],
    Key.BILLING: BILLING,
    Key.MARKETING: LOOK,
    Key.ADMIN: [
        *WORK,
        *LOOK,
        *BILLING,
        *TEMPLATES,
        *(f"sitesettings.{action}_sitehost" for action in ("view", "add", "change", "delete")),
        "portal_signing.add_seal",
        "portal_matters.manage_matter_people", "portal_matters.publish_matter", "portal_matters.unlock_matter",
        "portal_clients.invite_client", "portal_clients.delete_client",  # only if nothing hangs on the contact
        "portal_accounts.view_user", "portal_accounts.add_user", "portal_accounts.change_user",
        "portal_audit.view_auditevent", "portal_notices.view_outboxmessage", "portal_accounts.view_signinevent",
    ],
}  # fmt: skip
EDITS_PAGES = (Key.MARKETING, Key.ADMIN)
EDITS_SELLER = (Key.BILLING, Key.ADMIN)
PAGE_ACTIONS = [f"wagtailcore.{action}_page" for action in ("add", "change", "publish")]
IMAGE_ACTIONS = [f"wagtailimages.{action}_image" for action in ("add", "change", "choose")]
SETTINGS = "sitesettings.change_firmsettings"
SELLER = "portal_billing.change_sellersettings"
READING = "portal_reading.change_readingsettings"


@transaction.atomic
def make_roles(site, *, root_page, collection):
    """The groups of a firm with what each may do; can be run again after new permissions exist."""
    ids = _permission_ids()
    groups = {role.key: role.group for role in FirmRole.objects.filter(site=site).select_related("group")}
    for key in Key:
        if key not in groups:
            groups[key] = Group.objects.create(name=_group_name(site, key))
            FirmRole.objects.create(site=site, key=key, group=groups[key])
        groups[key].permissions.set([ids[name] for name in MODEL_PERMISSIONS[key]])
    editors, sellers = [groups[key] for key in EDITS_PAGES], [groups[key] for key in EDITS_SELLER]
    _give(GroupPagePermission, editors, [ids[name] for name in PAGE_ACTIONS], page=root_page)
    if collection:  # the operator can delete it
        _give(
            GroupCollectionPermission, editors, [ids[name] for name in IMAGE_ACTIONS], collection=collection
        )
    _give(GroupSitePermission, editors, [ids[SETTINGS]], site=site)
    _give(GroupSitePermission, sellers, [ids[SELLER]], site=site)
    _give(GroupSitePermission, [groups[Key.ADMIN]], [ids[READING]], site=site)


def renew_roles(using=DEFAULT_DB_ALIAS, plan=None, **_signal):
    """Give the roles of every firm what this version of the portal says; runs at the end of each `migrate` that leaves
    nothing to be migrated: before that there may be neither firms nor roles to ask for."""
    if plan is not None and _is_half_way(using):
        return
    for site in (
        Site.objects.filter(roles__isnull=False)
        .select_related("root_page", "firmsettings__collection")
        .distinct()
    ):
        make_roles(site, root_page=site.root_page, collection=site.firmsettings.collection)


def _is_half_way(using):
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def give_roles(user, keys):
    """Make `user` hold exactly these roles of the own firm."""
    user.groups.set(Group.objects.filter(portal_role__site=user.site, portal_role__key__in=keys))


def _group_name(site, key):
    return f"{site.site_name or site.hostname}: {Key(key).name.lower()} ({site.pk})"


def _permission_ids():
    """Of every permission by its name; one that does not exist is a mistake here, so asking for it raises."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in rows}


def _give(model, groups, permissions, **where):
    model.objects.bulk_create(
        [
            model(group=group, permission_id=permission, **where)
            for group in groups
            for permission in permissions
        ],
        ignore_conflicts=True,  # run again: they have it
    )
