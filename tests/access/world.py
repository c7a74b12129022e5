"""Two firms with one of everything, and a word planted in each thing: who may read that word is known.

The words are names of animals, so they stand in titles, names, file names, messages and the bytes of files
without being found anywhere else.
"""

import io
from types import SimpleNamespace

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from fixtures.acroform import Field, pdf
from portal_cms.accounts.models import SignInEvent, User
from portal_cms.common import vault
from portal_cms.documents.models import DocumentPicture, Folder
from portal_cms.help.models import HelpText
from portal_cms.imports.services import receive
from portal_cms.matters.inquiries import open_inquiry
from portal_cms.matters.models import Matter
from portal_cms.messaging.models import QueuedMessage
from portal_cms.notices.models import MailText
from portal_cms.questionnaires.models import AnswerSheet, Questionnaire
from portal_cms.reading.models import Reading, Suggestion
from portal_cms.requests import drafting
from portal_cms.requests import services as requests
from portal_cms.requests.links import make_link
from portal_cms.requests.models import ItemFile, Request, RequestItem, RequestTemplate, TemplateItem
from portal_cms.signing import services as signing
from portal_cms.signing.models import Signature, Signer, Signing
from sitesettings.models import Branding, FirmPortrait, OfficeLocation, Theme
from tests import make
from tests.make import Role
from tests.questionnaires.samples import build as build_questionnaire

PEOPLE = [
    "anonymous",  # nobody is signed in
    "anna",  # client of the matter
    "ben",  # other client of the same matter
    "clara",  # client of the same firm, of another matter
    "olga",  # client of the other firm
    "bruno",  # client of the matter whose access is blocked; an open session from before
    "carla",  # handler
    "dario",  # assistant
    "emil",  # named in the matter, without the portal permission
    "fritz",  # staff with the portal permission, not named in the restricted matter
    "pablo",  # handler and firm administration of the other firm
    "mia",  # marketing
    "frida",  # firm administration, not named in the restricted matter
]
STAFF = {"carla", "dario", "emil", "fritz", "mia", "frida"}
TEAM = {"carla", "dario", "emil"}  # sees the restricted matter
OFFICE = {*TEAM, "fritz", "frida"}  # sees the firm's clients and open matters
NORD = {"anna", "ben", "clara", *STAFF}

# word -> who may meet it; in brackets what carries it
MAY_READ = {
    "kestrel": {"anna", "ben", *TEAM},  # the published matter
    "wombatden": TEAM,  # its draft, its unpublished parts, the staff's own document, its folder
    "ospreyhawk": {"anna", *TEAM},  # what is anna's alone: files, their bytes, messages, channel
    "greyheron": {"ben", *TEAM},  # what is ben's alone
    "glossyibis": {"clara", *OFFICE},  # clara's open matter and all in it
    "lynxfield": {"anna", *OFFICE},  # anna's surname
    "benedetti": {"ben", *OFFICE},  # ben's surname
    "magpielark": {"anonymous", "bruno", *NORD},  # the office, which the firm's pages name
    "hoopoe": {"anna", "carla", "dario", "fritz", "mia", "frida", *TEAM},  # the questionnaire anna is asked
    "marmotden": STAFF,  # what marketing prepares: draft portrait and mail text, unused theme, picture
    "quokkaria": {"olga", "pablo"},  # everything of the other firm
}


BOOKS = (Role.STAFF, Role.PORTAL, Role.BILLING)


def build(nord, sur):
    """The world, made by the services the portal itself uses."""
    world = SimpleNamespace(nord=nord, sur=sur)
    _people(world)
    world.questionnaire = _questionnaire(nord, "hoopoe")
    _questionnaire(sur, "quokkaria")
    _matter_of_anna_and_ben(world)
    _other_matters(world)
    world.run = receive(
        nord, kind="clients", content=b"Number;Name\n1;Wombatden", name="wombatden.csv", by=world.carla
    )
    _bills(world)
    _look(world, nord, "marmotden", "magpielark")
    _look(world, sur, "quokkaria", "quokkaria")
    return world


