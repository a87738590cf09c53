"""Everything that the page of a campaign shows, gathered once and ready to read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.admin.components import campaign_rows, image_panel, quota_bar, send_windows
from campaigns.admin.components.day_plan import DayPlan, day_plan
from campaigns.admin.components.viewer import Seat
from campaigns.composer import mapping, reach, readiness
from campaigns.domain import workflow
from campaigns.domain.message import invisible_characters
from campaigns.domain.message.audience import sentence
from campaigns.domain.message.shape import read_json
from campaigns.domain.translatable import Problem
from campaigns.domain.workflow import Status
from campaigns.lib import i18n
from campaigns.models import Campaign, Submission
from campaigns.preview import phones as preview_phones
from campaigns.review import comparison
from campaigns.scheduling import quota
from campaigns.sending import holds
from campaigns.sending.holds import Hold

from . import differences, evidence, history, next_step
from . import holds as campaign_page_holds
from .evidence import Evidence
from .next_step import Asked


@dataclass(frozen=True)
class Said:
    """A sentence about a field; `field` is the form's name for it, "" for the whole."""

    field: str
    text: str


@dataclass(frozen=True)
class Packet:
    """`day`, `previous` and `similar` are None where there is nothing to tell or decide."""

    submission: Submission | None
    plan: quota.Ledger
    next_step: str
    asked: Asked | None
    waits: list[campaign_page_holds.Wait]
    evidence: Evidence | None
    audience: str
    estimate: str
    is_grave: bool
    may_edit: bool
    may_delete: bool
    data_centre: str
    window: list[tuple[str, str]]
    rules: list[str]
    budget: str
    day: DayPlan | None
    problems: list[Said]
    advice: list[Said]
    json: str
    size: int
    previous: differences.Shown | None
    similar: differences.Shown | None
    votes: history.Votes | None
    tries: list[Any]
    events: list[Any]
    phones: list[preview_phones.PreviewPhone]


def packet(seat: Seat, now: datetime) -> Packet:
    campaign = seat.campaign
    raw, submission, application = (
        mapping.body(campaign),
        seat.submission,
        campaign.application,
    )
    message = read_json(raw)[0] if submission else mapping.to_message(campaign)
    plan = quota.ledger(application, now, campaign.kind)
    problems, votes = _problems(campaign, now, plan), history.votes(campaign, submission)
    paused = list(holds.pauses(application, now))
    copies = image_panel.checks(message, now).copies
    composes = campaign.is_draft and seat.may_compose
    return Packet(
        submission=submission,
        plan=plan,
        **_next(seat, votes, len(problems), campaign_page_holds.found(seat, paused, now)),
        audience=i18n.render(sentence(message)),
        estimate=i18n.render(reach.estimate(application, message, now).text),
        is_grave=campaign.is_grave,
        may_edit=composes,
        may_delete=composes and not seat.was_submitted,
        data_centre=campaign_rows.data_centre(application),
        **_planned(campaign, plan, next(iter(paused), None), now),
        problems=problems,
        advice=_said(readiness.advise(campaign, now, plan)) if _is_undecided(campaign) else [],
        json=pretty(raw),
        size=len(raw),
        **_compared(campaign, submission, copies),
        votes=votes,
        tries=history.tries(campaign),
        events=history.events(campaign),
        phones=preview_phones.draw_phones(message.wire(), application.name, copies),
    )


def _next(
    seat: Seat, votes: history.Votes | None, problems: int, held: list[Hold]
) -> dict[str, Any]:
    """What has to happen next, and what keeps it waiting."""
    return {
        "next_step": next_step.sentence(seat, votes, problems, held),
        "waits": campaign_page_holds.told(seat, held),
        "evidence": evidence.of(seat.campaign),
        "asked": next_step.asked(seat.campaign),
    }


def _planned(
    campaign: Campaign, plan: quota.Ledger, pause: Hold | None, now: datetime
) -> dict[str, Any]:
    """When it leaves, and what it means for its application's day."""
    return {
        "window": send_windows.window(campaign, campaign.submission, now),
        "rules": send_windows.rules(campaign.application, is_everyone=campaign.is_grave),
        "budget": quota_bar.line(plan, now, pause),
        "day": day_plan(campaign, plan, now) if _is_undecided(campaign) else None,
    }


def _is_undecided(campaign: Campaign) -> bool:
    """Once it has left, or will not leave, advice and plans are of no use any more."""
    return campaign.status in workflow.UNDECIDED


def _compared(
    campaign: Campaign, submission: Submission | None, copies: Mapping[str, str]
) -> dict[str, Any]:
    """What a reviewer holds it against; looked for only while there is something to decide."""
    name = campaign.application.name
    if submission is None or campaign.status != Status.IN_REVIEW:
        return {"previous": None, "similar": None}
    previous = comparison.with_reviewed(campaign, submission)
    similar = comparison.with_most_similar(campaign, submission.body_bytes)
    return {
        "previous": differences.shown(previous, name, copies, submission),
        "similar": differences.shown(similar, name, copies),
    }


def pretty(raw: bytes) -> str:
    """With everything in it to be seen."""
    return invisible_characters.escape(json.dumps(json.loads(raw), ensure_ascii=False, indent=2))


def _said(items: Sequence[Any]) -> list[Said]:
    return [Said(mapping.field_of(item.field), i18n.render(item.text)) for item in items]


def _problems(campaign: Campaign, now: datetime, plan: quota.Ledger) -> list[Said]:
    """Of a draft what blocks its submission, in review what speaks against an approval."""
    found: list[Problem] = []
    if campaign.is_draft:
        found = readiness.problems(campaign, now, plan)
    elif campaign.status == Status.IN_REVIEW and campaign.submission is not None:
        found = readiness.submitted_problems(campaign, campaign.submission, now, plan)
    return _said(found)
