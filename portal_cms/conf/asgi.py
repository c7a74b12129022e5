import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal_cms.conf.production")
django.setup(set_prefix=False)

from portal_cms.common.asgi import Handler, KeptThreads, settle  # noqa: E402 - needs the settings
from portal_cms.common.bodies import BodyLimit  # noqa: E402

application = KeptThreads(BodyLimit(Handler()))
settle()
