"""An application's quota of a day in one line, in the active time zone."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.domain.scheduling import quota
from campaigns.lib import i18n
from campaigns.scheduling.quota import Ledger
from campaigns.sending.holds import Hold


def quota_text(plan: Ledger, now: datetime, hold: Hold | None = None) -> str:
    """`Today 1 of 3 used, 1 reserved. Next free time 14:05.` `hold`: the pause of the application
    or of everything; no time is free while it lasts."""
    if hold is not None:
        return f"{day_quota_text(plan, now, now)} {_paused(hold)}"
    return f"{day_quota_text(plan, now, now)} {_next_free(plan.budget(now).next_free, now)}"


def day_quota_text(plan: Ledger, at: datetime, now: datetime) -> str:
    """`On 2026-11-24 0 of 3 used, 1 reserved.`"""
    return _("%(day)s %(numbers)s.") % {"day": _day(at, now), "numbers": _numbers(plan, at)}


def quota_with_campaign_text(
    plan: Ledger, at: datetime, now: datetime, *, is_reserved: bool
) -> str:
    """`Today 1 of 3 used, 1 reserved; with this one 2 reserved.` `is_reserved`: the campaign is
    already among the reserved."""
    told = {"day": _day(at, now), "numbers": _numbers(plan, at)}
    if is_reserved:
        return _("%(day)s %(numbers)s, this one among them.") % told
    told["n"] = str(_reserved(plan, at) + 1)
    return _("%(day)s %(numbers)s; with this one %(n)s reserved.") % told


def _day(at: datetime, now: datetime) -> str:
    day = timezone.localtime(at).date()
    if day == timezone.localtime(now).date():
        return _("Today")
    return _("On %(day)s") % {"day": day.isoformat()}


def _numbers(plan: Ledger, at: datetime) -> str:
    limits = plan.application.limits
    return _("%(used)d of %(per_day)d used, %(reserved)d reserved") % {
        "used": quota.used(plan.counted, limits, at),
        "per_day": limits.per_day,
        "reserved": _reserved(plan, at),
    }


def _reserved(plan: Ledger, at: datetime) -> int:
    return plan.used(at) - quota.used(plan.counted, plan.application.limits, at)


def _paused(hold: Hold) -> str:
    if hold.until is None:
        return _("Nothing leaves until somebody resumes it.")
    return _("Nothing leaves before %(until)s.") % {"until": i18n.moment(hold.until)}


def _next_free(free: datetime | None, now: datetime) -> str:
    if free is None:
        return _("No free time in the next 60 days.")
    if free <= now:
        return _("A send is free now.")
    local, today = timezone.localtime(free), timezone.localtime(now).date()
    at = f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"
    return _("Next free time %(at)s.") % {"at": at}
