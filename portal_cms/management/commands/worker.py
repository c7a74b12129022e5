"""`portal-cms worker`."""

from django.core.management.base import BaseCommand

from portal_cms.worker import Worker


class Command(BaseCommand):
    help = "Check uploaded files, send the mails of the outbox and do what is due, until stopped."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Stop when nothing is left to do, for cron and tests."
        )

    def handle(self, *, once, **options):
        worker = Worker()
        worker.stop_on_signals()
        if once:
            worker.run_once()
        else:
            worker.run()
