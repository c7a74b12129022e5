"""Staff accounts in the admin: roles, invitation by mail, switching off, profile and picture."""

import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from portal_cms.accounts.models import FirmRole, StaffProfile, User
from portal_cms.accounts.services import want_reset
from portal_cms.audit.models import AuditEvent
from portal_cms.notices.delivery import drain
from portal_cms.notices.models import Notice, Pace
from sitesettings.models import OfficeLocation
from tests import make

LIST, ADD, ACCOUNT = "/admin/users/", "/admin/users/new/", "/admin/account/"
PASSWORD = "a-long-enough-password-71"
Role = FirmRole.Key


@pytest.fixture
def chief(cast):
    return make.staff(cast.site, "Chief", Role.STAFF, Role.PORTAL, Role.ADMIN)


def groups(site, *roles):
    return [row.group_id for row in FirmRole.objects.filter(site=site, key__in=roles)]


def form(site, *roles, **values):
    base = {"first_name": "Nina", "last_name": "Neu", "email": "nina@nord.example.com", "language": "de"}
    return {**base, "groups": groups(site, *roles), **values}


def edit_url(user):
    return f"/admin/users/edit/{user.pk}/"


def form_of(user, *roles, **values):
    base = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email, "language": "en"}
    return {**base, "is_active": "on", "groups": groups(user.site, *roles), **values}


def test_the_list_shows_the_staff_of_the_own_firm_only(cast, sur, chief, browser):
    make.staff(sur, "Sol")
    User.objects.create_superuser("root@example.com", make.PASSWORD, first_name="Root")
    page = browser(chief).get(LIST).content.decode()
    for name in ("Carla Staff", "Dario Staff", "Chief Staff", "Staff, Client portal, Firm administration"):
        assert name in page
    for name in ("Sol Staff", "Anna Client", "Root", "Despacho"):
        assert name not in page
    assert "Dario Staff" not in browser(chief).get(LIST, {"q": "carla"}).content.decode()
    assert browser(cast.carla).get(LIST).status_code == 302


@pytest.mark.feature("A4")
def test_new_staff_get_a_mail_and_set_their_own_password(cast, chief, browser):
    page = browser(chief).get(ADD).content.decode()
    assert "password1" not in page
    response = browser(chief).post(ADD, form(cast.site, Role.STAFF, Role.PORTAL))
    assert response.status_code == 302
    nina = User.objects.get(email="nina@nord.example.com")
    assert (nina.site, nina.kind, nina.access_state) == (cast.site, User.Kind.STAFF, User.Access.PENDING)
    assert "Invited" in browser(chief).get(LIST).content.decode()
    drain()
    link = re.search(r"https?://[^/]+(/password/set/\S+)", mail.outbox[0].body)[1]
    hers = Browser(SERVER_NAME=cast.site.hostname)
    hers.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert hers.get("/admin/matters/").status_code == 200
    actions = AuditEvent.objects.filter(object_uuid=str(nina.uuid)).values_list("action", flat=True)
    assert {"staff.created", "account.invited", "account.activated"} <= set(actions)


def test_an_invitation_can_be_sent_again_and_the_older_link_ends(cast, chief, browser):
    browser(chief).post(ADD, form(cast.site, Role.STAFF))
    drain()
    nina = User.objects.get(email="nina@nord.example.com")
    again = f"/admin/users/invite/{nina.pk}/"
    assert again in browser(chief).get(edit_url(nina)).content.decode()
    assert browser(cast.carla).post(again).status_code == 302
    assert len(mail.outbox) == 1
    browser(chief).post(again)
    drain()
    first, second = (re.search(r"https?://[^/]+(/password/set/\S+)", row.body)[1] for row in mail.outbox)
    hers = Browser(SERVER_NAME=cast.site.hostname)
    assert hers.get(first).status_code == 404
    assert hers.get(second).status_code == 200
    assert browser(chief).get(f"/admin/users/invite/{cast.carla.pk}/").status_code == 404


