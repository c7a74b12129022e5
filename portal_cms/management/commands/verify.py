"""`portal-cms verify FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal_cms.signing import seals, verification

SAYINGS = {
    verification.CHANGED: "changed: the document is not as it was sealed",
    verification.FOREIGN: "not sealed by a firm of this portal",
    verification.NOT_SEALED: "not sealed",
    verification.UNREADABLE: "not a PDF that can be read",
}


class Command(BaseCommand):
    help = "Check whether a PDF is as a firm of this portal sealed it. The exit code is 1 if it is not."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The PDF.")

    def handle(self, *, file, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        judgement = verification.judge(content, list(seals.seals_of(None).select_related("site")))
        if judgement.state != verification.VALID:
            raise CommandError(f"{file}: {SAYINGS[judgement.state]}")
        clock = "a time-stamp service" if judgement.by_service else "the portal's clock"
        self.stdout.write(
            f"{file}: valid, sealed by {judgement.seal.subject} on {judgement.sealed_at:%Y-%m-%d %H:%M:%S %Z} ({clock})"
        )
