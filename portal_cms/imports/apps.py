from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "portal_cms.imports"
    label = "portal_imports"
    verbose_name = _("Import")