def test_a_corrected_address_gets_the_invitation_and_the_link_sent_to_the_wrong_one_ends(
    cast, chief, browser
):
    browser(chief).post(ADD, form(cast.site, Role.STAFF, email="nina@stranger.example.com"))
    drain()
    nina = User.objects.get(email="nina@stranger.example.com")
    browser(chief).post(edit_url(nina), form_of(nina, Role.STAFF, email="nina@nord.example.com"))
    drain()
    assert [row.to for row in mail.outbox] == [["nina@stranger.example.com"], ["nina@nord.example.com"]]
    first, second = (re.search(r"https?://[^/]+(/password/set/\S+)", row.body)[1] for row in mail.outbox)
    somebody = Browser(SERVER_NAME=cast.site.hostname)
    assert somebody.post(first, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 404
    assert somebody.get(second).status_code == 200


def test_a_link_asked_for_at_the_former_address_ends_with_it(cast, chief, browser):
    want_reset(cast.site, cast.dario.email)
    drain()
    browser(chief).post(edit_url(cast.dario), form_of(cast.dario, Role.STAFF, email="new@nord.example.com"))
    drain()
    [reset] = mail.outbox
    link = re.search(r"https?://[^/]+(/password/set/\S+)", reset.body)[1]
    assert Browser(SERVER_NAME=cast.site.hostname).get(link).status_code == 404
    assert browser(cast.dario).get("/admin/").status_code == 200


def test_staff_without_a_name_are_called_by_their_address(cast, browser):
    type(cast.eva).objects.filter(pk=cast.eva.pk).update(first_name="", last_name="")
    page = browser(cast.eva).get("/admin/").content.decode()
    assert f'"name": "{cast.eva.email}"' in page.replace("&quot;", '"')
    assert cast.eva.identity not in page


@pytest.mark.feature("A3")
@pytest.mark.parametrize(
    "address", ["anna@clients.example.org", "ANNA@Clients.example.ORG", "dora@clients.example.org"]
)
def test_staff_can_not_have_the_address_of_a_client(cast, chief, browser, address):
    make.client(cast.site, "Dora", state=User.Access.NONE)
    page = browser(chief).post(ADD, form(cast.site, email=address)).content.decode()
    assert "A client of the firm uses this address" in page
    page = (
        browser(chief).post(edit_url(cast.eva), form_of(cast.eva, Role.STAFF, email=address)).content.decode()
    )
    assert "A client of the firm uses this address" in page
    assert not User.objects.filter(first_name="Nina").exists()


def test_an_address_is_one_account_of_staff(cast, chief, browser):
    page = browser(chief).post(ADD, form(cast.site, email="CARLA@nord.example.com")).content.decode()
    assert "Another member of staff already uses this address" in page


@pytest.mark.feature("A32")
def test_roles_act_at_once(cast, chief, browser):
    carla = browser(cast.carla)
    assert carla.get("/admin/matters/").status_code == 200
    browser(chief).post(edit_url(cast.carla), form_of(cast.carla, Role.MARKETING))
    assert carla.get("/admin/matters/").status_code == 302
    event = AuditEvent.objects.get(action="staff.changed")
    assert event.details["roles"] == ["marketing"]


def test_roles_of_another_firm_can_not_be_given(cast, sur, chief, browser):
    foreign = groups(sur, Role.ADMIN)
    response = browser(chief).post(edit_url(cast.eva), form_of(cast.eva, Role.STAFF, groups=foreign))
    assert response.status_code == 200
    assert not cast.eva.groups.filter(pk__in=foreign).exists()


def test_whoever_is_switched_off_is_out_with_the_next_click(cast, chief, browser):
    eva = browser(cast.eva)
    assert eva.get("/admin/").status_code == 200
    browser(chief).post(edit_url(cast.eva), form_of(cast.eva, Role.STAFF, is_active=""))
    assert eva.get("/admin/").status_code == 302
    browser(chief).post(edit_url(cast.eva), form_of(cast.eva, Role.STAFF))
    assert eva.get("/admin/").status_code == 302


def test_the_last_administrator_stays(cast, chief, browser):
    page = browser(chief).post(edit_url(chief), form_of(chief, Role.STAFF)).content.decode()
    assert "The firm needs at least one active person" in page
    second = make.staff(cast.site, "Second", Role.ADMIN)
    assert browser(chief).post(edit_url(chief), form_of(chief, Role.STAFF)).status_code == 302
    page = browser(second).get(edit_url(second)).content.decode()
    assert 'name="is_active"' not in page


def test_operators_clients_and_strangers_have_no_screen(cast, sur, chief, browser):
    root = User.objects.create_superuser("root@example.com", make.PASSWORD)
    for user in (root, cast.anna.user, make.staff(sur, "Sol")):
        assert browser(chief).get(edit_url(user)).status_code == 404
        assert browser(chief).post(edit_url(user), form_of(cast.eva)).status_code == 404
    assert browser(cast.carla).get(edit_url(cast.eva)).status_code == 404


def test_accounts_are_never_changed_in_bulk(cast, sur, chief, browser):
    for action in ("delete", "assign_role", "set_active_state"):
        address = f"/admin/bulk/portal_accounts/user/{action}/?id={cast.eva.pk}"
        assert browser(chief).get(address).status_code == 404
        assert browser(chief).post(address, {"role": groups(sur, Role.ADMIN)[0]}).status_code == 404


def picture(name="me.png", size=(900, 400), kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind)
    return SimpleUploadedFile(name, file.getvalue())


def account_form(**values):
    base = {
        "name_email-first_name": "Carla", "name_email-last_name": "Staff", "staff_profile-language": "es",
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
        **{f"notices-{notice}": Pace.NOW for notice in Notice},
    }  # fmt: skip
    return {**base, **{f"staff_profile-{name}": value for name, value in values.items()}}


def test_people_keep_their_own_profile_and_picture(cast, browser):
    office = OfficeLocation.objects.create(site=cast.site, name="Harbour office", timezone="Europe/Berlin")
    carla = browser(cast.carla)
    assert "What clients see of you" in carla.get(ACCOUNT).content.decode()
    values = account_form(position="Lawyer", phone="+49 421 1", office=office.pk, picture=picture())
    assert carla.post(ACCOUNT, values).status_code == 302
    profile = StaffProfile.objects.get(user=cast.carla)
    assert (profile.position, profile.phone, profile.office) == ("Lawyer", "+49 421 1", office)
    assert "me" not in profile.picture.name
    with profile.picture.open() as file, Image.open(file) as image:
        assert (image.format, image.size) == ("JPEG", (600, 600))
    assert User.objects.get(pk=cast.carla.pk).language == "es"
    assert "+49 421 1" in browser(cast.anna).get(f"/matters/{cast.matter.uuid}/").content.decode()
    carla.post(ACCOUNT, account_form(no_picture="on"))
    profile.refresh_from_db()
    assert not profile.picture


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("me.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage"),
        SimpleUploadedFile("me.png", b"not a picture"),
        picture("me.gif", kind="GIF"),
    ],
)
def test_what_is_no_picture_is_refused(cast, browser, upload):
    upload.seek(0)
    page = browser(cast.carla).post(ACCOUNT, account_form(picture=upload)).content.decode()
    assert "This is not a picture that can be read" in page
    assert not StaffProfile.objects.get(user=cast.carla).picture


def test_offices_of_another_firm_are_no_choice(cast, sur, browser):
    office = OfficeLocation.objects.create(site=sur, name="Oficina", timezone="Europe/Madrid")
    page = browser(cast.carla).post(ACCOUNT, account_form(office=office.pk)).content.decode()
    assert "Oficina" not in page
    assert StaffProfile.objects.get(user=cast.carla).office is None


def test_a_new_password_in_the_account_page_ends_other_sessions_and_is_on_record(cast, browser):
    here, elsewhere = browser(cast.carla), browser(cast.carla)
    values = account_form() | {
        "password-old_password": make.PASSWORD,
        "password-new_password1": PASSWORD,
        "password-new_password2": PASSWORD,
    }
    assert here.post(ACCOUNT, values).status_code == 302
    assert here.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert AuditEvent.objects.filter(action="account.password_changed").exists()
