"""The pauses of an application in words: why, since when, by whom, and who may lift each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.admin.components import viewer
from campaigns.applications import pauses, standing_pauses
from campaigns.domain.pauses import REMEDIES, PauseKind, StandingPause
from campaigns.lib import i18n
from campaigns.models import Application
from campaigns.sending import holds


@dataclass(frozen=True)
class PauseLine:
    """`who` names those who may resume it, "" where the reader may."""

    reason: str
    until: str
    origin: str
    remedy: str
    who: str


def pause_lines(
    application: Application, user: User, standing_now: Iterable[StandingPause]
) -> list[PauseLine]:
    """The application's own pauses, in the active time zone."""
    own = [one for one in standing_now if one.kind is not PauseKind.EVERYTHING]
    return [
        PauseLine(
            i18n.render(one.said),
            i18n.moment(one.until) if one.until else "",
            _origin(one),
            i18n.render(REMEDIES.get(one.kind, "")),
            "" if may_lift(user, one, application) else lifters_text(one, application),
        )
        for one in own
    ]


def may_lift(user: User, pause: StandingPause, application: Application) -> bool:
    return access.may(user, standing_pauses.lift_permission(pause), application)


def _origin(pause: StandingPause) -> str:
    """Who set it, and when; "" if neither is known."""
    if pause.since is None:
        return ""
    at = {"at": i18n.moment(pause.since), "name": pause.by}
    return (_("Set by %(name)s, %(at)s.") if pause.by else _("Set by the console, %(at)s.")) % at


def lifters_text(pause: StandingPause, application: Application) -> str:
    people = access.holders(standing_pauses.lift_permission(pause), application)
    who = viewer.names_text(people[: viewer.NAMES_SHOWN + 1])
    return _("Ask %(names)s to resume it.") % {"names": who}


def still_paused_text(application: Application, left: Iterable[StandingPause]) -> str:
    """What holds the application after somebody resumed it, and who may lift it."""
    told = " ".join(_left_text(one, application) for one in left)
    return _("“%(name)s” does not go on yet. %(why)s") % {"name": application.name, "why": told}


def _left_text(pause: StandingPause, application: Application) -> str:
    reason = i18n.render(holds.pause_text(pause))
    reason = reason if reason.endswith((".", "。", "!", "?")) else f"{reason}."
    if pause.kind is PauseKind.EVERYTHING:
        return f"{reason} {i18n.render(pauses.ASK_FOR_EVERYTHING)}"
    return f"{reason} {lifters_text(pause, application)}"
