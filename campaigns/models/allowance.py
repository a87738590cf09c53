"""Allowance: how often somebody did something lately, for limits that hold for all processes."""

from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from campaigns.lib import database_clock

PURGED = 100
"""Rows that are deleted at a time, far more than come in."""


class AllowanceQuerySet(models.QuerySet["Allowance"]):
    @transaction.atomic
    def take(self, key: str, most: int, within: timedelta) -> float:
        """Note that `key` does it now: 0. If it did so `most` times `within` the last time, note
        nothing: the seconds until it may again. All processes count one after the other."""
        row = self._locked(key)
        now = database_clock.now().timestamp()
        since = now - within.total_seconds()
        row.moments = [moment for moment in row.moments if moment > since]
        if len(row.moments) >= most:
            return max(0.1, row.moments[-most] - since)
        row.moments.append(now)
        row.until = database_clock.now() + within
        row.save()
        return 0.0

    @transaction.atomic
    def give_back(self, key: str, times: int = 1) -> None:
        """Forget the last `times`, as if they had not been."""
        row = self._locked(key)
        row.moments = row.moments[: max(0, len(row.moments) - times)]
        row.save()

    def _locked(self, key: str) -> "Allowance":
        """The row, locked until the transaction ends. Rows that say nothing any more are deleted,
        without a wait for somebody who holds one: this one's lock is held meanwhile."""
        now, row = database_clock.now(), None
        while row is None:  # somebody may delete it between the two statements
            self.bulk_create([Allowance(key=key, until=now)], ignore_conflicts=True)
            row = self.select_for_update().filter(pk=key).first()
        over = self.filter(until__lt=now).exclude(pk=key).select_for_update(skip_locked=True)
        self.filter(pk__in=list(over.values_list("pk", flat=True)[:PURGED])).delete()
        return row


class Allowance(models.Model):
    """`key` names who and what; it holds nothing that somebody typed. `moments`: seconds since
    1970, the oldest first. `until`: from then on the row says nothing any more."""

    key = models.CharField(primary_key=True, max_length=100)
    moments: "models.JSONField[list[float], list[float]]" = models.JSONField(default=list)
    until = models.DateTimeField(db_index=True)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
