"""The life of an answer sheet: made when its request is sent, saved page by page, handed in, perhaps returned."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal_cms.common.errors import PortalError
from portal_cms.documents.models import Document
from portal_cms.matters.services import touch
from portal_cms.questionnaires import sheets
from portal_cms.questionnaires.freezing import digest_of, freeze
from portal_cms.questionnaires.models import AnswerSheet, Questionnaire, QuestionnaireVersion
from portal_cms.requests import services as requests

MOST_FILES = 50  # of one question


def offered(site):
    """What staff of a firm can send."""
    return Questionnaire.objects.filter(site=site, live=True)


def find_offered(site, material):
    """The questionnaire that an item names, or None if it can not be sent (any more)."""
    try:
        return offered(site).filter(uuid=UUID(material)).first()
    except ValueError:
        return None


def version_of(questionnaire) -> QuestionnaireVersion:
    """The questions as they are now; the same ones are kept once."""
    frozen = freeze(questionnaire)
    version, _made = QuestionnaireVersion.objects.get_or_create(
        questionnaire=questionnaire, digest=digest_of(frozen), defaults={"frozen": frozen}
    )
    return version


def start_sheet(item) -> AnswerSheet:
    """The empty sheet of an item that is being sent. Raises PortalError if its questionnaire can't be sent."""
    questionnaire = find_offered(item.request.site, item.material)
    if questionnaire is None:
        raise PortalError(
            _("“%(title)s” names no questionnaire that is published. Please choose one.")
            % {"title": item.title}
        )
    return AnswerSheet.objects.create(item=item, version=version_of(questionnaire))


@transaction.atomic
def save_page(sheet, answers, *, page):
    """Keep what was typed on a page, right or wrong; other pages and files stay as they are. Raises PortalError if
    nothing is asked any more."""
    requests.check_open(sheet.item)
    row = _lock(sheet)
    row.draft = {**row.draft, **answers}
    row.saved_at, row.saved_page = timezone.now(), page
    row.save(update_fields=["draft", "saved_at", "saved_page"])
    sheet.draft, sheet.saved_page = row.draft, row.saved_page


def add_file(sheet, question, *, file, upload_key):
    """Keep a file as an answer; it lies in the folder of the request in the matter at once. Raises PortalError with
    a sentence for the client."""
    document, _new = requests.keep_file(sheet.item, file=file, upload_key=upload_key)
    with transaction.atomic():
        row = _lock(sheet)
        files = (row.draft.get(question.key) or {}).get("value") or []
        if len(files) >= MOST_FILES:
            raise PortalError(_("At most %(limit)s files can be sent here.") % {"limit": MOST_FILES})
        if str(document.uuid) not in [kept["uuid"] for kept in files]:
            files = [*files, {"uuid": str(document.uuid), "name": document.original_name}]
        row.draft[question.key] = {"value": files}
        row.save(update_fields=["draft"])
    sheet.draft = row.draft


@transaction.atomic
def take_file_out(sheet, question, uuid):
    """The file is no answer any more. What was sent stays in the matter, as every upload does."""
    requests.check_open(sheet.item)
    row = _lock(sheet)
    files = (row.draft.get(question.key) or {}).get("value") or []
    row.draft[question.key] = {"value": [kept for kept in files if kept["uuid"] != uuid] or None}
    row.save(update_fields=["draft"])
    sheet.draft = row.draft


@transaction.atomic
def finish(sheet):
    """The client hands the answers in. Answers to what is not asked are cleared, all others stay. Raises PortalError
    if something is missing or wrong, or nothing is asked any more."""
    requests.check_open(sheet.item)
    row, content = _lock(sheet), sheet.version.content
    if not sheets.is_sound(sheets.read(content, row.draft)):
        raise PortalError(_("Some answers are missing or need another look. They are marked below."))
    kept = sheets.final(content, row.draft)
    row.draft = row.answers = kept
    row.finished_at = timezone.now()
    row.save(update_fields=["draft", "answers", "finished_at"])
    matter = sheet.item.request.matter
    files = Document.objects.filter(matter=matter, uuid__in=sheets.file_uuids(kept, content))
    requests.answer(sheet.item, answers=len(kept))
    sheet.item.files.set(files)
    touch(matter, by_client=True)
    sheet.draft, sheet.answers, sheet.finished_at = row.draft, row.answers, row.finished_at


def _lock(sheet):
    return AnswerSheet.objects.select_for_update().get(pk=sheet.pk)
