"""`portal-cms open_firm`: the first firm of an empty portal, or one more beside the others."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.validators import validate_email
from django.db import transaction

from portal_cms.accounts.models import FirmRole, StaffProfile, User
from portal_cms.accounts.roles import give_roles
from portal_cms.accounts.signals import invitation_wanted
from portal_cms.pages.provision import open_firm
from sitesettings.fields import language_choices


class Command(BaseCommand):
    help = "Make a firm with its hosts and roles, and invite its first administrator by mail."

    def add_arguments(self, parser):
        languages = [code for code, _name in language_choices()]
        parser.add_argument("name", help="Name of the firm as clients see it.")
        parser.add_argument("--host", action="append", required=True, dest="hosts",
                            help="Host name of the portal; may be given several times, the first is used in mails.")  # fmt: skip
        parser.add_argument("--admin", required=True, help="E-mail address of the firm's administrator.")
        parser.add_argument(
            "--language", default="de", choices=languages, help="Standard language of the firm."
        )
        parser.add_argument("--port", type=int, default=443, help="Port in addresses of the portal.")

    @no_translations  # what it refuses is said in the language of everything else it prints
    @transaction.atomic
    def handle(self, *, name, hosts, admin, language, port, **options):
        try:
            validate_email(admin)
            site = open_firm(name=name, hosts=hosts, default_language=language, port=port)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user = User.objects.create_user(admin, site=site, language=language)
        StaffProfile.objects.create(user=user)
        give_roles(user, [FirmRole.Key.ADMIN, FirmRole.Key.STAFF, FirmRole.Key.PORTAL])
        invitation_wanted.send(None, user=user, by=None)
        self.stdout.write(
            f"{name} answers on {', '.join(hosts)}. {admin} gets a mail with a link to set a password "
            f"as soon as the worker runs."
        )
