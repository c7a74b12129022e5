from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PdfFormsConfig(AppConfig):
    name = "portal_cms.pdfforms"
    label = "portal_pdfforms"
    verbose_name = _("PDF forms")

    def ready(self):
        from portal_cms.pdfforms.actions import register_form_fields
        from portal_cms.pdfforms.kind import PdfForm
        from portal_cms.requests.kinds import register_kind

        register_kind(PdfForm())
        register_form_fields()
