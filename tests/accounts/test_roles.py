"""What a role may do comes with the version that is installed."""

import os
import subprocess
import sys

from django.contrib.auth.models import Permission
from django.core.management import call_command

from portal_cms.accounts.models import FirmRole
from portal_cms.accounts.roles import renew_roles
from sitesettings.models import FirmSettings
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


def test_migrating_a_part_of_a_new_database_asks_for_no_roles(tmp_path):
    command = [sys.executable, "-m", "portal_cms", "migrate", "contenttypes", "--verbosity", "0"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal_cms.conf.dev",
        "PORTAL_DATA_DIR": str(tmp_path),
    }
    subprocess.run(command, env=environment, check=True, timeout=120)


def test_a_firm_whose_collection_was_deleted_stays_without_one(nord, sur, browser):
    FirmSettings.objects.get(site=nord).collection.delete()
    frieda = make.staff(sur, "Frieda", make.Role.ADMIN)
    for role in FirmRole.objects.filter(site=sur, key=make.Role.ADMIN):
        role.group.permissions.remove(Permission.objects.get(codename="view_auditevent"))

    renew_roles()

    assert browser(frieda).get(AUDIT).status_code == 200
