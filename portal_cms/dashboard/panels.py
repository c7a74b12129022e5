"""What staff find on the admin's home: what clients did in their matters, and which files came in last."""

from datetime import UTC, datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.ui.components import Component

from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter, MatterSeen

SHOWN = 8
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def my_matters(user):
    """Matters the person handles or assists, as far as the person may see them."""
    return Matter.objects.visible_to(user).filter(Q(handler=user) | Q(assistant=user))


def with_unseen_activity(matters, user):
    """Those in which a client did something since `user` last looked, newest first."""
    seen = MatterSeen.objects.filter(matter=OuterRef("pk"), user=user).values("seen_at")
    return (
        matters.filter(client_activity_at__isnull=False)
        .annotate(seen_at=Coalesce(Subquery(seen), LONG_AGO))
        .filter(client_activity_at__gt=F("seen_at"))
        .order_by("-client_activity_at")
    )


class SearchPanel(Component):
    """A search for matters, in the place of Wagtail's for pages where the person may see none: that one leads nowhere then."""

    name = "portal_search"
    order = 5
    template_name = "portal_dashboard/admin/search_panel.html"

    def get_context_data(self, parent_context):
        return {"finds_pages": parent_context.get("root_page") is not None}


class ActivityPanel(Component):
    """Unseen activity of clients in one's own matters."""

    name = "portal_activity"
    order = 10
    template_name = "portal_dashboard/admin/activity_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"matters": with_unseen_activity(my_matters(user), user)[:SHOWN]}


class MattersPanel(Component):
    """One's own matters, the liveliest first: the shortest way to their documents and messages."""

    name = "portal_matters"
    order = 15
    template_name = "portal_dashboard/admin/matters_panel.html"

    def get_context_data(self, parent_context):
        matters = my_matters(parent_context["request"].user).filter(state=Matter.State.OPEN)
        return {"matters": matters.order_by("-last_activity_at", "-pk")[:SHOWN]}


class UploadsPanel(Component):
    """The last files clients sent in one's own matters."""

    name = "portal_uploads"
    order = 20
    template_name = "portal_dashboard/admin/uploads_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        matters = my_matters(user).order_by().values("pk")
        uploads = Document.objects.filter(matter_id__in=matters, client__isnull=False)
        return {"uploads": uploads.select_related("matter", "client").order_by("-created_at", "-pk")[:SHOWN]}
