"""Which parties, courts and dates are new for a client: those published since the last visit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal_cms.matters.whats_new import Kind, register_new
from portal_cms.parts.models import Court, Party, Proceeding


def register_parts():
    register_new(_new(Party, _("Party"), _parties, _on_overview("parties")))
    register_new(_new(Court, _("Court"), _courts, _on_overview("courts")))
    register_new(_new(Proceeding, _("Proceeding"), _proceedings, _timeline, title="kind"))


def _new(model, label, number, place, *, title="name"):
    """`place(uuid)` leads to the parts of this model in the matter with that UUID."""
    return Kind(
        key=model._meta.model_name,
        label=label,
        rows=lambda reader: model.objects.visible_to(reader.user).filter(published_at__gt=reader.after),
        path=lambda row: place(row["matter"]),
        number=lambda count: number(count) % {"count": count},
        place=lambda matter: place(matter.uuid),
        texts={"title": title},
    )


def _on_overview(anchor):
    return lambda uuid: f"{reverse('portal_dashboard:matter', args=[uuid])}#{anchor}"


def _timeline(uuid):
    return reverse("portal_parts:timeline", args=[uuid])


def _parties(count):
    return ngettext("%(count)s new party", "%(count)s new parties", count)


def _courts(count):
    return ngettext("%(count)s new court", "%(count)s new courts", count)


def _proceedings(count):
    return ngettext("%(count)s new proceeding", "%(count)s new proceedings", count)
