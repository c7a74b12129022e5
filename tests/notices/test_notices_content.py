"""What a mail says, to whom, in which language and with which link; and what it never says."""

import pytest

from portal_cms.accounts.models import User
from portal_cms.documents import announce
from portal_cms.documents.models import Document
from portal_cms.documents.services import share_documents
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import OutboxMessage
from sitesettings.models import FirmSettings
from tests import make
from tests.mails import everything_in, html_of, link_of, path_of, text_of

SECRETS = {
    "subject": "SUBJECT-CANARY",
    "reference": "REF-CANARY",
    "description": "DESCRIPTION-CANARY",
    "file": "FILE-CANARY",
    "folder": "FOLDER-CANARY",
    "body": "BODY-CANARY",
    "channel": "CHANNEL-CANARY",
}


@pytest.fixture
def busy_matter(cast):
    """Everything that can be told of, full of words that must stay in the portal."""
    matter = make.matter(
        cast.site, cast.carla, cast.anna, assistant=cast.dario,
        subject=SECRETS["subject"], reference=SECRETS["reference"], description=SECRETS["description"],
    )  # fmt: skip
    document = make.document(matter, name=f"{SECRETS['file']}.pdf")
    folder = make.make_folder(matter, SECRETS["folder"], by=cast.carla)
    make.share(document, cast.anna, folder=folder)
    make.message(matter, cast.anna, body=SECRETS["body"], channel=SECRETS["channel"])
    make.message(matter, cast.anna, by=cast.anna.user, body=SECRETS["body"], channel=SECRETS["channel"])
    upload = make.document(matter, client=cast.anna, name=f"{SECRETS['file']}-2.pdf")
    announce.upload_received(upload)
    refused = make.document(matter, client=cast.anna, name=f"{SECRETS['file']}-3.pdf", released=False)
    Document.objects.filter(pk=refused.pk).update(state="rejected", reason="damaged")
    announce.upload_rejected(refused)
    return matter


def allow_content(site):
    FirmSettings.objects.filter(site=site).update(mail_shows_content=True)
    FirmSettings.touch(site=site)


def test_no_mail_carries_anything_of_the_matter(busy_matter, mailbox):
    drain()

    assert len(mailbox.mails) == 7
    for mail in mailbox.mails:
        for secret in (*SECRETS.values(), "Anna Client: "):
            assert secret not in everything_in(mail)
            assert secret.encode() not in mail.raw


def test_a_firm_can_let_mails_name_matter_and_files_but_never_the_message(cast, busy_matter, mailbox):
    allow_content(cast.site)

    drain()

    said = "\n".join(everything_in(mail) for mail in mailbox.mails)
    for key in ("subject", "reference", "file", "channel"):
        assert SECRETS[key] in said
    assert SECRETS["body"] not in said
    assert SECRETS["description"] not in said


@pytest.mark.feature("A45")
def test_the_mail_about_new_documents_leads_to_them(cast, mailbox, browser):
    folder = make.make_folder(cast.matter, "Court", by=cast.carla)
    documents = [make.document(cast.matter, name=f"letter {n}.pdf") for n in (1, 2)]
    share_documents(documents, client=cast.anna, by=cast.carla, folder=folder)

    drain()

    path = path_of(mailbox.mails[0], "nord.example.com")
    page = browser(cast.anna).get(path).content.decode()
    assert "letter 1" in page
    assert "letter 2" in page


def test_the_mail_about_a_refused_file_of_the_staff_leads_to_it(cast, mailbox, browser):
    refused = make.document(cast.matter, by=cast.carla, name="scan of carla.pdf", released=False)
    Document.objects.filter(pk=refused.pk).update(state="rejected", reason="damaged")
    announce.upload_rejected(refused)

    drain()

    (mail,) = mailbox.mails
    assert mail["to"] == cast.carla.email
    page = browser(cast.carla).get(path_of(mail, "nord.example.com")).content.decode()
    assert "scan of carla" in page


@pytest.mark.feature("A52")
def test_the_mail_about_a_message_leads_to_it(cast, mailbox, browser):
    make.message(cast.matter, cast.anna, body="Please call me.")

    drain()

    (mail,) = mailbox.mails
    assert mail["to"] == cast.anna.email
    page = browser(cast.anna).get(path_of(mail, "nord.example.com"))
    assert "Please call me." in page.content.decode()


@pytest.mark.feature("A52")
def test_the_link_of_a_mail_survives_the_sign_in(cast, mailbox, browser):
    make.message(cast.matter, cast.anna, body="Please call me.")
    drain()
    visitor = browser(None, site=cast.site)

    answer = visitor.get(path_of(mailbox.mails[0], "nord.example.com"))
    assert answer.status_code == 302
    answer = visitor.post(
        answer["Location"],
        {"email": cast.anna.email, "password": make.PASSWORD, "next": visitor_next(answer)},
    )

    assert "Please call me." in visitor.get(answer["Location"]).content.decode()


