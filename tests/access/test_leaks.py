"""Nothing of another firm, and nothing of a restricted matter, at any address of the admin.

A member of staff with every role of a firm asks for all there is, with the keys of what is not theirs. Names
of that are planted with a word nobody types; it must not come back, and nothing of it may change.
"""

import io
from collections import defaultdict

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision, Site

from portal_cms.accounts.models import FirmRole, SignInEvent, User
from portal_cms.audit.models import AuditEvent
from portal_cms.clients.models import Client
from portal_cms.documents.models import Document, Folder, Share
from portal_cms.matters.models import Matter, MatterAccess, MatterClient
from portal_cms.messaging.models import Message, Thread
from portal_cms.notices.models import MailText, OutboxMessage
from portal_cms.pages.models import TextPage
from portal_cms.parts.models import Court, Party, Proceeding
from portal_cms.requests.models import RequestTemplate
from sitesettings.models import FirmPortrait, FirmSettings, OfficeLocation, SiteHost, Theme
from tests import make
from tests.access.crawl import admin_routes, bulk_routes, fill
from tests.conftest import open_browser

SEARCHED = "qzleak"
HIDDEN = "zqxwvj"
MARKER = f"{SEARCHED}{HIDDEN}"
KEPT = [
    Client, Collection, Document, FirmPortrait, FirmSettings, Folder, MailText, Matter, MatterAccess, MatterClient, Message,
    OfficeLocation, Page, Party, Court, Proceeding, Share, Site, SiteHost, TextPage, Theme, Thread, User, get_image_model(),
    RequestTemplate,
]  # fmt: skip
NOT_ASKED = (
    "/admin/logout/",
    "/admin/failwhale/",  # Wagtail's error on purpose
    "/admin/editing-sessions/release/",  # says "ok" to everybody and ends own sessions only
    "/admin/choose-external-link/",  # answers an empty form with an error
)
QUIET = {"client_activity_at", "last_activity_at", "last_login"}


@pytest.fixture
def world(nord, sur, settings):
    """Mona has every role in nord. Foreign is all of sur, and one restricted matter of nord."""
    mona, carla = make.staff(nord, "Mona", *FirmRole.Key), make.staff(nord, "Carla")
    make.matter(nord, mona, make.client(nord, "Anna"), subject="Known")
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in KEPT}
    hugo = make.client(nord, "Hugo")  # contacts belong to the whole firm, only the mandate is a secret
    restricted = plant(nord, carla, hugo, is_restricted=True)
    sol = make.staff(sur, f"Sol{MARKER}", *FirmRole.Key)
    foreign = plant(sur, sol, make.client(sur, f"Rosa{MARKER}", number=MARKER))
    plant_firm(sur)
    call_command("wagtail_update_index", verbosity=0)
    keys = defaultdict(list)
    for model in KEPT:
        rows = model._base_manager.exclude(pk__in=before[model])
        rows = rows.exclude(pk=hugo.pk) if model is Client else rows
        rows = rows.exclude(pk__in=[carla.pk, hugo.user_id]) if model is User else rows
        keys[model] = [*rows.values_list("pk", flat=True)]
    keys[Site], keys[Collection] = [sur.pk], [sur.firmsettings.collection_id]
    keys[Page] = [
        sur.root_page_id,
        *TextPage.objects.descendant_of(sur.root_page).values_list("pk", flat=True),
    ]
    keys["revision_id"] = [*Revision.objects.order_by("-pk").values_list("pk", flat=True)[:1]]
    keys["uuid"] = [row.uuid for model in (Document, Thread, Folder, Share, Party, Court, Proceeding) for row in model.objects.filter(
        matter=foreign)[:1]]  # fmt: skip
    for model in (AuditEvent, OutboxMessage):
        keys[model] = [*model.objects.filter(site=sur).values_list("pk", flat=True)[:2]]
    keys[SignInEvent] = [
        SignInEvent.objects.create(site=sur, user=sol, outcome="signed_in", device=MARKER).pk
    ]
    keys["any"] = [foreign.pk]
    return {"mona": mona, "keys": keys, "restricted": restricted, "foreign": foreign}


def plant(site, handler, client, **fields):
    """A matter with all that can lie in one, each with the marker in its names."""
    matter = make.matter(
        site, handler, client, subject=f"Divorce {MARKER}", reference=f"{MARKER}/{site.pk}", **fields
    )
    make.proceeding(matter, MARKER, court=make.court(matter, MARKER, published=False), published=False)
    make.party(matter, MARKER, published=False)
    document = make.document(matter, name=f"{MARKER}.pdf", title=MARKER)
    make.make_folder(matter, name=MARKER, area=Folder.Area.PORTAL, by=handler)
    make.share(document, client)
    make.message(matter, client, body=MARKER, channel=f"Channel {MARKER}")
    return matter


