"""What a client does, in one line each, through the services of the portal."""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal_cms.documents import announce
from portal_cms.requests import kinds, services
from portal_cms.requests.models import Request, RequestItem
from tests import make


class Form(kinds.Kind):
    """A stand-in for the kinds of apps above: a questionnaire, or a document to fill in."""

    def __init__(self, key, notice):
        self.key, self.label, self.notice = key, key, notice


def upload(matter, client, name="passport.pdf"):
    """A file that was checked, and told of."""
    document = make.document(matter, client=client, name=name)
    announce.upload_received(document)
    return document


def write(matter, client, **fields):
    return make.message(matter, client, by=client.user, **fields)


def ask(matter, client, *items, title="Papers for the court"):
    """A sent request; by default for one text to confirm."""
    items = items or [{"kind": "confirm", "title": "Fee agreement", "explanation": "You pay by the hour."}]
    asked = Request(site=matter.site, matter=matter, client=client, title=title)
    services.save_draft(asked, [RequestItem(**item) for item in items], by=matter.handler)
    return services.send(asked, by=matter.handler)


def answer(asked):
    for number, item in enumerate(asked.items.all()):
        item.request = asked
        if item.is_upload:
            file = SimpleUploadedFile(f"{item.title}.pdf", b"%PDF-1.4 test")
            services.answer_with_file(item, file=file, upload_key=f"{asked.pk}-{number}")
        else:
            services.answer(item)


def hand_in(asked):
    answer(asked)
    services.hand_in(asked)
