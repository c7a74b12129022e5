"""`portal-cms verify_access [--repair]`: do the grants on matters say the same everywhere?"""

from django.core.management.base import BaseCommand, CommandError

from portal_cms.matters import grants
from portal_cms.matters.models import Matter


class Command(BaseCommand):
    help = (
        "Compare the ledger of grants and the projection that lists use with handler, assistant, named people"
        " and clients of each matter. Ends with an error if they differ, unless --repair writes what is missing"
        " and takes away what is too much."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Bring both in line with the matters.")

    def handle(self, *, repair, **options):
        wrong = checked = 0
        for matter in Matter.objects.order_by("pk").iterator(chunk_size=500):
            checked += 1
            found = {name: rows for name, rows in grants.differences(matter).items() if rows}
            if not found:
                continue
            wrong += 1
            self._tell(matter, found)
            if repair:
                grants.sync(matter)
        if wrong and not repair:
            raise CommandError(
                f"{wrong} of {checked} matters differ. Run it again with --repair to put them right."
            )
        self.stdout.write(f"{checked} matters checked, {wrong} repaired.")

    def _tell(self, matter, found):
        """Only keys: the output may end in a log that others read."""
        words = "; ".join(f"{name}: {sorted(map(str, rows))}" for name, rows in found.items())
        self.stdout.write(f"Matter {matter.pk}: {words}")