def plant_firm(site):
    """What a firm itself is made of."""
    Site.objects.filter(pk=site.pk).update(site_name=MARKER)
    FirmSettings.objects.filter(site=site).update(name=MARKER)
    Collection.objects.filter(pk=site.firmsettings.collection_id).update(name=MARKER)
    FirmRole.objects.get(site=site, key="staff").group.delete()
    FirmRole.objects.filter(site=site).first().group.__class__.objects.filter(portal_role__site=site).update(
        name=models.functions.Concat(models.Value(MARKER), models.F("pk"), output_field=models.CharField())
    )
    OfficeLocation.objects.create(site=site, name=MARKER, street=MARKER, timezone="Europe/Madrid")
    FirmPortrait.objects.create(
        site=site, language="es", title=MARKER, body=f"<p>{MARKER}</p>"
    ).save_revision()
    MailText.objects.create(
        site=site, event="invitation", language="es", subject=MARKER, body=f"<p>{MARKER} {{link}}</p>"
    ).save_revision()
    RequestTemplate.objects.create(site=site, name=MARKER, language="es", title=MARKER)
    shipped = Theme.objects.filter(site=None).first()
    shipped.pk, shipped.shipped_key, shipped.site, shipped.name = None, None, site, MARKER
    shipped.latest_revision = shipped.live_revision = None
    shipped.save(force_insert=True)
    page = TextPage(title=MARKER, slug="leak", language="es")
    site.root_page.add_child(instance=page)
    page.save_revision()
    file = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(file, "PNG")
    image = get_image_model()(title=MARKER, collection_id=site.firmsettings.collection_id)
    image.file = ContentFile(file.getvalue(), name="leak.png")
    image.save()


def requests_of(keys):
    """(path, names a foreign object) of everything there is to ask for."""
    for route, namespaces, view in admin_routes():
        for path, is_object in fill(route, namespaces, view, keys):
            yield path, is_object
            if not is_object:
                yield f"{path}?q={SEARCHED}", False
                yield f"{path}?export=csv", False
            if path.endswith("/chosen-multiple/"):
                for key in {key for model in KEPT for key in keys[model]}:
                    yield f"{path}?id={key}", False
    yield from bulk_routes(keys)


def picture_of(keys):
    """All columns of what must stay as it is."""
    return {
        model: [
            {name: value for name, value in row.items() if name not in QUIET}
            for row in model._base_manager.filter(pk__in=keys[model]).order_by("pk").values()
        ]
        for model in KEPT
    }


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_no_address_of_the_admin_shows_or_changes_what_is_not_yours(world):
    browser, keys = open_browser(world["mona"]), world["keys"]
    browser.raise_request_exception = False
    before, wrong, asked = picture_of(keys), [], 0
    for path, is_object in requests_of(keys):
        if path.startswith(NOT_ASKED):
            continue
        for method in ("get", "post"):
            response = getattr(browser, method)(path)
            asked += 1
            if HIDDEN in text_of(response):
                wrong.append(f"shown: {method} {path}")
            if response.status_code >= 500:
                wrong.append(f"{response.status_code}: {method} {path}")
            if is_object and response.status_code not in (404, 405):
                wrong.append(f"{response.status_code}, not 404: {method} {path}")
    assert asked > 500
    assert not wrong, "\n".join(wrong)
    assert picture_of(keys) == before


def test_the_owner_of_it_all_finds_it_there(world, sur):
    """The crawl above would be worth nothing if the words were nowhere."""
    sol = User.objects.get(site=sur, kind="staff")
    browser = open_browser(sol)
    foreign = world["foreign"]
    for path in (
        f"/admin/matters/edit/{foreign.pk}/",
        f"/admin/matters/?q={SEARCHED}",
        f"/admin/matters/{foreign.pk}/people/",
        "/admin/clients/",
        "/admin/users/",
        "/admin/images/",
        "/admin/choose/client/",
    ):
        assert HIDDEN in text_of(browser.get(path)), path


def test_the_operators_screens_do_not_exist_for_a_firm(world):
    browser = open_browser(world["mona"])
    for path in (
        "groups/", "sites/", "collections/", "workflows/list/", "reports/workflow/", "reports/locked/",
        "reports/aging-pages/", "reports/page-types-usage/", "api/main/images/", "tag-autocomplete/?term=q", "snippets/",
    ):  # fmt: skip
        assert browser.get(f"/admin/{path}").status_code == 404, path
    root = User.objects.create_superuser("root@example.com", make.PASSWORD)
    operator = open_browser(root, site=world["restricted"].site)
    for path in ("groups/", "sites/", "collections/", "reports/page-types-usage/"):
        assert operator.get(f"/admin/{path}").status_code == 200, path


def test_records_kept_beside_the_objects_stay_in_their_firm(world):
    assert not AuditEvent.objects.visible_to(world["mona"]).exclude(site=world["mona"].site).exists()
    assert not OutboxMessage.objects.visible_to(world["mona"]).exclude(site=world["mona"].site).exists()
