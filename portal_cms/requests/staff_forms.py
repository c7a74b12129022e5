"""The staff's forms of a request. Every choice is narrowed to the matter, so a foreign id is refused."""

import json

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.clients.models import Client
from portal_cms.documents.models import Document
from portal_cms.notices.staff_forms import check_body, check_subject
from portal_cms.requests import kinds
from portal_cms.requests.letters import REQUEST_SENT
from portal_cms.requests.models import Request, RequestItem
from sitesettings.events import EVENTS
from sitesettings.firm import firm_for

MOST_ITEMS = 30
BLANK_ROWS = 3


class MailFormMixin:
    """The mail in one's own words: the same markers, checked the same way, as in the firm's mail texts."""

    def clean_mail_subject(self):
        return check_subject(self.cleaned_data["mail_subject"], EVENTS[REQUEST_SENT])

    def clean_mail_text(self):
        return check_body(self.cleaned_data["mail_text"], EVENTS[REQUEST_SENT])

    def clean(self):
        data = super().clean()
        if data.get("mail_subject") and not data.get("mail_text") and "mail_text" not in self.errors:
            self.add_error(
                "mail_text",
                _("Please write the text of the mail too, or leave its subject empty for your usual mail."),
            )
        return data


class RequestForm(MailFormMixin, forms.ModelForm):
    class Meta:
        model = Request
        fields = [
            "client",
            "title",
            "text",
            "due_on",
            "remind_every",
            "needs_code",
            "mail_subject",
            "mail_text",
        ]
        widgets = {
            "client": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.clients = limit_to_clients(self, matter)
        if firm_for(matter.site).request_needs_code:  # then every request does
            del self.fields["needs_code"]

    def clean_due_on(self):
        return future(self.cleaned_data["due_on"])


def limit_to_clients(form, matter):
    """Let the field `client` offer those of the matter, the only one chosen already; returns them."""
    field = form.fields["client"]
    field.queryset = Client.objects.filter(matter_clients__matter=matter).select_related("user")
    field.empty_label = None
    clients = list(field.queryset)
    if len(clients) == 1 and not form.initial.get("client"):
        form.initial["client"] = clients[0].pk
    return clients


ASKED = ["kind", "material", "title", "explanation", "is_required"]


class AskedForm(forms.ModelForm):
    """One item, of a request or of a template."""

    kind = forms.ChoiceField(label=_("Kind"))
    material = forms.ChoiceField(
        label=_("Which one"), required=False, help_text=_("Only for kinds that are listed here.")
    )

    def __init__(self, *args, materials, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds.all_kinds()]
        self.fields["kind"].initial = kinds.UPLOAD
        without = [kind.key for kind in kinds.all_kinds() if not kind.takes_document]
        labels = {kind.key: str(kind.material_label) for kind in kinds.all_kinds()}
        self.fields["kind"].widget.attrs |= {
            "data-without-document": " ".join(without),
            "data-material-labels": json.dumps(labels),
        }
        self.fields["material"].choices = [("", "–"), *materials]
        if not materials:
            del self.fields["material"]

    def clean(self):
        data = super().clean()
        for kind in kinds.all_kinds():
            if kind.key == data.get("kind"):
                self.check(kind, data)
        return data

    def check(self, kind, data):
        kind.clean(self, data)

    def has_changed(self):
        """A new row that has only its place, its kind or its boxes is still an empty one."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"ORDER", "DELETE", "kind", "is_required"})


class ItemForm(AskedForm):
    class Meta:
        model = RequestItem
        fields = [*ASKED, "document"]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents
        self.fields["document"].empty_label = _("No document")


class OrderedFormSet(forms.BaseModelFormSet):
    """Rows in the order of their positions; those without a title are nothing."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Position")
        form.fields["DELETE"].label = _("Remove")

    def rows(self):
        """The items that are meant, in their order."""
        kept = [
            form
            for form in self.forms
            if form.cleaned_data.get("title") and not form.cleaned_data.get("DELETE")
        ]
        last = len(self.forms)
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or last)
        return [form.instance for form in kept]


def item_formset(model, form, formset=OrderedFormSet):
    return forms.modelformset_factory(
        model, form=form, formset=formset, extra=BLANK_ROWS, can_delete=True, can_order=True,
        max_num=MOST_ITEMS, validate_max=True,
    )  # fmt: skip


ItemFormSet = item_formset(RequestItem, ItemForm)


def item_forms(matter, request, data=None):
    """The rows of a draft and a few empty ones; an empty row is nothing."""
    items = request.items.all() if request.pk else RequestItem.objects.none()
    used = items.exclude(document=None).values("document")
    documents = Document.objects.filter(matter=matter)
    documents = documents.released() | documents.filter(
        pk__in=used
    )  # what a template brought is being checked
    materials = [(str(kind.label), found) for kind in kinds.all_kinds() if (found := kind.choices(matter))]
    return ItemFormSet(
        data, queryset=items, prefix="items", form_kwargs={"documents": documents, "materials": materials}
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("The client reads this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label=_("New due date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_due_on(self):
        return future(self.cleaned_data["due_on"])


class ExtendForm(forms.Form):
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        help_text=_("Left empty, there is no due date."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_due_on(self):
        return future(self.cleaned_data["due_on"])


def future(day):
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed. Please choose a later one."))
    return day
