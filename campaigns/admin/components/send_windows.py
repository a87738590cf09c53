"""The send window of a campaign in words, in the active time zone."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.composer import readiness
from campaigns.domain.scheduling.window import HOURS_AFTER_SUBMISSION
from campaigns.lib import i18n
from campaigns.models import Application, Campaign, Submission


def window_texts(
    campaign: Campaign, submission: Submission | None, now: datetime
) -> list[tuple[str, str]]:
    """Label and moment of each end of the window."""
    frozen = submission or campaign
    start = moment_with_offset(frozen.send_at) if frozen.send_at else _("As soon as approved")
    if submission or frozen.send_at or frozen.send_before:
        end = moment_with_offset(frozen.send_before or readiness.send_before(campaign, now))
    else:
        end = _("%(hours)d hours after submission") % {"hours": HOURS_AFTER_SUBMISSION}
    return [(_("Send at"), start), (_("Never later than"), end)]


def moment_with_offset(moment: datetime) -> str:
    """`2026-11-23 16:05 (Asia/Shanghai, UTC+08:00)`."""
    return (
        f"{i18n.moment(moment)[:-1]}, {utc_offset_text(moment, timezone.get_current_timezone())})"
    )


def utc_offset_text(moment: datetime, zone: tzinfo) -> str:
    """`UTC+08:00`: the offset of `zone` at that moment."""
    ahead = moment.astimezone(zone).strftime("%z")
    return f"UTC{ahead[:3]}:{ahead[3:5]}"


def rule_texts(application: Application, *, is_everyone: bool) -> list[str]:
    """Rules that may delay the send inside its window, one sentence each."""
    sentences, quiet = [], application.quiet_hours
    if quiet is not None:
        span = {"start": f"{quiet.start:%H:%M}", "end": f"{quiet.end:%H:%M}", "zone": quiet.zone}
        sentences.append(_("Nothing leaves from %(start)s to %(end)s (%(zone)s).") % span)
    if not is_everyone:
        return sentences
    minutes, most = application.cool_down_minutes, application.everyone_per_day
    if minutes:
        line = ngettext(
            "It cools down for %(n)d minute after the last vote.",
            "It cools down for %(n)d minutes after the last vote.",
            minutes,
        )
        sentences.append(line % {"n": minutes})
    if most is not None:
        line = ngettext(
            "At most %(n)d push to everyone leaves a day.",
            "At most %(n)d pushes to everyone leave a day.",
            most,
        )
        sentences.append(line % {"n": most})
    return sentences
