"""A guard in front of Wagtail's own admin views, which know nothing of firms.

Our screens scope themselves. Wagtail's have second views that do not ask about the object: lists of ids in a
bulk action or chooser, reports over the whole installation, APIs, tags. Here each is either the operator's
alone or gets only ids the person may see; anything else is the same 404 as an object that never was.
"""

import swapper
from django.apps import apps
from django.contrib.auth import get_user_model
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtail.permissions import policy_registry

OPERATOR_NAMESPACES = {
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtailembeds",  # fetches addresses of other servers
    "wagtailredirects",
    "wagtailsites",
    "wagtailusers_groups",
}
OPERATOR_VIEWS = {
    "wagtailadmin_api:documents",
    "wagtailadmin_api:images",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:aging_pages_results",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:locked_pages_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_results",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:workflow_tasks_results",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailsnippets:index",  # counts the rows of all firms
}
REPORTS = {"locked-pages", "aging-pages", "page-types-usage", "workflows", "workflow-tasks"}
PAGE_IDS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
ACTIONS = ["add", "change", "delete", "publish", "choose", "view"]


class AdminGuardMiddleware:
    """After the account is known, before the view runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    @cached_property
    def admin_path(self):
        return reverse("wagtailadmin_home")

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not request.path.startswith(self.admin_path) or not user.is_authenticated or user.is_superuser:
            return
        match = request.resolver_match
        check_operator(match)
        check_ids(request, match)


def check_operator(match):
    names = ":".join(match.namespaces)
    if match.namespaces and match.namespaces[0] in OPERATOR_NAMESPACES:
        raise Http404
    if names in OPERATOR_VIEWS or match.view_name in OPERATOR_VIEWS:
        raise Http404


def check_ids(request, match):
    """Keys in the path name something the person may see; lists of keys are cut down to that."""
    user = request.user
    for name, value in match.kwargs.items():
        model = model_of(match, name)
        if model and not is_seen(model, user, value):
            raise Http404
    if (
        match.view_name.startswith("wagtailsettings:")
        and match.kwargs.get("pk", user.site_id) != user.site_id
    ):
        raise Http404
    if match.view_name == "wagtail_bulk_action":
        narrow_bulk(request, match)
    elif match.view_name.endswith("chosen_multiple") and (model := chooser_model(match)):
        narrow_ids(request, model)


def model_of(match, name):
    """What a key in the path of a stock view stands for, if it is a page, picture or document."""
    if name in PAGE_IDS or (match.view_name == "wagtailadmin_pages:revisions_compare" and name == "pk"):
        return page_model()
    if name == "image_id":
        return get_image_model()
    if name in ("document_id", "doc_id"):
        return get_document_model()
    return chooser_model(match) if name == "pk" else None


def chooser_model(match):
    if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        return page_model()
    choosers = {"wagtailimages_chooser": get_image_model(), "wagtaildocs_chooser": get_document_model()}
    return choosers.get(match.namespaces[0]) if match.namespaces else None


def page_model():
    return swapper.load_model("wagtailcore", "Page")


def seen(model, user):
    """The objects of a model that the person may know of."""
    policy = policy_registry.get_by_type(model)
    if model is page_model():
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ACTIONS)


def is_seen(model, user, key):
    return str(key).isdigit() and seen(model, user).filter(pk=key).exists()


def narrow_bulk(request, match):
    """ "Select all" means all one may see. Staff accounts are never changed in bulk: roles of any firm could be
    given, and whoever is switched off has to be signed out as well."""
    try:
        model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
    except LookupError:
        raise Http404 from None
    action = match.kwargs["action"]
    if model is get_user_model() or action == "add_tags":  # tags are words all firms share
        raise Http404
    keep = Site.objects.values("root_page") if model is page_model() and action == "delete" else ()
    narrow_ids(request, model, without=keep)


def narrow_ids(request, model, without=()):
    """Cut the list of ids in the address down to what the person may see; a foreign one is a 404."""
    wanted = request.GET.getlist("id")
    objects = seen(model, request.user).exclude(pk__in=without)
    if model is page_model():
        objects = objects.filter(depth__gt=1)  # the root of all trees is no page
    if "all" not in wanted:
        objects = objects.filter(pk__in=[key for key in wanted if key.isdigit()])
    keys = [str(key) for key in objects.values_list("pk", flat=True)]
    if wanted and "all" not in wanted and len(keys) < len(set(wanted)):
        raise Http404
    request.GET = request.GET.copy()
    request.GET.setlist("id", keys)
