"""Invoices, proformas and provisions of funds: one table, as they differ in a word and a number."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.accounts.models import User
from portal_cms.billing.figures import INVOICE, PIECE, PROFORMA, PROVISION, STANDARD
from portal_cms.billing.seller import SellerSettings
from portal_cms.billing.wording import CATEGORY_LABELS, KIND_LABELS, UNIT_LABELS
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter

__all__ = ["Bill", "BillLine", "SellerSettings"]

ZERO = Decimal("0.00")


def money(label, **kwargs):
    return models.DecimalField(label, max_digits=12, decimal_places=2, default=ZERO, **kwargs)


class BillQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Clients: what was published for them, while their access is active; grants on the matter do not count
        (P38). Staff: with the permission for billing, the bills of the matters they see. Staff who simulate a client:
        of the client's bills those they may see themselves."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_client:
            if not user.sees_portal:
                return self.none()
            seen = self.visible_to(user.simulated_by) if user.is_simulated else self
            return seen.published().filter(site_id=user.site_id, buyer__user=user)
        if user.is_superuser:
            return self
        if not user.has_perm("portal_billing.view_bill"):
            return self.none()
        return self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))

    def changeable_by(self, user):
        """Clients change no bill; staff change those they see (the model permission is asked besides)."""
        return self.none() if getattr(user, "is_client", False) else self.visible_to(user)

    def published(self):
        return self.filter(published_at__isnull=False)

    def in_state(self, state, day=None):
        """Those in one of the five states of `Bill.state`, which no column holds: time alone makes a bill overdue."""
        day, alive = day or timezone.localdate(), Q(cancelled_at=None)
        settled = Q(paid__gte=F("payable"))
        late = Q(due_date__lt=day)
        rule = {
            Bill.State.CANCELLED: Q(cancelled_at__isnull=False),
            Bill.State.PAID: alive & settled,
            Bill.State.OVERDUE: alive & late & ~settled,
            Bill.State.PART_PAID: alive & ~late & ~settled & Q(paid__gt=0),
            Bill.State.OPEN: alive & ~late & ~settled & Q(paid=0),
        }
        return self.filter(rule[state])

    def unpaid(self):
        return self.filter(cancelled_at=None, paid__lt=F("payable"))

    def first_of_each_kind(self, count):
        """Up to `count` of each kind, unpaid ones first, the most urgent first: in one query both what is to be
        paid and which kinds there are."""
        is_settled = Case(When(cancelled_at=None, paid__lt=F("payable"), then=0), default=1)
        order = [is_settled, F("due_date").asc(nulls_last=True), F("pk").asc()]
        place = Window(RowNumber(), partition_by=F("kind"), order_by=order)
        return self.annotate(place=place).filter(place__lte=count).order_by(*order)


class Bill(FirmModel):
    """One paper the firm asks money with. Its sums are computed from its lines (`figures`) and stored by `services`.

    `buyer`, `seller_data` and `buyer_data` are fixed when it is published: neither a new billing client of the
    matter nor a move of the firm changes a paper that was sent. Nor does a later payment: `prepaid` is what was paid
    when it was published first. Only the buyer may see it in the portal.
    """

    class Kind(models.TextChoices):
        INVOICE = INVOICE, KIND_LABELS[INVOICE]
        PROFORMA = PROFORMA, KIND_LABELS[PROFORMA]
        PROVISION = PROVISION, KIND_LABELS[PROVISION]

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("bill", "Open")
        PART_PAID = "part_paid", pgettext_lazy("bill", "Part paid")
        PAID = "paid", pgettext_lazy("bill", "Paid")
        OVERDUE = "overdue", pgettext_lazy("bill", "Overdue")
        CANCELLED = "cancelled", pgettext_lazy("bill", "Cancelled")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, editable=False)
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, related_name="bills", editable=False, verbose_name=_("matter")
    )
    number = models.CharField(_("number"), max_length=60)
    date = models.DateField(_("date"))
    due_date = models.DateField(_("due on"), null=True, blank=True)
    service_start = models.DateField(
        _("service from"), null=True, blank=True, help_text=_("Invoices have to say when the work was done.")
    )
    service_end = models.DateField(
        _("service until"), null=True, blank=True, help_text=_("Leave empty for a single day.")
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", choices=[("EUR", "EUR"), ("CHF", "CHF"), ("GBP", "GBP"), ("USD", "USD")]
    )  # fmt: skip
    withholding_rate = models.DecimalField(
        _("income tax withheld in percent"),
        max_digits=4,
        decimal_places=2,
        default=ZERO,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
        help_text=_("Spain: IRPF, which the client pays to the tax office for you. Else leave it at 0."),
    )
    matter_reference = models.CharField(
        _("your matter as it stands on the paper"), max_length=120, blank=True,
        help_text=_("The person billed reads it, also without access to the matter."),
    )  # fmt: skip
    buyer_reference = models.CharField(
        _("reference of the person billed"), max_length=120, blank=True,
        help_text=_("What they ask for: an order number, a Leitweg-ID."),
    )  # fmt: skip
    note = models.TextField(_("note to the client"), blank=True, max_length=2000)
    internal_note = models.TextField(_("internal note"), blank=True, max_length=2000)
    net = money(_("net"), editable=False)
    vat = money(_("VAT"), editable=False)
    gross = money(_("total"), editable=False)
    payable = money(_("to be paid"), editable=False)
    paid = money(_("paid so far"), blank=True)
    prepaid = models.DecimalField(max_digits=12, decimal_places=2, null=True, editable=False)
    document = models.OneToOneField(
        Document, null=True, on_delete=models.SET_NULL, related_name="bill", editable=False
    )
    buyer = models.ForeignKey(
        Client, null=True, on_delete=models.PROTECT, related_name="bills", editable=False, verbose_name=_("billed to")
    )  # fmt: skip
    seller_data = models.JSONField(default=dict, editable=False)
    buyer_data = models.JSONField(default=dict, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = models.Manager.from_queryset(BillQuerySet)()

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "number"], name="one_bill_per_number"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(buyer__isnull=False), name="published_for_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "kind", "-date", "-id"], name="bill_list"),
            models.Index(fields=["matter", "-date", "-id"], name="bill_matter"),
            models.Index(
                fields=["buyer", "kind", "-date", "-id"],
                condition=Q(published_at__isnull=False),
                name="bill_client",
            ),
        ]
        permissions = [("publish_bill", _("Can publish bills in the client portal"))]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def billed(self):
        """Who is billed: fixed once it was published, else whom the matter names (P39); may be None."""
        return self.buyer or self.matter.billing_client

    @property
    def client_name(self):
        return self.billed.name if self.billed else ""

    @property
    def is_hidden(self):
        """Published, but the person billed can not see it: the access is gone or blocked (P40)."""
        return self.is_published and not self.buyer.has_active_access

    @property
    def open_amount(self):
        return ZERO if self.cancelled_at else max(self.payable - self.paid, ZERO)

    @property
    def withheld(self):
        return self.gross - self.payable

    @property
    def state(self):
        return self.state_on(timezone.localdate())

    @property
    def state_label(self):
        return self.State(self.state).label

    def state_on(self, day):
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.paid >= self.payable:
            return self.State.PAID
        if self.due_date and self.due_date < day:
            return self.State.OVERDUE
        return self.State.PART_PAID if self.paid else self.State.OPEN


class BillLine(models.Model):
    """A position. What its codes mean is a matter of `figures` and `wording`."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0, editable=False)
    text = models.CharField(_("text"), max_length=500)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=3, default=1)
    unit = models.CharField(_("unit"), max_length=3, choices=list(UNIT_LABELS.items()), default=PIECE)
    unit_price = money(_("net price"), validators=[MinValueValidator(0)])
    vat_category = models.CharField(
        pgettext_lazy("VAT", "kind of VAT"),
        max_length=2,
        choices=list(CATEGORY_LABELS.items()),
        default=STANDARD,
    )
    vat_rate = models.DecimalField(
        _("VAT in percent"), max_digits=4, decimal_places=2, default=ZERO, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )  # fmt: skip
    vat_reason = models.CharField(_("why without VAT"), max_length=250, blank=True)
    net = money(_("net"), editable=False)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
