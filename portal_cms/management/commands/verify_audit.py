"""`portal-cms verify_audit`."""

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal_cms.audit.models import AuditEvent, AuditHead
from portal_cms.audit.services import verify


class Command(BaseCommand):
    help = "Check that the record of every firm is as it was written. The exit code is 1 if one is not."

    def add_arguments(self, parser):
        parser.add_argument("--host", help="Only the firm with this host name.")
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            help="With --host: a mark this command printed earlier, to prove that no lines are missing since.",
        )

    def handle(self, *, host, expect, **options):
        if expect and not host:
            raise CommandError("--expect needs --host: a mark belongs to one firm.")
        sites = Site.objects.filter(hosts__hostname=host) if host else Site.objects.all()
        if not sites:
            raise CommandError("There is no such firm.")
        broken = [site for site in sites.order_by("pk") if not self._check(site, expect)]
        if broken:
            raise CommandError("The record is not as it was written.")

    def _check(self, site, expect):
        name = site.site_name or site.hostname
        number = verify(site)
        if number is None and expect and not _holds(site, expect):
            number = int(expect.partition(":")[0] or 0)
        if number is not None:
            self.stdout.write(self.style.ERROR(f"{name}: broken from line {number} on"))
            return False
        head = AuditHead.objects.filter(site=site).first()
        self.stdout.write(f"{name}: {head.number}:{head.digest}" if head else f"{name}: empty")
        return True


def _holds(site, mark):
    """The line of the mark is still there, with the same digest."""
    number, _colon, digest = mark.partition(":")
    return number.isdecimal() and AuditEvent.objects.filter(site=site, number=number, digest=digest).exists()
