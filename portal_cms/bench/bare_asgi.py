"""Django's own handler without any middleware. The test browser that captures a page still has all of it."""

import django
from django.core.handlers.asgi import ASGIHandler
from django.test import override_settings


class BareHandler(ASGIHandler):
    def load_middleware(self, is_async=False):
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


django.setup(set_prefix=False)
application = BareHandler()
