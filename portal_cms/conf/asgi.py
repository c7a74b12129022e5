import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal_cms.conf.production")
django_application = get_asgi_application()

from portal_cms.common.bodies import BodyLimit  # noqa: E402 - needs the settings

application = BodyLimit(django_application)
