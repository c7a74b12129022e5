"""The mail server made of files: what the demo uses."""

import email
import email.policy
from datetime import datetime

from portal_cms.notices.delivery import drain
from tests import make
from tests.mails import path_of


def test_every_mail_is_one_real_file_in_the_order_of_sending(cast, settings, tmp_path, browser):
    settings.EMAIL_BACKEND = "portal_cms.notices.mailfiles.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    for client in (cast.ben, cast.anna):
        make.message(cast.matter, client, body="Grüße")

    drain()

    files = sorted((tmp_path / "mails").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    assert datetime.strptime(files[0].name[:26], "%Y-%m-%dT%H-%M-%S.%f")
    assert "ben-at-clients-example-org" in files[0].name
    content = files[1].read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert files[1].stat().st_mode & 0o077 == 0
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["to"] == cast.anna.email
    page = browser(cast.anna).get(path_of(mail, "nord.example.com"))
    assert "Grüße" in page.content.decode()


def test_a_recipient_that_looks_like_a_path_stays_in_the_folder(settings, tmp_path):
    from django.core.mail import EmailMessage

    settings.EMAIL_BACKEND = "portal_cms.notices.mailfiles.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"

    EmailMessage("Hello", "Text", to=["../../evil/x@example.org"]).send()

    (file,) = tmp_path.rglob("*.eml")
    assert file.parent == tmp_path / "mails"
