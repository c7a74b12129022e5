"""The base of every row that belongs to a firm."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class FirmModel(models.Model):
    """A row of one firm. `uuid` names it in URLs; a name is not a right."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("firm")
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, editable=False)

    class Meta:
        abstract = True
