"""A firm's own mail texts: written in the admin, checked, tried out, sent, and taken back."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.test.utils.form_data import rich_text

from fixtures import despacho, kanzlei
from portal_cms.clients.services import invite as send_invitation
from portal_cms.documents.services import share_documents
from portal_cms.notices import letters, services
from portal_cms.notices.delivery import drain
from portal_cms.notices.markup import check, fill_html, fill_text
from portal_cms.notices.models import MailText, OutboxMessage
from portal_cms.notices.shipped import shipped_text
from sitesettings.events import EVENTS, WORDED
from sitesettings.models import FirmSettings
from tests import make
from tests.mails import html_of, link_of, text_of

LIST = "/admin/mail-texts/"
BODY = "<p>Dear {recipient_name},</p><p>{firm_name} has <b>opened</b> your portal.</p><p>{link}</p>"


@pytest.fixture
def mara(nord):
    return make.staff(nord, "Mara", make.Role.MARKETING)


@pytest.fixture
def desk(browser, mara):
    """The browser of a colleague from marketing."""
    return browser(mara)


def start(desk, event="invitation", language="en"):
    answer = desk.post(f"{LIST}own/{event}/{language}/")
    assert answer.status_code == 302, answer
    return MailText.objects.get(event=event, language=language)


def form_of(body=BODY, subject="Welcome to {firm_name}", action="action-publish", **more):
    form = {"subject": subject, "body": rich_text(body, features=["bold", "link", "ul"]), **more}
    return {**form, action: "1"} if action else form


def edit_url(text):
    return reverse("portal_mail_texts:edit", args=[text.pk])


def publish(desk, event="invitation", language="en", **form):
    text = start(desk, event, language)
    answer = desk.post(edit_url(text), form_of(**form))
    assert answer.status_code == 302, answer.context["form"].errors
    text.refresh_from_db()
    assert text.live
    return text


def invite(site, name="Nora"):
    client = make.client(site, name, state="none")
    send_invitation(client, by=make.staff(site, f"By{name}", make.Role.ADMIN))
    return client


# Writing


@pytest.mark.feature("P4")
def test_the_list_says_for_each_event_and_language_which_text_is_used(desk, nord):
    page = desk.get(LIST).content.decode()
    assert page.count("Shipped text") == len(WORDED) * 3
    assert "Own text" not in page
    publish(desk)
    start(desk, "message_posted", "de")
    page = desk.get(LIST).content.decode()
    assert page.count("Own text") == 1
    assert page.count("your own text is a draft") == 1


@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_an_own_text_starts_from_the_shipped_one_and_can_be_published_as_it_is(desk, language):
    for event in WORDED:
        text = start(desk, event, language)
        assert "{recipient_name}" in text.body
        assert "<p>{link}</p>" in text.body
        assert "9000" not in text.body
        answer = desk.post(edit_url(text), form_of(text.body, text.subject))
        assert answer.status_code == 302, answer.context["form"].errors


def test_a_text_is_begun_only_once(desk):
    first = start(desk)
    desk.post(edit_url(first), form_of(action=None))
    assert start(desk) == first
    first.refresh_from_db()
    assert "opened" in first.get_latest_revision_as_object().body


@pytest.mark.feature("P5")
def test_the_invitation_speaks_in_the_firms_words(desk, nord, mailbox):
    publish(desk)
    client = invite(nord)
    drain()
    (mail,) = mailbox.mails
    assert mail["subject"] == "Welcome to Kanzlei Nord"
    assert f"Dear {client}," in text_of(mail)
    assert "Kanzlei Nord has opened your portal." in text_of(mail)
    assert "<b>opened</b>" in html_of(mail)
    assert link_of(mail).startswith("https://nord.example.com/")
    assert link_of(mail) in html_of(mail)


@pytest.mark.feature("P6")
@pytest.mark.feature("P7")
@pytest.mark.feature("P8")
@pytest.mark.feature("P9")
@pytest.mark.parametrize(
    ("event", "section"),
    [("matter_news", "Matters"), ("party_news", "Matters"), ("court_news", "Matters"), ("proceeding_news", "Matters"),
     ("document_news", "Matters"), ("invoice_news", "Invoices"), ("proforma_news", "Proforma invoices"),
     ("provision_news", "Provisions of funds")],
)  # fmt: skip
def test_news_name_their_section_shipped_and_in_the_firms_words(
    event, section, desk, cast, mailbox, monkeypatch
):
    letter = letters.Letter(label="Open", path="/matters/")
    monkeypatch.setitem(letters._composers, event, lambda row, reader: letter)
    services.enqueue(event, site=cast.site, to=cast.anna.user, context={})
    drain()
    publish(desk, event, "en", subject="News: {section}", body="<p>Look at {section}.</p>")
    services.enqueue(event, site=cast.site, to=cast.anna.user, context={})
    drain()
    shipped, own = mailbox.mails
    assert section in shipped["subject"]
    assert section in text_of(shipped)
    assert own["subject"] == f"News: {section}"
    assert f"Look at {section}." in text_of(own)
    assert link_of(own) == "https://nord.example.com/matters/"  # added, as the text has no link of its own


def test_a_draft_is_not_sent_and_a_published_one_only_in_its_language(desk, nord, mailbox):
    desk.post(edit_url(start(desk)), form_of(action=None))
    publish(desk, language="es")
    invite(nord)
    drain()
    assert mailbox.mails[0]["subject"] == "Your access to the client portal of Kanzlei Nord"


def test_staff_get_the_shipped_text_of_a_mail_for_clients(desk, cast, mailbox):
    publish(desk, "message_posted", body="<p>Dear client</p>")
    make.message(cast.matter, cast.anna, by=cast.anna.user)
    drain()
    assert len(mailbox.mails) == 2
    assert all("Dear client" not in text_of(mail) for mail in mailbox.mails)


# Markers


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"body": "<p>{nonsense} {link}</p>"}, "body", "There is no marker {nonsense}. Please use one of these: {recipient_name}"),
        ({"body": "<p>{{ client.name }} {link}</p>"}, "body", "There is no marker"),
        ({"body": "<p>No way in</p>"}, "body", "Without {link} the mail would be of no use."),
        ({"body": "<p>{link</p><p>{link}</p>"}, "body", "has no partner"),
        ({"body": "<p>{li<b>nk}</b> {link}</p>"}, "body", "has no partner"),
        ({"subject": "For {nobody}"}, "subject", "There is no marker {nobody}."),
        ({"subject": "{link}"}, "subject", "{link} can stand in the text only"),
        ({"subject": "{start_password}"}, "subject", "can stand in the text only"),
    ],
)  # fmt: skip
def test_wrong_markers_are_refused_with_what_to_do_and_nothing_typed_is_lost(desk, form, field, said):
    text = start(desk)
    answer = desk.post(edit_url(text), form_of(**form, action=None))
    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors[field])
    shown = json.loads(answer.context["form"].data["body"])["blocks"]
    assert [block["text"] for block in shown] == [
        strip_tags(line) for line in form.get("body", BODY).split("</p>")[:-1]
    ]
    assert answer.context["form"].data["subject"] == form.get("subject", "Welcome to {firm_name}")
    assert text.revisions.count() == 1


def test_every_known_marker_is_offered_as_a_button_for_subject_and_text(desk):
    page = desk.get(edit_url(start(desk))).content.decode()
    for marker in EVENTS["invitation"].all_markers:
        assert page.count(f'data-marker="{marker.token}"') == (1 if marker.is_secret else 2)


@pytest.mark.parametrize(
    "name",
    [
        "{link} {firm_name}",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}{% now 'Y' %}",
        "A\nBcc: x@example.org",
    ],
)
def test_values_are_plain_text_and_never_read_again(desk, nord, mailbox, name):
    publish(desk, subject="For {recipient_name}", body="<p>Dear {recipient_name}</p><p>{link}</p>")
    client = invite(nord)
    type(client.user).objects.filter(pk=client.user.pk).update(first_name=name, last_name="")
    drain()
    (mail,) = mailbox.mails
    seen = " ".join(name.split())
    assert mail["subject"] == f"For {seen}"
    assert f"Dear {seen}" in text_of(mail).splitlines()
    assert "<script>" not in html_of(mail)
    assert mail["bcc"] is None


def test_markup_that_came_past_the_editor_is_not_sent(nord, mailbox):
    body = "<p onclick='x()'>Hi<script>alert(1)</script> <a href='javascript:x()'>here</a> <img src='https://x.example/'></p><p>{link}</p>"
    MailText.objects.create(site=nord, event="invitation", language="en", subject="Hi", body=body)
    invite(nord)
    drain()
    html = html_of(mailbox.mails[0])
    for bad in ("onclick", "<script", "javascript:", "x.example"):
        assert bad not in html


@pytest.mark.feature("C17")
def test_markers_of_contents_work_only_where_the_firm_allows_it(desk, cast, mailbox):
    body = "<p>About {matter}: {items}</p><p>There is something new.</p>"
    publish(desk, "documents_shared", subject="{count} new {items}", body=body)
    for allowed in (False, True):
        FirmSettings.objects.filter(site=cast.site).update(mail_shows_content=allowed)
        FirmSettings.touch(site=cast.site)
        share_documents([make.document(cast.matter, name=f"f{allowed}.pdf")], client=cast.anna, by=cast.carla)
        drain()
    closed, open_ = mailbox.mails
    assert closed["subject"] == "1 new"
    assert "About" not in text_of(closed)
    assert "There is something new." in text_of(closed)
    assert "Lease of the shop" in text_of(open_)
    assert "fTrue" in text_of(open_)
    assert "fTrue" in open_["subject"]


@pytest.mark.feature("C1")
def test_only_the_markers_of_the_way_in_are_filled(desk, nord, mailbox, monkeypatch):
    start(desk)
    text = MailText.objects.get()
    desk.post(edit_url(text), form_of(text.body, text.subject))
    client = invite(nord)
    drain()
    (mail,) = mailbox.mails
    assert "Start password" not in text_of(mail)
    assert "User name" not in text_of(mail)
    assert "The link works once" in text_of(mail)

    def with_start_password(row, reader):
        return letters.Letter(
            label="Sign in", path="/sign-in/", values={"is_client": True}, markers={"user_name": client.email},
            make_secrets=lambda: {"start_password": "ABCD-1234"},
        )  # fmt: skip

    monkeypatch.setitem(letters._composers, "invitation", with_start_password)
    invite(nord, "Olaf")
    drain()
    mail = mailbox.mails[1]
    assert "ABCD-1234" in text_of(mail)
    assert f"User name: {client.email}" in text_of(mail)
    assert "The link works once" not in text_of(mail)
    assert "ABCD-1234" not in mail["subject"]


@pytest.mark.feature("C1")
def test_a_text_that_forgot_the_start_password_gets_it_added(desk, nord, mailbox, monkeypatch):
    publish(desk)
    letter = letters.Letter(
        label="Sign in", path="/sign-in/", markers={"user_name": "nora@example.org"},
        make_secrets=lambda: {"start_password": "ABCD-1234"},
    )  # fmt: skip
    monkeypatch.setitem(letters._composers, "invitation", lambda row, reader: letter)
    invite(nord)
    drain()
    assert "Start password: ABCD-1234" in text_of(mailbox.mails[0])
    assert "ABCD-1234" in html_of(mailbox.mails[0])


def test_the_outbox_shows_no_start_password_and_makes_none(desk, nord, browser, monkeypatch):
    publish(desk, body="<p>{start_password}</p><p>{link}</p>")
    made = []
    letter = letters.Letter(
        label="Sign in", path="/sign-in/", make_secrets=lambda: made.append(1) or {"start_password": "ABCD"}
    )
    monkeypatch.setitem(letters._composers, "invitation", lambda row, reader: letter)
    invite(nord)
    lena = make.staff(nord, "Lena", make.Role.ADMIN)
    page = browser(lena).get(f"/admin/reports/outbox/inspect/{OutboxMessage.objects.get().pk}/")
    assert "[start password]" in page.content.decode()
    assert made == []


# Trying out


def preview(desk, text, mode="html", **form):
    url = reverse("portal_mail_texts:preview_on_edit", args=[text.pk])
    assert desk.post(url, form_of(**form)).json() == {"is_valid": True, "is_available": True}
    return desk.get(f"{url}?in_preview_panel=true&mode={mode}")


@pytest.mark.feature("P4")
def test_the_preview_shows_what_is_being_typed_with_samples(desk):
    text = start(desk)
    page = preview(desk, text, body="<p>Hi {recipient_name}, {days} days</p><p>{link}</p>")
    assert page.status_code == 200
    html = page.content.decode()
    assert "Hi Anna Example, 14 days" in html
    assert "Welcome to Kanzlei Nord" in html
    assert "default-src 'none'" in page["Content-Security-Policy"]
    plain = preview(desk, text, mode="text")
    assert plain["Content-Type"].startswith("text/plain")
    assert "Dear Anna Example," in plain.content.decode()
    assert "opened" not in MailText.objects.get().body


@pytest.mark.feature("P4")
def test_whoever_may_see_clients_can_preview_for_one(browser, cast):
    lena = browser(make.staff(cast.site, "Lena", make.Role.ADMIN))
    text = start(lena)
    assert "Dear Anna Client," in preview(lena, text, reader=str(cast.anna.pk)).content.decode()
    assert preview(lena, text, reader="").content.decode().count("Dear Anna Example,") == 1


def test_a_client_of_another_firm_can_not_be_chosen_and_marketing_sees_no_clients(browser, desk, cast, sur):
    pedro = make.client(sur, "Pedro")
    lena = browser(make.staff(cast.site, "Lena", make.Role.ADMIN))
    text = start(lena)
    url = reverse("portal_mail_texts:preview_on_edit", args=[text.pk])
    assert not lena.post(url, form_of(reader=str(pedro.pk))).json()["is_valid"]
    assert 'name="reader"' not in desk.get(edit_url(text)).content.decode()
    assert "Anna Client" not in preview(desk, text, reader=str(cast.anna.pk)).content.decode()


@pytest.mark.feature("P4")
def test_a_test_mail_carries_what_was_just_saved_to_oneself(desk, mara, nord, mailbox):
    text = start(desk)
    answer = desk.post(
        edit_url(text),
        form_of(body="<p>Draft for {recipient_name}</p><p>{link}</p>", action="action-test"),
        follow=True,
    )
    assert f"A test mail to {mara.email} is on its way." in answer.content.decode()
    drain()
    (mail,) = mailbox.mails
    assert mail["to"] == mara.email
    assert mail["subject"] == "Test: Welcome to Kanzlei Nord"
    assert "Draft for Mara Staff" in text_of(mail)
    text.refresh_from_db()
    assert not text.live


def test_a_wrong_text_is_not_sent_as_a_test(desk):
    text = start(desk)
    answer = desk.post(edit_url(text), form_of(body="<p>{nonsense}</p>", action="action-test"))
    assert answer.status_code == 200
    assert not OutboxMessage.objects.exists()


@pytest.mark.feature("P4")
def test_resetting_asks_first_then_sends_the_shipped_text_and_keeps_the_history(desk, nord, mailbox):
    text = publish(desk)
    url = reverse("portal_mail_texts:reset", args=[text.pk])
    assert "it stays in the history" in desk.get(url).content.decode()
    text.refresh_from_db()
    assert text.live
    desk.post(url)
    text.refresh_from_db()
    assert not text.live
    assert "Own text" not in desk.get(LIST).content.decode()
    assert "your own text is a draft" not in desk.get(LIST).content.decode()
    assert any("opened" in revision.content["body"] for revision in text.revisions.all())
    assert desk.get(reverse("portal_mail_texts:history", args=[text.pk])).status_code == 200
    invite(nord)
    drain()
    assert mailbox.mails[0]["subject"] == "Your access to the client portal of Kanzlei Nord"


# Who


def test_texts_of_another_firm_do_not_exist(browser, desk, sur):
    text = start(desk)
    other = browser(make.staff(sur, "Olga", make.Role.MARKETING))
    for name in ("edit", "history", "reset", "preview_on_edit"):
        url = reverse(f"portal_mail_texts:{name}", args=[text.pk])
        assert other.get(url).status_code == 404, name
        if name != "history":
            assert other.post(url, form_of()).status_code == 404, name
    assert MailText.objects.filter(live=True).count() == 0


def test_staff_without_the_role_can_not_write_texts(browser, cast, desk):
    eva = browser(cast.eva)
    eva.post(f"{LIST}own/invitation/de/")
    assert not MailText.objects.exists()
    text = start(desk)
    eva.post(edit_url(text), form_of())
    eva.post(reverse("portal_mail_texts:reset", args=[text.pk]))
    assert text.revisions.count() == 1
    assert "/mail-texts/" not in eva.get("/admin/").content.decode()


@pytest.mark.parametrize("address", ["nonsense/en", "invitation/fr", "sender_tested/en"])
def test_what_there_is_no_mail_for_can_not_be_begun(desk, address):
    assert desk.post(f"{LIST}own/{address}/").status_code == 404


def test_the_list_costs_the_same_with_many_texts(desk, nord):
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for event in WORDED:
        for language in ("de", "en", "es"):
            start(desk, event, language)
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) == len(few)


# The pure part


def fill(body, **values):
    return (
        fill_html(body, values, button="<b>BUTTON</b>", base_url="https://n.example"),
        fill_text(body, values, label="Open", base_url="https://n.example"),
    )


def test_a_line_whose_marker_is_empty_is_left_out():
    html, text = fill("<p>User: {u}<br/>Pass: {p}</p><ul><li>{p}</li></ul><p>End</p>", u="ann", p="")
    assert text == "User: ann\n\nEnd"
    assert "Pass" not in html
    assert "<ul" not in html


def test_a_lone_link_is_a_button_and_others_are_links():
    html, text = fill("<p>{link}</p><p>Go to {link} now</p>", link="https://x.example/?a=1&b=2")
    assert html.startswith("<b>BUTTON</b>")
    assert 'href="https://x.example/?a=1&amp;b=2"' in html
    assert text == "Open:\nhttps://x.example/?a=1&b=2\n\nGo to https://x.example/?a=1&b=2 now"


def test_lists_and_links_read_well_in_plain_text():
    body = '<ol><li>One</li><li>Two</li></ol><p><a href="/imprint/">Imprint</a> <a href="mailto:a@b.c">a@b.c</a></p>'
    html, text = fill(body)
    assert text == "1. One\n2. Two\n\nImprint (https://n.example/imprint/) a@b.c"
    assert 'href="https://n.example/imprint/"' in html


def test_markup_of_a_value_is_escaped_where_it_is_put():
    html, text = fill("<p>Hi {x}</p>", x="<i>&{y}</i>", y="no")
    assert "&lt;i&gt;&amp;{y}&lt;/i&gt;" in html
    assert text == "Hi <i>&{y}</i>"


def test_checking_finds_unknown_broken_and_missing_markers():
    findings = check("<p>{a} {b} }</p>", known={"a"}, required=("c",), is_html=True)
    assert (findings.unknown, findings.broken, findings.missing) == (["b"], True, ["c"])


@pytest.mark.parametrize("firm", [kanzlei, despacho])
def test_the_demos_own_texts_have_markers_that_exist(firm):
    for (event, _language), (subject, body) in firm.MAIL_TEXTS.items():
        known = {marker.name for marker in EVENTS[event].all_markers}
        findings = check(body, known=known, required=EVENTS[event].required, is_html=True)
        assert (findings.unknown, findings.broken, findings.missing) == ([], False, [])
        assert check(subject, known={marker.name for marker in EVENTS[event].subject_markers}).unknown == []


def test_shipped_texts_have_no_number_and_no_footer():
    subject, body = shipped_text("documents_shared", "de")
    assert "{firm_name}" in subject
    assert "Impressum" not in body