def _people(world):
    nord, sur = world.nord, world.sur
    for name, roles in {
        "carla": BOOKS, "dario": BOOKS, "fritz": (), "emil": (Role.STAFF,), "mia": (Role.MARKETING,), "frida": (Role.ADMIN,),
    }.items():  # fmt: skip
        setattr(world, name, make.staff(nord, name.title(), *roles))
    world.pablo = make.staff(sur, "Pabloquokkaria", Role.STAFF, Role.PORTAL, Role.ADMIN, Role.MARKETING)
    for name, surname in {
        "anna": "Lynxfield",
        "ben": "Benedetti",
        "clara": "Claraglossyibis",
        "bruno": "Brunner",
    }.items():
        setattr(world, name, make.client(nord, name.title()))
        _rename(getattr(world, name), surname)
    world.olga = make.client(sur, "Olga")
    _rename(world.olga, "Quokkaria")


def _rename(client, surname):
    client.last_name = client.user.last_name = surname
    client.save()
    client.user.save()


def _matter_of_anna_and_ben(world):
    matter = world.matter = make.matter(
        world.nord, world.carla, world.anna, world.ben, world.bruno,
        assistant=world.dario, is_restricted=True,
        reference="kestrel-1/26", subject="Lease kestrel", description="About a kestrel",
    )  # fmt: skip
    make.grants.set_people(
        matter,
        by=world.carla,
        handler=world.carla,
        assistant=world.dario,
        named=[world.emil],
        restricted=True,
    )
    _parts(world, matter, "kestrel", "wombatden")
    matter.subject = "Lease kestrel, now wombatden"
    matter.save_revision(user=world.carla, log_action=False)
    matter.refresh_from_db()
    world.folder = make.make_folder(matter, "Folder ospreyhawk", by=world.carla)
    world.filing = make.make_folder(matter, "Filing wombatden", by=world.carla, area=Folder.Area.FILE)
    world.document = _document(matter, "ospreyhawk")
    make.share(world.document, world.anna, folder=world.folder)
    world.share = world.document.shares.get()
    _picture(world.document, b"ospreyhawk picture")
    world.upload = _document(matter, "ospreyhawk", client=world.anna)
    world.own_document = _document(matter, "wombatden")
    attachment = _document(matter, "ospreyhawk")
    world.message = make.message(
        matter,
        world.anna,
        body="News of the ospreyhawk",
        channel="Channel ospreyhawk",
        documents=[attachment],
    )
    world.thread = world.message.thread
    make.message(
        matter, world.anna, by=world.anna.user, body="Answer of the ospreyhawk", channel="Channel ospreyhawk"
    )
    world.suggestion = _suggestion(world.upload, "ospreyhawk")
    world.asked = _request(matter, world.carla, world.anna)
    world.form = _form(matter, world.carla, world.anna)
    world.signer = _signed(matter, world.carla, world.anna)
    make_link(world.asked)
    _picture(world.upload, b"ospreyhawk photo")
    world.photo_row = ItemFile.objects.create(
        item=world.asked.items.first(), document=world.upload, sent_name="ospreyhawk.jpg", page=1
    )
    world.queued = QueuedMessage.objects.create(
        site=world.nord,
        thread=world.thread,
        author=world.carla,
        body="Not yet sent ospreyhawk",
        send_key="queued",
    )
    world.sign_in = SignInEvent.objects.create(site=world.nord, user=world.anna.user, outcome="signed_in")
    make.share(_document(matter, "greyheron"), world.ben)
    make.message(matter, world.ben, body="News of the greyheron", channel="Channel greyheron")


