"""Days and times are typed into the browser's own inputs: Wagtail's calendar makes "24.12.2026" today without a word."""

import pytest
from django.urls import reverse

from tests import make


@pytest.fixture
def chief(cast):
    return make.staff(
        cast.site, "Mara", make.Role.STAFF, make.Role.PORTAL, make.Role.BILLING, make.Role.MARKETING
    )


@pytest.mark.parametrize(
    ("address", "days", "times"),
    [
        ("/admin/snippets/sitesettings/officelocation/add/", ("first_day", "last_day"), ("opens", "closes")),
        ("/admin/account/", ("first_day", "last_day"), ()),
        (
            "portal_billing_admin:new",
            ("date", "due_date", "service_start", "service_end"),
            (),
        ),
    ],
)
def test_days_and_times_are_the_browsers_own_inputs(cast, browser, chief, address, days, times):
    matter = make.matter(cast.site, chief, cast.anna)
    if ":" in address:
        address = reverse(address, args=[matter.pk, "invoice"])
    page = browser(chief).get(address).content.decode()
    inputs = [tag.partition(">")[0] for tag in page.split("<input")[1:]]
    for kind, names in (("date", days), ("time", times)):
        for name in names:
            found = [tag for tag in inputs if f'{name}"' in tag]
            assert found, name
            assert all(f'type="{kind}"' in tag for tag in found), name
