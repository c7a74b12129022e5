"""Documents, shares and messages are reached by their own screens only, and lists hold what the person may see."""

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from portal_cms.documents.models import Document, DocumentPicture, Folder, Share
from portal_cms.messaging.models import Attachment, Message, QueuedMessage, Thread, ThreadSeen
from tests import make
from tests.conftest import assert_visible

pytestmark = pytest.mark.django_db

MODELS = [
    Document,
    DocumentPicture,
    Folder,
    Share,
    Thread,
    Message,
    QueuedMessage,
    Attachment,
    ThreadSeen,
]


@pytest.mark.parametrize("model", MODELS)
def test_no_model_is_a_snippet_or_in_the_reference_index(model):
    assert model not in get_snippet_models()
    assert model not in ReferenceIndex.tracked_models


@pytest.fixture
def two_firms(cast, sur):
    there = make.matter(sur, make.staff(sur, "Sofia"), make.client(sur, "Sara"))
    return {"here": cast.matter, "there": there}


def test_folders_are_visible_with_their_matter_and_to_clients_only_those_of_the_portal(cast, two_firms):
    portal = make.make_folder(cast.matter, "Court", by=cast.carla)
    inside = make.make_folder(cast.matter, "Inside", by=cast.carla, area=Folder.Area.FILE)
    foreign = make.make_folder(two_firms["there"], "Court", by=two_firms["there"].handler)
    assert_visible(Folder.objects.visible_to(cast.carla), shown=[portal, inside], hidden=[foreign])
    assert_visible(Folder.objects.visible_to(cast.anna.user), shown=[portal], hidden=[inside, foreign])


def test_a_waiting_message_is_visible_to_staff_of_the_matter_only(cast, two_firms):
    thread = make.message(cast.matter, cast.anna).thread
    queued = QueuedMessage.objects.create(
        site=cast.site, thread=thread, author=cast.carla, body="x", send_key="k"
    )
    assert_visible(QueuedMessage.objects.visible_to(cast.carla), shown=[queued], hidden=[])
    for stranger in (cast.anna.user, two_firms["there"].handler):
        assert_visible(QueuedMessage.objects.visible_to(stranger), shown=[], hidden=[queued])


@pytest.mark.parametrize("model", [Share, Thread, Message, QueuedMessage])
def test_records_of_sending_are_changed_by_nobody_through_wagtail(model, cast):
    policy = policy_registry.get_by_type(model)
    for action in ("add", "change", "delete"):
        assert not policy.user_has_permission(cast.carla, action)


def test_the_policy_of_documents_knows_the_firm(cast, two_firms):
    ours, theirs = make.document(two_firms["here"]), make.document(two_firms["there"])
    policy = policy_registry.get_by_type(Document)
    assert policy.user_has_permission_for_instance(cast.carla, "change", ours)
    assert not policy.user_has_permission_for_instance(cast.carla, "change", theirs)


def test_a_tab_with_news_carries_a_dot_until_this_person_has_seen_them(cast, browser):
    tabs = {
        name: reverse(f"portal_{name}", args=[cast.matter.pk])
        for name in ("documents_admin:portal", "messaging_admin:list")
    }
    make.document(cast.matter, client=cast.anna)
    make.message(cast.matter, cast.anna, by=cast.anna.user)
    carla = browser(cast.carla)
    documents = reverse("portal_documents_admin:list", args=[cast.matter.pk])
    assert carla.get(documents).text.count("portal-matter__new") == 2
    carla.get(tabs["messaging_admin:list"])
    assert carla.get(documents).text.count("portal-matter__new") == 1
    carla.get(tabs["documents_admin:portal"])
    assert carla.get(documents).text.count("portal-matter__new") == 0
    assert browser(cast.dario).get(documents).text.count("portal-matter__new") == 2


@pytest.mark.feature("A42")
def test_sharing_takes_four_clicks_from_the_home(cast, browser):
    document = make.document(cast.matter)
    carla = browser(cast.carla)
    home = carla.get(reverse("wagtailadmin_home")).text
    documents = reverse("portal_documents_admin:list", args=[cast.matter.pk])
    assert f'href="{documents}"' in home  # 1: the matter
    page = carla.get(documents).text
    assert f'value="{document.uuid}" form="portal-actions"' in page  # 2: the checkbox
    share = reverse("portal_documents_admin:share", args=[cast.matter.pk])
    assert f'form="portal-actions" formaction="{share}"' in page  # 3: without message
    form = carla.get(share, {"document": document.uuid})
    assert "Share 1 document" in form.text  # 4: Share
    carla.post(share, {"document": document.uuid, "client": cast.anna.uuid})
    assert Share.objects.count() == 1
