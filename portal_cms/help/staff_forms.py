"""The form of a help text: in the languages the firm offers; a text that takes a shipped one's place keeps its own."""

from wagtail.admin.forms import WagtailAdminModelForm

from portal_cms.help.services import offered_sections
from sitesettings.models import FirmSettings


class HelpTextForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.key:
            for name in ("language", "section"):
                self.fields.pop(name, None)
            return
        site_id = self.instance.site_id or getattr(self.for_user, "site_id", None)
        row = FirmSettings.objects.filter(site=site_id).first()
        if row and "language" in self.fields:
            field = self.fields["language"]
            field.choices = [
                choice for choice in field.choices if not choice[0] or choice[0] in row.languages
            ]
        if "section" in self.fields:
            field, offered = self.fields["section"], offered_sections()
            field.choices = [choice for choice in field.choices if choice[0] in ("", *offered)]