def visitor_next(answer):
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.feature("S26")
def test_handler_and_assistant_hear_of_a_clients_message(cast, mailbox, browser):
    thread = make.message(cast.matter, cast.anna).thread
    drain()
    mailbox.mails.clear()

    browser(cast.anna).post(f"/messages/{thread.uuid}/", {"body": "I agree.", "key": "k1"})
    drain()

    assert {mail["to"] for mail in mailbox.mails} == {cast.carla.email, cast.dario.email}
    for mail, reader in zip(mailbox.mails, (cast.carla, cast.dario), strict=True):
        page = browser(reader).get(path_of(mail, "nord.example.com"))
        assert page.status_code == 200
        assert "General" in page.content.decode()


def test_the_language_is_the_recipients_if_the_firm_offers_it(cast, mailbox):
    User.objects.filter(pk=cast.anna.user_id).update(language="es")
    make.message(cast.matter, cast.anna)
    drain()
    FirmSettings.objects.filter(site=cast.site).update(languages=["de", "en"])
    FirmSettings.touch(site=cast.site)
    make.message(cast.matter, cast.anna)
    drain()

    assert ['lang="es"' in html_of(mail) for mail in mailbox.mails] == [True, False]
    assert 'lang="de"' in html_of(mailbox.mails[1])


def test_sender_reply_address_and_look_are_the_firms(cast, mailbox):
    FirmSettings.objects.filter(site=cast.site).update(
        mail_from_name="Kanzlei Nord & Co", mail_from_address="post@nord.example.com",
        mail_reply_to="office@nord.example.com",
    )  # fmt: skip
    FirmSettings.touch(site=cast.site)
    make.message(cast.matter, cast.anna)

    drain()

    (mail,) = mailbox.mails
    assert mail["from"].addresses[0].addr_spec == "post@nord.example.com"
    assert mail["from"].addresses[0].display_name == "Kanzlei Nord & Co"
    assert mail["reply-to"] == "office@nord.example.com"
    from sitesettings.firm import firm_for

    assert firm_for(type(cast.site).objects.get(pk=cast.site.pk)).colours["brand"] in html_of(mail)


def test_links_use_the_primary_host_whatever_host_was_used(cast, mailbox, browser, settings):
    from sitesettings.models import SiteHost

    SiteHost.objects.create(site=cast.site, hostname="portal.nord.example.com")
    thread = make.message(cast.matter, cast.anna).thread
    driver = browser(cast.anna)
    driver.post(
        f"/messages/{thread.uuid}/", {"body": "Hello", "key": "k"}, HTTP_HOST="portal.nord.example.com"
    )

    drain()

    assert {link_of(mail).split("/")[2] for mail in mailbox.mails} == {"nord.example.com"}


PAYLOADS = [
    "\r\nBcc: evil@example.org",
    "\nBcc: evil@example.org",
    "\u2028Bcc: evil@example.org",
    "=?utf-8?q?=0ABcc?=",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_add_no_headers_and_no_recipients(payload, cast, mailbox):
    name = f"Anna{payload}"
    FirmSettings.objects.filter(site=cast.site).update(
        name=f"Nord {payload.strip()}", mail_shows_content=True
    )
    FirmSettings.touch(site=cast.site)
    User.objects.filter(pk=cast.anna.user_id).update(first_name=name)
    cast.matter.subject = name
    cast.matter.save()
    make.message(cast.matter, cast.anna, channel=f"General{payload}")

    drain()

    (mail,) = mailbox.mails
    assert mail["bcc"] is None
    assert mail.envelope_to == [cast.anna.email]
    assert "\n" not in mail["subject"]
    assert "Nord" in mail["subject"]
    assert set(mail.keys()) <= {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["anna@example.org\nBcc: evil@example.org", "anna@example.org, evil@example.org", "anna@example.org evil@example.org",
     "anna@example.org\0", "@", "<anna@example.org>"],
)  # fmt: skip
def test_what_is_no_single_address_gets_no_mail(address, cast, mailbox):
    make.message(cast.matter, cast.anna)
    User.objects.filter(pk=cast.anna.user_id).update(email=address.replace("\0", "\x01"))

    drain()

    assert mailbox.mails == []
    assert OutboxMessage.objects.get().state == "failed"


def test_markup_in_a_name_is_text_in_both_parts(cast, mailbox):
    User.objects.filter(pk=cast.anna.user_id).update(first_name="<b>Anna</b> & {{ firm }}")
    make.message(cast.matter, cast.anna)

    drain()

    (mail,) = mailbox.mails
    assert "<b>Anna</b> & {{ firm }}" in text_of(mail)
    assert "&lt;b&gt;Anna&lt;/b&gt; &amp; {{ firm }}" in html_of(mail)


def test_mails_load_nothing_from_third_parties(busy_matter, mailbox):
    import re

    drain()

    for mail in mailbox.mails:
        hosts = set(re.findall(r"https?://([^/\s\"'<]+)", html_of(mail)))
        assert hosts <= {"nord.example.com"}


def test_one_firm_whose_settings_are_broken_does_not_hold_up_the_others(cast, sur, mailbox):
    make.message(cast.matter, cast.anna)
    FirmSettings.objects.filter(site=cast.site).update(name="Nord\r\nBcc: evil@example.org")
    FirmSettings.touch(site=cast.site)
    olga, pedro = make.staff(sur, "Olga"), make.client(sur, "Pedro")
    make.message(make.matter(sur, olga, pedro), pedro)

    drain()

    assert [mail["to"] for mail in mailbox.mails] == [pedro.email]
    assert OutboxMessage.objects.get(site=cast.site).state == "waiting"
