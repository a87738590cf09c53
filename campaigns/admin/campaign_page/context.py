"""Everything that the page of a campaign shows, gathered once and ready to read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.admin.components import campaign_rows, image_panel, quota_bar, send_windows
from campaigns.admin.components.day_plan import DayPlan, day_plan
from campaigns.admin.components.viewer import Viewer
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
from .next_step import ChangeRequest


@dataclass(frozen=True)
class FieldNote:
    """A sentence about a field; `field` is the form's name for it, "" for the whole."""

    field: str
    text: str


@dataclass(frozen=True)
class PageContext:
    """`day`, `previous` and `similar` are None where there is nothing to tell or decide."""

    submission: Submission | None
    plan: quota.Ledger
    next_step: str
    asked: ChangeRequest | None
    waits: list[campaign_page_holds.HoldLine]
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
    problems: list[FieldNote]
    advice: list[FieldNote]
    json: str
    size: int
    previous: differences.ShownComparison | None
    similar: differences.ShownComparison | None
    votes: history.VoteCount | None
    tries: list[Any]
    events: list[Any]
    phones: list[preview_phones.Phone]


def page_context(seat: Viewer, now: datetime) -> PageContext:
    campaign = seat.campaign
    raw, submission, application = (
        mapping.body(campaign),
        seat.submission,
        campaign.application,
    )
    message = read_json(raw)[0] if submission else mapping.to_message(campaign)
    plan = quota.ledger(application, now, readiness.kind(campaign))
    problems, votes = _problems(campaign, now, plan), history.vote_count(campaign, submission)
    paused = list(holds.pauses(application, now))
    copies = image_panel.form_images(message, now).copies
    composes = campaign.is_draft and seat.may_compose
    return PageContext(
        submission=submission,
        plan=plan,
        **_next(seat, votes, len(problems), campaign_page_holds.current_holds(seat, paused, now)),
        audience=i18n.render(sentence(message)),
        estimate=i18n.render(reach.estimate(application, message, now).text),
        is_grave=campaign_rows.is_grave(campaign),
        may_edit=composes,
        may_delete=composes and not seat.was_submitted,
        data_centre=campaign_rows.data_centre_text(application),
        **_planned(campaign, plan, next(iter(paused), None), now),
        problems=problems,
        advice=_said(readiness.advise(campaign, now, plan)) if _is_undecided(campaign) else [],
        json=pretty_json(raw),
        size=len(raw),
        **_compared(campaign, submission, copies),
        votes=votes,
        tries=history.attempt_lines(campaign),
        events=history.event_lines(campaign),
        phones=preview_phones.phones(message.wire(), application.name, copies),
    )


def _next(
    seat: Viewer, votes: history.VoteCount | None, problems: int, held: list[Hold]
) -> dict[str, Any]:
    """What has to happen next, and what keeps it waiting."""
    return {
        "next_step": next_step.next_step_text(seat, votes, problems, held),
        "waits": campaign_page_holds.hold_lines(seat, held),
        "evidence": evidence.campaign_evidence(seat.campaign),
        "asked": next_step.change_request(seat.campaign),
    }


def _planned(
    campaign: Campaign, plan: quota.Ledger, pause: Hold | None, now: datetime
) -> dict[str, Any]:
    """When it leaves, and what it means for its application's day."""
    return {
        "window": send_windows.window_texts(campaign, campaign.submission, now),
        "rules": send_windows.rule_texts(
            campaign.application, is_everyone=campaign_rows.is_grave(campaign)
        ),
        "budget": quota_bar.quota_text(plan, now, pause),
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
        "previous": differences.shown_comparison(previous, name, copies, submission),
        "similar": differences.shown_comparison(similar, name, copies),
    }


def pretty_json(raw: bytes) -> str:
    """With everything in it to be seen."""
    return invisible_characters.shown(json.dumps(json.loads(raw), ensure_ascii=False, indent=2))


def _said(items: Sequence[Any]) -> list[FieldNote]:
    return [FieldNote(mapping.field_of(item.field), i18n.render(item.text)) for item in items]


def _problems(campaign: Campaign, now: datetime, plan: quota.Ledger) -> list[FieldNote]:
    """Of a draft what blocks its submission, in review what speaks against an approval."""
    found: list[Problem] = []
    if campaign.is_draft:
        found = readiness.problems(campaign, now, plan)
    elif campaign.status == Status.IN_REVIEW and campaign.submission is not None:
        found = readiness.submitted_problems(campaign, campaign.submission, now, plan)
    return _said(found)
