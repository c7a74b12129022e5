"""The mail of a request or template as its reader gets it, before it is sent and afterwards."""

from portal_cms.notices.models import MailText
from portal_cms.notices.previewing import sample_letter, sample_reader
from portal_cms.notices.rendering import Written, own_text, write
from portal_cms.requests.letters import REQUEST_SENT, letter_of, typed_mail
from portal_cms.requests.services import account_for
from sitesettings.firm import firm_for


def mail_of(request) -> Written:
    """Subject, text and HTML, with a link that leads to the portal only: the personal one is made on sending."""
    return _written(request, letter_of(request), account_for(request.client))


def mail_of_template(template) -> Written:
    """The same for a template, to a sample person, with samples in place of what only a matter knows."""
    text = MailText(site=template.site, event=REQUEST_SENT, language=template.language)
    reader = sample_reader(text)
    reader.language = template.language
    return _written(template, sample_letter(text, reader.email), reader)


def _written(asked, letter, reader):
    firm = firm_for(asked.site)
    language = firm.best_language(reader.language)
    own = typed_mail(asked, reader) or own_text(REQUEST_SENT, firm, language, to=reader)
    link = firm.absolute_url("/")
    return write(REQUEST_SENT, letter, firm, to=reader, language=language, link=link, secrets={}, own=own)
