"""The form of a mail text: what one may write, and with which markers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from portal_cms.access.panels import ShowPanel
from portal_cms.notices import readers
from portal_cms.notices.markup import check
from sitesettings.events import EVENTS, Audience
from sitesettings.firm import firm_for


class MailTextForm(WagtailAdminModelForm):
    """`reader` is only for the preview and never stored."""

    reader = forms.Field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = EVENTS.get(self.instance.event)
        is_for_clients = event is not None and event.audience == Audience.CLIENT
        field = readers.field_for(self.for_user) if is_for_clients else None
        if "reader" in self.fields:
            self.fields.pop("reader") if field is None else self.fields.update(reader=field)

    def clean_subject(self):
        return check_subject(self.cleaned_data["subject"], EVENTS[self.instance.event])

    def clean_body(self):
        event = EVENTS[self.instance.event]
        return check_body(self.cleaned_data["body"], event, required=event.required)

    def clean(self):
        cleaned = super().clean()
        self.instance.reader = readers.account_of(cleaned.get("reader"))
        return cleaned


def check_subject(subject, event):
    """The subject if its markers are those of a mail of this event, else ValidationError."""
    findings = check(subject, known={marker.name for marker in event.subject_markers})
    elsewhere = {marker.name for marker in event.all_markers} & set(findings.unknown)
    if elsewhere:
        raise ValidationError(
            _("%(markers)s can stand in the text only, not in the subject. Please take it out here.")
            % {"markers": _tokens(sorted(elsewhere))}
        )
    _refuse(findings, event.subject_markers)
    return subject


def check_body(body, event, required=()):
    """The text if its markers are those of a mail of this event, the required ones among them, else
    ValidationError."""
    names = {marker.name for marker in event.all_markers}
    _refuse(check(body, known=names, required=required, is_html=True), event.all_markers)
    return body


def _refuse(findings, markers):
    """All that is wrong with the markers at once, each with what to do."""
    errors = []
    if findings.unknown:
        errors.append(
            _("There is no marker %(unknown)s. Please use one of these: %(known)s.")
            % {
                "unknown": _tokens(findings.unknown),
                "known": _tokens(marker.name for marker in markers),
            }
        )
    if findings.broken:
        errors.append(
            _(
                "A bracket { or } has no partner, or formatting begins inside of a marker. Please insert the"
                " marker again."
            )
        )
    if findings.missing:
        errors.append(
            _("Without %(missing)s the mail would be of no use. Please insert it again.")
            % {"missing": _tokens(findings.missing)}
        )
    if errors:
        raise ValidationError(errors)


def _tokens(names):
    return ", ".join(f"{{{name}}}" for name in names)


def _state_values(text, request):
    event = EVENTS[text.event]
    return {
        "text": text,
        "address": request.user.email,
        "is_for_staff": event.audience == Audience.STAFF,
        "may_publish": request.user.has_perm("portal_notices.publish_mailtext"),
    }


class MarkerPanel(ShowPanel):
    """Buttons that put a marker into a field, at the cursor."""

    class BoundPanel(ShowPanel.BoundPanel):
        class Media:
            js = ["portal_notices/js/markers.js"]
            css = {"all": ["portal_notices/css/markers.css"]}


def _marker_panel(field, choose, heading):
    def values(text, request):
        return {
            "field_name": field,
            "markers": choose(EVENTS[text.event]),
            "shows_content": firm_for(request.site).mail_shows_content,
        }

    return MarkerPanel("portal_notices/admin/markers.html", values, heading=heading)


mail_text_panels = ObjectList(
    [
        ShowPanel("portal_notices/admin/text_state.html", _state_values, heading=gettext_lazy("This mail")),
        FieldPanel("subject", required_on_save=True),
        _marker_panel(
            "subject", lambda event: event.subject_markers, gettext_lazy("Markers for the subject")
        ),
        FieldPanel(
            "body",
            required_on_save=True,
            help_text=gettext_lazy(
                "A line in which a marker has no value is left out. A line with nothing but the link becomes a button."
            ),
        ),
        _marker_panel("body", lambda event: event.all_markers, gettext_lazy("Markers for the text")),
        FieldPanel("reader", heading=gettext_lazy("Preview")),
    ],
    base_form_class=MailTextForm,
)
