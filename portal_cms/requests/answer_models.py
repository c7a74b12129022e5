"""What came back: the files of an item, and what was handed in when."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal_cms.documents.models import Document
from portal_cms.requests import kinds


class ItemFileQuerySet(models.QuerySet):
    def open_pages(self):
        """Photographed pages that are not put together yet, in their order."""
        return self.filter(page__gt=0, merged_at=None).order_by("page", "pk")

    def with_loose(self):
        """`is_loose` is true where the file was not handed in yet, so that the client may take it out again."""
        later = Receipt.objects.filter(
            request=OuterRef("item__request"), handed_in_at__gte=OuterRef("document__created_at")
        )
        return self.annotate(is_loose=Q(is_made=False, item__kind=kinds.UPLOAD) & ~Exists(later))


class ItemFile(models.Model):
    """A document as the answer to an item. `page` is its place among the photographed pages that become one PDF: none
    for any other file, 0 for a page that was left out. `is_made` is that PDF."""

    item = models.ForeignKey("portal_requests.RequestItem", on_delete=models.CASCADE, related_name="filed")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    sent_name = models.CharField(max_length=200, blank=True)  # how the client called it
    page = models.PositiveSmallIntegerField(null=True)
    merged_at = models.DateTimeField(null=True)
    is_made = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(ItemFileQuerySet)()

    class Meta:
        verbose_name = _("file of an item")
        verbose_name_plural = _("files of an item")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "document"], name="one_answer_per_file")]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.sent_name or self.document.original_name

    @property
    def is_open_page(self):
        return self.page is not None and self.merged_at is None


class Receipt(models.Model):
    """What was handed in at one time, as it was then; answered again later, there is another one."""

    request = models.ForeignKey("portal_requests.Request", on_delete=models.CASCADE, related_name="receipts")
    handed_in_at = models.DateTimeField()
    items = models.JSONField(default=list)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.request_id} ({self.handed_in_at:%Y-%m-%d %H:%M})"
