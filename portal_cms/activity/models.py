"""The only thing this app keeps: up to when a person's summaries reach."""

from django.db import models

from portal_cms.accounts.models import User


class Summary(models.Model):
    """The summary of one day for one person; it tells of what happened from `since` to `until`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_summary_per_day")]

    def __str__(self):
        return f"{self.user}, {self.day}"
