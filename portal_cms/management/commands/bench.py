"""`portal-cms bench`: how quick the portal is at a given size, as ratios to a bare Django view."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from portal_cms.bench import report
from portal_cms.bench.seed import seed

SMALLEST = 20


class Command(BaseCommand):
    help = "Seed a throwaway portal and measure its pages against a bare Django view in the same run."

    def add_arguments(self, parser):
        parser.add_argument("--matters", type=int, default=10_000)
        parser.add_argument("--documents", type=int, default=100_000)
        parser.add_argument("--clients", type=int, default=2_000)
        parser.add_argument(
            "--compare", type=int, metavar="MATTERS", help="measure a smaller size first, for the growth"
        )
        parser.add_argument("--quick", action="store_true", help="fewer requests; figures are rough")
        parser.add_argument("--json", metavar="FILE", help="write the figures there as well")
        parser.add_argument("--data", metavar="DIR", help="a new folder for the throwaway portal")

    def handle(self, **options):
        if Path(settings.DATABASES["default"]["NAME"]).exists():
            raise CommandError("The data folder holds a portal already. Name a new one with --data DIR.")
        if options["matters"] < SMALLEST or options["clients"] < 1:
            raise CommandError(f"Please seed at least {SMALLEST} matters and one client.")
        if options["documents"] < 3 * options["matters"]:
            raise CommandError(
                "Please seed at least three documents a matter, so that some are left to share."
            )
        small = self._small(options) if options["compare"] else None
        lines = [line.as_json() for line in self._measure(options)]
        if small:
            self.stdout.write(f"Growth from {options['compare']} to {options['matters']} matters:")
            self.stdout.write("\n".join(report.growth(lines, small)))
        if options["json"]:
            Path(options["json"]).write_text(json.dumps(lines, indent=2))

    def _small(self, options):
        """The same measurement at the smaller size, in a process and folder of its own."""
        share = options["compare"] / options["matters"]
        sizes = {name: max(1, round(options[name] * share)) for name in ("clients", "documents")}
        with tempfile.TemporaryDirectory(prefix="portal-cms-bench-") as folder:
            figures = Path(folder) / "figures.json"
            command = [sys.executable, "-m", "portal_cms", "bench", "--matters", str(options["compare"]),
                       "--clients", str(sizes["clients"]), "--documents", str(sizes["documents"]),
                       "--data", f"{folder}/portal", "--json", str(figures)]  # fmt: skip
            subprocess.run([*command, *(["--quick"] if options["quick"] else [])], check=True)
            return json.loads(figures.read_text())

    def _measure(self, options):
        call_command("migrate", verbosity=0)
        sizes = {name: options[name] for name in ("clients", "matters", "documents")}
        self.stdout.write(", ".join(f"{count} {name}" for name, count in sizes.items()))
        seeded = seed(**sizes)
        self.stdout.write(report.header())
        return report.run(seeded, settings.DATA_DIR, quick=options["quick"], say=self.stdout.write)