def _suggestion(document, word):
    """What was read from a file, for staff to decide about."""
    reading = Reading.objects.create(site=document.site, document=document, state=Reading.State.DONE)
    return Suggestion.objects.create(
        site=document.site, reading=reading, kind="reference", value=f"Reference {word}", key=word, page=1, position=1,
        context=f"Our reference {word}", confidence=0.8,
    )  # fmt: skip


def _request(matter, by, client):
    asked = Request(
        site=matter.site, matter=matter, client=client, title="Wanted ospreyhawk", text="Why ospreyhawk"
    )
    item = RequestItem(title="Paper ospreyhawk", document=_document(matter, "ospreyhawk"))
    material = str(Questionnaire.objects.get(site=matter.site).uuid)
    form = RequestItem(kind="questionnaire", material=material, title="Form ospreyhawk")
    requests.save_draft(asked, [item, form], by=by)
    requests.send(asked, by=by)
    answers = {"police": {"value": "yes"}, "report": {"value": "Report ospreyhawk"}}
    AnswerSheet.objects.update(draft=answers, answers=answers, finished_at=timezone.now())
    return asked


def _questionnaire(site, word):
    row = build_questionnaire(site, title=f"Questions {word}")
    row.save_revision(log_action=False)
    return row


def _form(matter, by, client):
    page = [Field("text", "a", 20, 20, label="Of the ospreyhawk", is_required=True)]
    paper = make.document(
        matter, content=pdf(page), name="form-ospreyhawk.pdf", title="Form ospreyhawk", pages=1
    )
    _picture(paper, b"RIFF ospreyhawk")
    asked = Request(site=matter.site, matter=matter, client=client, title="Form ospreyhawk")
    requests.save_draft(asked, [RequestItem(kind="form", title="Sheet ospreyhawk", document=paper)], by=by)
    return requests.send(asked, by=by)


def _signed(matter, by, client):
    """A document that was signed and sealed, its result filed."""
    item = _request(matter, by, client).items.first()
    document, result = _document(matter, "ospreyhawk"), _document(matter, "ospreyhawk")
    _picture(document, b"ospreyhawk picture")
    RequestItem.objects.filter(pk=item.pk).update(kind="sign", document=document)
    item.refresh_from_db()
    signer = signing.ask(item, place="last", in_turn=False, by=by)
    Signature.objects.create(signer=signer, method="typed", name=str(client), signed_at=timezone.now())
    Signer.objects.filter(pk=signer.pk).update(state=Signer.State.SIGNED)
    Signing.objects.filter(pk=signer.signing_id).update(state=Signing.State.DONE, result=result)
    return signer


def _parts(world, matter, word, secret):
    """Of each kind one that is public and one that is not; a public step with an internal note and a hidden court."""
    world.party = make.party(matter, f"Party {word}")
    make.party(matter, f"Party {secret}", published=False)
    world.court = make.court(matter, f"Court {word}", note=f"Note {secret}")
    hidden = make.court(matter, f"Court {secret}", published=False)
    world.proceeding = make.proceeding(
        matter, f"Claim {word}", court=hidden, next_in=5, note=f"Note {secret}"
    )
    make.proceeding(matter, f"Letter {secret}", published=False, next_in=6)


def _other_matters(world):
    for site, handler, client, word in [
        (world.nord, world.carla, world.clara, "glossyibis"),
        (world.sur, world.pablo, world.olga, "quokkaria"),
    ]:
        matter = make.matter(site, handler, client, reference=f"{word}-2/26", subject=f"Subject {word}")
        make.share(_document(matter, word), client)
        make.message(matter, client, body=f"News of the {word}", channel=f"Channel {word}")
        make.proceeding(matter, f"Claim {word}", court=make.court(matter, f"Court {word}"), next_in=4)
        make.party(matter, f"Party {word}")
        inquiry = Matter(site=site, subject=f"Inquiry {word}", handler=handler)
        setattr(world, f"{word}_inquiry", open_inquiry(inquiry, by=handler, clients=[client]))
        template = RequestTemplate(site=site, name=f"Template {word}", language="en", title=f"Papers {word}")
        items = [TemplateItem(title=f"Paper {word}")]
        setattr(world, f"{word}_template", drafting.save_template(template, items, by=handler))
        setattr(world, f"{word}_matter", matter)


