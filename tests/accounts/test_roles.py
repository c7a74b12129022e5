"""What a role may do comes with the version that is installed."""

from django.contrib.auth.models import Permission
from django.core.management import call_command

from portal_cms.accounts.models import FirmRole
from tests import make

AUDIT = "/admin/reports/audit/"


def test_firms_made_before_get_the_rights_of_a_new_version(nord, sur, browser):
    frieda, olga = make.staff(nord, "Frieda", make.Role.ADMIN), make.staff(sur, "Olga", make.Role.ADMIN)
    for role in FirmRole.objects.filter(key=make.Role.ADMIN):
        role.group.permissions.remove(Permission.objects.get(codename="view_auditevent"))
    assert [browser(person).get(AUDIT).status_code for person in (frieda, olga)] == [302, 302]

    call_command("migrate", verbosity=0)

    assert [browser(person).get(AUDIT).status_code for person in (frieda, olga)] == [200, 200]


def test_a_right_that_no_role_has_any_more_goes(nord, browser):
    marketing = FirmRole.objects.get(site=nord, key=make.Role.MARKETING).group
    marketing.permissions.add(Permission.objects.get(codename="view_auditevent"))
    mona = make.staff(nord, "Mona", make.Role.MARKETING)
    assert browser(mona).get(AUDIT).status_code == 200

    call_command("migrate", verbosity=0)

    assert browser(mona).get(AUDIT).status_code == 302
