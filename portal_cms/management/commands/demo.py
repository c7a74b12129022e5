"""`portal-cms demo`: a whole portal to try, with two invented firms, on this machine alone."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from fixtures.folder import LOGINS, DemoFolder
from portal_cms.management.together import port_is_free, serve_with_worker

DEMO_SETTINGS = "portal_cms.conf.dev"


class Command(BaseCommand):
    help = "Make and serve a demo portal with two invented firms. Nothing leaves this machine."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--host", default="127.0.0.1", help="Address to listen on, this machine by default."
        )
        parser.add_argument(
            "--data", help="Folder for everything the demo keeps (default: .portal-cms-demo)."
        )
        parser.add_argument("--no-serve", action="store_true", help="Make the data and stop.")
        parser.add_argument(
            "--reset", action="store_true", help="Throw this demo's data away and start over."
        )

    def handle(self, *, port, host, data, no_serve, reset, **options):
        folder = self._folder(data)
        if not no_serve and not port_is_free(host, port):
            raise CommandError(
                f"Port {port} is taken by another program. Choose a different one, for example "
                f"`portal-cms demo --port {port + 1}`."
            )
        self._prepare(folder, reset)
        self.stdout.write("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        if not folder.is_complete:
            self._load(folder, port)
        _use_port(port)
        logins = folder.write_logins(port=port)
        self._print(folder, logins)
        if not no_serve:
            self._serve(host, port)

    def _folder(self, data):
        """The folder the settings work in. They read it before this command runs, so both must agree."""
        if os.environ.get("DJANGO_SETTINGS_MODULE") == "portal_cms.conf.production":
            raise CommandError(
                f"The demo needs its own settings: unset DJANGO_SETTINGS_MODULE or use {DEMO_SETTINGS}."
            )
        if data and Path(data).resolve() != settings.DATA_DIR:
            raise CommandError(
                f"The settings use {settings.DATA_DIR}. Set PORTAL_DATA_DIR to the folder you want."
            )
        return DemoFolder(settings.DATA_DIR)

    def _prepare(self, folder, reset):
        """An empty folder, or a demo's; anything else stays untouched."""
        if folder.is_complete and not reset:
            return
        if not folder.is_demo and (strangers := folder.strangers()):
            raise CommandError(
                f"{folder.path} holds other files ({', '.join(strangers[:3])}). Choose an empty folder with --data."
            )
        if folder.is_demo:
            self.stdout.write("Starting over." if reset else "The last start was interrupted. Starting over.")
            connections.close_all()
            folder.empty()

    def _load(self, folder, port):
        from fixtures.load import load_world

        password = folder.begin()
        folder.finish(load_world(password=password, port=port, progress=self.stdout.write))

    def _print(self, folder, logins):
        write = self.stdout.write
        firm = None
        for entry in logins:
            if entry["firm"] != firm:
                firm = entry["firm"]
                write(f"\n{firm}: {entry['base_url']}/  (staff: {entry['base_url']}/admin/)")
            write(f"  {entry['role']:<11} {entry['name']:<30} {entry['email']}")
        write(f"\nPassword of everybody: {logins[0]['password']}")
        write(f"This table: {folder.path / LOGINS}")
        write(f"Mails the portal has sent: {settings.EMAIL_FILE_PATH}")

    def _serve(self, host, port):
        self.stdout.write("\nThe portal is running. Stop it with Ctrl-C.")
        self.stdout.flush()
        connections.close_all()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", DEMO_SETTINGS),
            "PORTAL_DATA_DIR": str(settings.DATA_DIR),
        }
        if not serve_with_worker(host, port, environment=environment):
            raise CommandError("The worker stopped unexpectedly, so the web server was stopped too.")
        self.stdout.write("Stopped.")


def _use_port(port):
    """Addresses in mails carry the port of this start."""
    from wagtail.models import Site

    from sitesettings.models import FirmSettings

    for site in Site.objects.filter(hosts__isnull=False).exclude(port=port).distinct():
        site.port = port
        site.save(update_fields=["port"])
    FirmSettings.touch()