def _bills(world):
    """The matter of anna and ben is billed to anna, and once to clara, who does not see it (P38)."""
    matter = world.matter
    world.bill = _bill(matter, world.anna, "ospreyhawk")
    _bill(matter, world.ben, "greyheron", kind="proforma")
    _bill(matter, world.clara, "glossyibis", kind="provision")
    _bill(matter, world.anna, "wombatden", published=False)
    for word, client in {"glossyibis": world.clara, "quokkaria": world.olga}.items():
        _bill(getattr(world, f"{word}_matter"), client, word)


def _bill(matter, client, word, **fields):
    words = {"number": f"No. {word}", "note": f"Note {word}", "internal_note": "Internal wombatden"}
    if matter.site.hostname.startswith("sur"):
        words["internal_note"] = f"Internal {word}"
    return make.bill(matter, client, matter_reference=f"Reference {word}", **words, **fields)


def _document(matter, word, **fields):
    return make.document(
        matter,
        content=f"%PDF-1.4 {word}".encode(),
        name=f"file-{word}.pdf",
        title=f"File {word}",
        pages=1,
        **fields,
    )


def _picture(document, content):
    stored = vault.store([content], max_bytes=1000)
    DocumentPicture.objects.create(
        document=document, number=1, content_type="image/webp", width=1, height=1, size=stored.size,
        sha256=stored.sha256, storage_name=stored.name, key_id=stored.key_id, wrapped_key=stored.wrapped_key,
    )  # fmt: skip


def _look(world, site, word, office_word):
    """What marketing has in preparation; none of it is chosen or published yet."""
    office = OfficeLocation.objects.create(
        site=site, name=f"Office {office_word}", street="Street 1", postal_code="1", city="City"
    )
    shipped = Theme.objects.filter(site=None).first()
    fields = {field.name: getattr(shipped, field.name) for field in Theme._meta.concrete_fields}
    for name in ("id", "shipped_key", "latest_revision", "live_revision"):
        fields.pop(name)
    theme = Theme.objects.create(**{**fields, "site": site, "name": f"Theme {word}"})
    theme.save_revision(log_action=False)
    portrait = FirmPortrait(
        site=site, language="de", title=f"Portrait {word}", body=f"<p>{word}</p>", live=False
    )
    portrait.save()
    portrait.save_revision(log_action=False)
    text = MailText.objects.create(
        site=site,
        event="matter_news",
        language="de",
        subject=f"Mail {word}",
        body=f"<p>{word}</p>",
        live=False,
    )
    text.save_revision(log_action=False)
    branding = Branding.of(site)
    branding.welcome_de = f"Welcome {word}"
    branding.save_revision(log_action=False)
    help_text = HelpText.objects.create(
        site=site,
        language="de",
        key="what",
        section="about",
        question=f"What {word}",
        answer="<p>x</p>",
        live=False,
    )
    help_text.save_revision(log_action=False)
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    buffer.seek(0)
    image = get_image_model().objects.create(
        title=f"Image {word}",
        file=ImageFile(buffer, f"image-{word}.png"),
        collection=site.firmsettings.collection,
    )
    made = SimpleNamespace(
        office=office,
        theme=theme,
        portrait=portrait,
        image=image,
        text=text,
        branding=branding,
        help=help_text,
    )
    setattr(world, f"{word}_look", made)


def block_bruno(world):
    """After everybody has a session: his must end with the next request."""
    User.objects.filter(pk=world.bruno.user.pk).update(access_state=User.Access.BLOCKED)
    world.blocked_at = timezone.now()
