"""Choosing a file, and saying which of its columns is which."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_cms.common.errors import PortalError
from portal_cms.imports import services
from portal_cms.imports.columns import FIELDS, NEEDED
from portal_cms.imports.models import ImportRun
from portal_cms.imports.table import MAX_BYTES, MAX_ROWS

EXAMPLES = 3


class UploadForm(forms.Form):
    """A file that is a table becomes a run; another is refused here, with the reason."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the file holds"), choices=ImportRun.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"empty": gettext_lazy("The file is empty. Please choose a different one.")},
    )

    def __init__(self, *args, site, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.site, self.user = site, user
        self.fields["file"].help_text = _("CSV or Excel (.xlsx), up to 5 MB and %(rows)s rows.") % {
            "rows": MAX_ROWS
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Please split it into several files."))
        return file

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned["file"]
        try:
            self.run = services.receive(
                self.site, kind=cleaned["kind"], content=file.read(), name=file.name, by=self.user
            )
        except PortalError as error:
            self.add_error("file", error)
        return cleaned


class ColumnsForm(forms.Form):
    """One field for each of ours; the choices are the columns of the file with a few of their values."""

    def __init__(self, *args, run, table, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = run.kind
        choices = [("", _("Not in the file")), *_choices(table)]
        for field in FIELDS[run.kind]:
            self.fields[field.key] = forms.TypedChoiceField(
                label=capfirst(field.label),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=run.columns.get(field.key, ""),
            )

    def clean(self):
        cleaned = super().clean()
        chosen = [column for column in cleaned.values() if column is not None]
        for key, column in cleaned.items():
            if column is not None and chosen.count(column) > 1:
                self.add_error(
                    key, _("This column is chosen more than once. Please choose each column once.")
                )
                break
        labels = {field.key: str(field.label) for field in FIELDS[self.kind]}
        for group in NEEDED[self.kind]:
            if not self.errors and all(cleaned.get(key) is None for key in group):
                names = " / ".join(labels[key] for key in group)
                self.add_error(group[0], _("Please choose the column for: %(names)s.") % {"names": names})
        return cleaned

    @property
    def columns(self):
        return {key: column for key, column in self.cleaned_data.items() if column is not None}


def _choices(table):
    for at, header in enumerate(table.headers):
        values = [cells[at] for _line, cells in table.rows[:50] if cells[at]][:EXAMPLES]
        name = header or _("Column %(number)s") % {"number": at + 1}
        shown = ", ".join(value[:30] for value in values)
        yield at, f"{name} ({shown})" if shown else name
