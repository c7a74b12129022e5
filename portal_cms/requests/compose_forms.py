"""Forms around the writing of a request: what to start from, and the firm's templates."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal_cms.clients.models import Client
from portal_cms.documents.services import too_large_text, type_refusal, upload_limit
from portal_cms.requests import kinds
from portal_cms.requests.drafting import put_file, take_file_away
from portal_cms.requests.models import RequestTemplate, TemplateItem
from portal_cms.requests.staff_forms import (
    ASKED,
    AskedForm,
    MailFormMixin,
    OrderedFormSet,
    item_formset,
    limit_to_clients,
)


class ClientForm(forms.Form):
    """Which client of the matter is asked."""

    client = forms.ModelChoiceField(Client.objects.none(), label=_("Client"), widget=forms.RadioSelect)

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.clients = limit_to_clients(self, matter)


class StartForm(ClientForm):
    template = forms.ModelChoiceField(
        RequestTemplate.objects.none(),
        label=_("Start from"),
        required=False,
        empty_label=_("An empty request"),
        help_text=_(
            "A template brings the text of the mail and what is asked for. You can change all of it."
        ),
    )

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, matter=matter, **kwargs)
        self.fields["template"].queryset = RequestTemplate.objects.filter(site_id=matter.site_id)
        self.fields["template"].choices = template_choices(self.fields["template"])


def template_choices(field):
    """The firm's templates under their practice areas."""
    areas = {}
    for template in field.queryset:
        areas.setdefault(template.area, []).append((template.pk, str(template)))
    loose = areas.pop("", [])
    return [("", field.empty_label), *loose, *areas.items()]


class SaveAsTemplateForm(forms.Form):
    name = forms.CharField(label=_("Name of the template"), max_length=120)
    area = forms.CharField(
        label=capfirst(RequestTemplate._meta.get_field("area").verbose_name),
        max_length=80,
        required=False,
        help_text=RequestTemplate._meta.get_field("area").help_text,
    )


class TemplateForm(MailFormMixin, forms.ModelForm):
    """A template with the rows of what it asks for, `items`."""

    class Meta:
        model = RequestTemplate
        fields = [
            "name",
            "area",
            "language",
            "title",
            "text",
            "days",
            "remind_every",
            "mail_subject",
            "mail_text",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data=None, files=None, *, instance, for_user=None, **kwargs):
        super().__init__(data, files, instance=instance, **kwargs)
        self.items = template_item_forms(instance, data, files)

    def clean(self):
        data = super().clean()
        same = RequestTemplate.objects.filter(
            site_id=self.instance.site_id, name=data.get("name"), language=data.get("language")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "name",
                _("There is a template of this name in this language already. Please choose another name."),
            )
        return data

    def is_valid(self):
        return super().is_valid() & self.items.is_valid()

    def is_multipart(self):
        return True


class TemplateItemForm(AskedForm):
    """A file is kept when the row is valid; one that is taken away goes with the next sweep of the vault."""

    class Meta:
        model = TemplateItem
        fields = ASKED
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}

    file = forms.FileField(
        label=_("Document to read or example"),
        required=False,
        max_length=200,
        widget=forms.FileInput,
        help_text=_("It is copied into each matter in which the template is used."),
    )
    no_file = forms.BooleanField(label=_("Take the document away"), required=False)

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        if not self.instance.storage_name:
            del self.fields["no_file"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and (refusal := type_refusal(file.name)):
            raise forms.ValidationError(refusal)
        if file and file.size > upload_limit(self.site):
            raise forms.ValidationError(too_large_text(self.site, file.name))
        return file

    def clean(self):
        there = self.instance.storage_name and not self.cleaned_data.get("no_file")
        self.cleaned_data["document"] = self.cleaned_data.get("file") or there
        return super().clean()

    def check(self, kind, data):
        kind.clean_template(self, data)

    def keep_file(self):
        """Raises PortalError with a sentence for the uploader."""
        if self.cleaned_data.get("no_file"):
            take_file_away(self.instance)
        if file := self.cleaned_data.get("file"):
            put_file(self.instance, file, self.site)


class TemplateItems(OrderedFormSet):
    def rows(self):
        """The items that are meant, in their order, with their files. Raises PortalError."""
        rows = super().rows()
        for form in self.forms:
            if form.instance in rows:
                form.keep_file()
        return rows


TemplateItemFormSet = item_formset(TemplateItem, TemplateItemForm, TemplateItems)


def template_item_forms(template, data=None, files=None):
    """The rows of a template and a few empty ones; an empty row is nothing."""
    items = template.items.all() if template.pk else TemplateItem.objects.none()
    site = template.site
    materials = [(str(kind.label), found) for kind in kinds.all_kinds() if (found := kind.firm_choices(site))]
    return TemplateItemFormSet(
        data, files, queryset=items, prefix="items", form_kwargs={"site": site, "materials": materials}
    )
