"""`portal-cms createsuperuser`: the operator's account, which belongs to no firm.

Django's own command would ask for the account's internal name; ours is made from the address.
"""

import getpass
import os

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

from portal_cms.accounts.identity import identity_of
from portal_cms.accounts.models import User


class Command(BaseCommand):
    help = "Create the operator's account. The password is asked for, or read from DJANGO_SUPERUSER_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)

    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        if User.objects.filter(identity=identity_of(None, email)).exists():
            raise CommandError("There is an operator with this address already.")
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD") or self._ask()
        try:
            validate_password(password, User(email=email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        User.objects.create_superuser(email, password)
        self.stdout.write(f"{email} can sign in at the host of any firm.")

    def _ask(self):
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Password, once more: "):
            raise CommandError("The two passwords differ.")
        return password
