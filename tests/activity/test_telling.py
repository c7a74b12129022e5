"""Who gets which mail when a client did something: at once, once a day, never, or the deputy."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal_cms.accounts.models import FirmRole, User
from portal_cms.activity.summary import send_summaries
from portal_cms.audit.models import AuditEvent
from portal_cms.matters.grants import set_people
from portal_cms.notices import duty
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import Absence, Notice, NoticeChoice, OutboxMessage, Pace
from portal_cms.requests import kinds, services
from sitesettings.models import FirmSettings
from tests import make
from tests.activity import doings
from tests.conftest import open_browser

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


def account_form(user, *, paces=None, deputy=None, first_day="", last_day=""):
    data = {
        "name_email-first_name": user.first_name,
        "name_email-last_name": user.last_name,
        "staff_profile-language": user.language,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        **{f"notices-{notice}": (paces or {}).get(notice, Pace.NOW) for notice in Notice.values},
        "notices-deputy": deputy.pk if deputy else "",
        "notices-first_day": first_day,
        "notices-last_day": last_day,
    }
    return data


def choose(user, **fields):
    return open_browser(user).post(ACCOUNT, account_form(user, **fields), follow=True)


def send_away(user, deputy, *, days=5, since=0):
    today = timezone.localdate()
    return Absence.objects.create(
        user=user,
        deputy=deputy,
        first_day=today - timedelta(days=since),
        last_day=today + timedelta(days=days),
    )


def told(mailoutbox):
    """{addresses} of the mails that came since the last time."""
    drain()
    found = {mail.to[0] for mail in mailoutbox}
    mailoutbox.clear()
    return found


@pytest.mark.feature("J14")
@pytest.mark.feature("J19")
@pytest.mark.feature("J32")
def test_unless_something_else_was_chosen_handler_and_assistant_are_told_at_once(cast, mailoutbox):
    for act in (doings.upload, doings.write):
        act(cast.matter, cast.anna)
        assert told(mailoutbox) == {cast.carla.email, cast.dario.email}


@pytest.mark.feature("J15")
@pytest.mark.feature("J16")
@pytest.mark.feature("J32")
def test_a_completed_questionnaire_and_a_signed_document_are_told_before_all_is_handed_in(
    cast, mailoutbox, monkeypatch
):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register_kind(doings.Form("test_questions", Notice.QUESTIONNAIRE))
    kinds.register_kind(doings.Form("test_signing", Notice.DOCUMENT))
    asked = doings.ask(
        cast.matter,
        cast.anna,
        {"kind": "test_questions", "title": "You"},
        {"kind": "test_signing", "title": "Power"},
    )
    told(mailoutbox)
    doings.answer(asked)
    drain()
    subjects = sorted(mail.subject for mail in mailoutbox if mail.to == [cast.carla.email])
    assert subjects == ["A document was filled in or signed", "A questionnaire was completed"]
    assert f"/admin/matters/{cast.matter.pk}/requests/{asked.uuid}/" in mailoutbox[0].body
    log = open_browser(cast.eva).get("/admin/activity/").text
    assert "Questionnaire completed" in log
    assert "Document filled in or signed" in log
    told(mailoutbox)
    services.hand_in(asked)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email, cast.anna.email}  # hers is the receipt


def test_handed_in_at_once_is_one_mail(cast, mailoutbox, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register_kind(doings.Form("test_questions", Notice.QUESTIONNAIRE))
    asked = doings.ask(cast.matter, cast.anna, {"kind": "test_questions", "title": "You"})
    told(mailoutbox)
    doings.hand_in(asked)
    drain()
    assert [mail.subject for mail in mailoutbox if mail.to == [cast.carla.email]] == [
        "A request was answered"
    ]


@pytest.mark.feature("J14")
def test_each_person_chooses_per_kind_how_to_be_told(cast, mailoutbox):
    saved = choose(cast.carla, paces={Notice.UPLOAD: Pace.DAILY, Notice.MESSAGE: Pace.OFF})
    assert "account settings have been changed" in saved.text
    doings.upload(cast.matter, cast.anna)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.dario.email}
    doings.hand_in(doings.ask(cast.matter, cast.anna))
    assert {cast.carla.email, cast.dario.email} <= told(mailoutbox)


@pytest.mark.feature("J19")
def test_a_deputy_is_named_for_a_period_and_gets_the_mails(cast, sur, mailoutbox):
    stranger = make.staff(sur, "Pablo")
    today = timezone.localdate()
    later = today + timedelta(days=3)
    assert "Please enter the day" in choose(cast.carla, deputy=cast.eva).text
    assert "Please choose who stands in" in choose(cast.carla, first_day=today).text
    reversed_days = choose(cast.carla, deputy=cast.eva, first_day=later, last_day=today)
    assert "This day is before the first one." in reversed_days.text
    for nobody in (stranger, cast.carla, cast.anna.user):
        choose(cast.carla, deputy=nobody, first_day=today, last_day=later)
    assert not Absence.objects.exists()
    assert "Pablo" not in open_browser(cast.carla).get(ACCOUNT).text
    choose(cast.carla, deputy=cast.eva, first_day=today, last_day=later)
    doings.upload(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.eva.email, cast.dario.email}
    choose(cast.carla)
    doings.upload(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}


@pytest.mark.feature("J19")
def test_the_administration_names_a_deputy_for_somebody_who_is_ill(cast, sur, mailoutbox):
    admin = make.staff(cast.site, "Frida", FirmRole.Key.STAFF, FirmRole.Key.ADMIN)
    frida = open_browser(admin)
    screen, today = f"/admin/users/absence/{cast.carla.pk}/", timezone.localdate()
    for address in ("/admin/users/", f"/admin/users/edit/{cast.carla.pk}/"):
        assert screen in frida.get(address).text
    assert "Deputy" in frida.get(screen).text
    days = {"first_day": today, "last_day": today + timedelta(days=9)}
    assert "Please choose who stands in" in frida.post(screen, days).text
    for nobody in (make.staff(sur, "Pablo"), cast.carla, cast.anna.user):
        assert frida.post(screen, {"deputy": nobody.pk, **days}).status_code == 200
    assert not Absence.objects.exists()
    done = frida.post(screen, {"deputy": cast.eva.pk, **days}, follow=True).text
    assert "Eva Staff stands in for Carla Staff" in done
    doings.upload(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.eva.email, cast.dario.email}
    event = AuditEvent.objects.get(action="account.absence_set")
    assert (event.actor_id, event.object_uuid) == (admin.pk, str(cast.carla.uuid))
    assert event.details["deputy"] == str(cast.eva.uuid)
    assert "Eva Staff" in open_browser(cast.carla).get(ACCOUNT).text
    frida.post(screen, {"deputy": cast.eva.pk, **days})
    assert AuditEvent.objects.filter(action="account.absence_set").count() == 1, "nothing changed"
    frida.post(screen, {})
    assert not Absence.objects.exists()
    assert open_browser(cast.eva).post(screen, {"deputy": cast.dario.pk, **days}).status_code == 302
    assert not Absence.objects.exists(), "only the administration"


def test_before_and_after_the_period_and_without_a_way_in_the_person_is_told(cast, mailoutbox):
    absence = send_away(cast.carla, cast.eva, since=9, days=-1)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}
    Absence.objects.filter(pk=absence.pk).update(last_day=timezone.localdate())
    User.objects.filter(pk=cast.eva.pk).update(is_active=False)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}


def test_the_deputys_own_choice_counts_and_nobody_gets_two_mails(cast, mailoutbox):
    send_away(cast.carla, cast.dario)
    doings.write(cast.matter, cast.anna)
    drain()
    assert [mail.to for mail in mailoutbox] == [[cast.dario.email]]
    mailoutbox.clear()
    NoticeChoice.objects.create(user=cast.dario, notice=Notice.MESSAGE, pace=Pace.OFF)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == set()


def test_a_chain_of_two_deputies_ends_and_one_that_goes_round_leads_nowhere(cast, mailoutbox):
    fritz, gina = (make.staff(cast.site, name) for name in ("Fritz", "Gina"))
    send_away(cast.carla, cast.eva)
    second = send_away(cast.eva, fritz)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {fritz.email, cast.dario.email}
    third = send_away(fritz, gina)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}
    third.delete()
    Absence.objects.filter(pk=second.pk).update(deputy=cast.carla)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}
    assert duty.deputies(cast.site) == {}


@pytest.mark.feature("J19")
def test_a_deputy_hears_nothing_of_a_matter_that_is_closed_to_that_person(cast, mailoutbox):
    send_away(cast.carla, cast.eva)
    doings.write(cast.matter, cast.anna)
    people = {"by": cast.carla, "handler": cast.carla, "assistant": cast.dario}
    set_people(cast.matter, **people, restricted=True)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}, "asked again when the mail is sent"
    row = OutboxMessage.objects.get(recipient=cast.carla)
    assert row.address == cast.carla.email
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.carla.email, cast.dario.email}
    assert open_browser(cast.eva).get("/admin/bell/count/").json()["count"] == 0
    set_people(cast.matter, **people, named=[cast.eva], restricted=True)
    doings.write(cast.matter, cast.anna)
    assert told(mailoutbox) == {cast.eva.email, cast.dario.email}


def morning(days=0):
    """Half past seven, `days` after tomorrow: all that a test did before lies behind it."""
    day = timezone.localdate() + timedelta(days=1 + days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 7, 30))


def summaries(mailoutbox, now):
    send_summaries(now)
    drain()
    found = [mail for mail in mailoutbox if "What clients did" in mail.subject or "Mandant" in mail.subject]
    mailoutbox.clear()
    return found


@pytest.mark.feature("J19")
def test_the_summary_comes_once_a_day_with_what_happened_since_the_last(cast, mailoutbox):
    choose(cast.carla, paces={Notice.UPLOAD: Pace.DAILY, Notice.MESSAGE: Pace.DAILY})
    doings.upload(cast.matter, cast.anna)
    doings.write(cast.matter, cast.anna)
    doings.write(cast.matter, cast.anna)
    make.message(cast.matter, cast.anna)
    drain()
    mailoutbox.clear()
    assert summaries(mailoutbox, morning() - timedelta(hours=1)) == [], "not in the night"
    [mail] = summaries(mailoutbox, morning())
    assert mail.to == [cast.carla.email]
    assert "Document sent: 1" in mail.body
    assert "Message written: 2" in mail.body
    assert "Lease of the shop" not in mail.body
    for hours in (0, 1, 5):
        assert summaries(mailoutbox, morning() + timedelta(hours=hours)) == []
    assert summaries(mailoutbox, morning(days=1)) == [], "nothing happened"


def test_after_days_without_a_worker_one_summary_catches_up(cast, mailoutbox, monkeypatch):
    NoticeChoice.objects.create(user=cast.carla, notice=Notice.MESSAGE, pace=Pace.DAILY)
    FirmSettings.objects.filter(site=cast.site).update(mail_shows_content=True)
    FirmSettings.touch(site=cast.site)
    send_summaries(morning())

    def write_at(moment):
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda: moment)
            doings.write(cast.matter, cast.anna)

    write_at(morning(days=1))
    write_at(morning(days=2))
    [mail] = summaries(mailoutbox, morning(days=4))
    assert "Message written: 2" in mail.body
    assert "Lease of the shop" in mail.body
    write_at(morning(days=4) + timedelta(hours=1))
    set_people(cast.matter, by=cast.carla, handler=cast.eva, assistant=None)
    assert summaries(mailoutbox, morning(days=5)) == [], "not in charge any more"


def test_who_is_away_gets_the_summary_after_coming_back(cast, mailoutbox):
    NoticeChoice.objects.create(user=cast.carla, notice=Notice.MESSAGE, pace=Pace.DAILY)
    User.objects.filter(pk=cast.carla.pk).update(language="de")
    send_away(cast.carla, cast.eva, days=2)
    doings.write(cast.matter, cast.anna)
    assert cast.eva.email in told(mailoutbox)
    assert summaries(mailoutbox, morning()) == []
    [mail] = summaries(mailoutbox, morning(days=3))
    assert mail.to == [cast.carla.email]
