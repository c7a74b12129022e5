"""`portal-cms tick`."""

from django.core.management.base import BaseCommand

from portal_cms import tick


class Command(BaseCommand):
    help = "Do everything that is due by the clock now. Needed only where no worker runs all the time."

    def handle(self, **options):
        tick.run((*tick.EVERY_MINUTE, *tick.EVERY_HOUR))
