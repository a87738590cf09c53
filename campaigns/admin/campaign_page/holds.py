"""What keeps a campaign from leaving, what to do about it, and who may lift a pause."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.access import Actor
from campaigns.admin.components import sentences
from campaigns.admin.components.viewer import Viewer
from campaigns.applications import pauses, standing_pauses
from campaigns.domain.pauses import PauseKind, StandingPause
from campaigns.domain.workflow import Status
from campaigns.lib import i18n
from campaigns.sending import holds


@dataclass(frozen=True)
class HoldLine:
    """`resume` is the URL that lifts the pause, "" if the reader may not; `who` then says who
    may."""

    said: str
    remedy: str
    resume: str
    who: str


def current_holds(viewer: Viewer, paused: list[holds.Hold], now: datetime) -> list[holds.Hold]:
    """All holds of an approved campaign. Before the approval only `paused`, the current pauses."""
    campaign = viewer.campaign
    if campaign.status == Status.APPROVED:
        return holds.every(campaign, now)
    if campaign.status in (Status.DRAFT, Status.IN_REVIEW):
        return paused
    return []


def hold_lines(viewer: Viewer, waiting: list[holds.Hold]) -> list[HoldLine]:
    """One line for each hold; none if the next step says it all: a single hold that ends by
    itself."""
    is_plain = len(waiting) == 1 and not waiting[0].pause
    return [] if is_plain else [_wait(viewer, hold) for hold in waiting]


def _wait(viewer: Viewer, hold: holds.Hold) -> HoldLine:
    remedy = i18n.render(hold.remedy) if hold.remedy else ""
    resume, who = "", ""
    if hold.pause and hold.pause.kind is PauseKind.EVERYTHING:
        resume, who = _everything(viewer)
    elif hold.pause:
        resume, who = _application(viewer, hold.pause)
    return HoldLine(sentences.hold_text(hold), remedy, resume, who)


def _everything(viewer: Viewer) -> tuple[str, str]:
    if pauses.may_pause_everything(Actor(viewer.user)):
        return reverse("admin:resume_everything"), ""
    return "", i18n.render(pauses.ASK_FOR_EVERYTHING)


def _application(viewer: Viewer, pause: StandingPause) -> tuple[str, str]:
    permission = standing_pauses.lift_permission(pause)
    if viewer.may(permission):
        pk = viewer.campaign.application_id
        return reverse("admin:campaigns_application_resume", args=[pk]), ""
    return "", _("Ask %(names)s to resume it.") % {"names": viewer.holder_names(permission)}
