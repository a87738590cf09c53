"""Everything that the page of a campaign shows, gathered once and ready to read."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import compose, estimating, inspection, planning, previewing, shown, texts, voting
from ..access import COMPOSE, may
from ..domain import data_centres
from ..domain.audience import sentence
from ..domain.message import Message, read_json
from ..domain.text import Problem
from ..models import Application, Attempt, Campaign, Event, Review, Submission
from . import images, listing, next_step, rehearsals, sentences

INVISIBLE = re.compile(
    "[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]"
)
"""What would let a text read differently from what it is; shown as JSON's own escapes."""
TRIES_SHOWN, EVENTS_SHOWN = 50, 200


@dataclass(frozen=True)
class Said:
    """A sentence about a field; `field` is the form's name for it, "" for the whole."""

    field: str
    text: str


@dataclass(frozen=True)
class Packet:
    submission: Submission | None
    next_step: str
    audience: str
    estimate: str
    is_grave: bool
    may_edit: bool
    may_delete: bool
    data_centre: str
    window: list[tuple[str, str]]
    budget: str
    problems: list[Said]
    advice: list[Said]
    json: str
    size: int
    votes: Sequence[Review]
    votes_counted: int
    tries: list[Any]
    events: list[Any]
    phones: list[previewing.Phone]


def packet(campaign: Campaign, user: User, now: datetime) -> Packet:
    raw, submission = shown.body(campaign), campaign.submission
    message = _message(campaign, raw)
    composes = campaign.is_draft and may(user, COMPOSE, campaign.application)
    problems = _problems(campaign, now)
    approvals = voting.approvals(campaign, submission) if submission else []
    return Packet(
        submission=submission,
        next_step=next_step.sentence(campaign, user, approvals, len(problems), now),
        audience=texts.render(sentence(message)),
        estimate=texts.render(estimating.estimate(campaign.application, message, now).text),
        is_grave=listing.is_grave(campaign),
        may_edit=composes,
        may_delete=composes and not campaign.submissions.exists(),
        data_centre=data_centre(campaign.application),
        window=window(campaign, submission, now),
        budget=budget_line(planning.ledger(campaign.application, now).budget(now), now),
        problems=problems,
        advice=_advice(campaign, now),
        json=pretty(raw),
        size=len(raw),
        votes=list(submission.reviews.select_related("reviewer")) if submission else [],
        votes_counted=len(approvals),
        phones=_phones(message, campaign.application, now),
        tries=_tries(campaign),
        events=_events(campaign),
    )


def _message(campaign: Campaign, raw: bytes) -> Message:
    """Read back from the bytes, so that the sentence is about what will leave."""
    if campaign.submission is None:
        return compose.to_message(campaign)
    return read_json(raw)[0]


def pretty(raw: bytes) -> str:
    return visible(json.dumps(json.loads(raw), ensure_ascii=False, indent=2))


def visible(text: str) -> str:
    """The same JSON, with everything in it to be seen."""
    return INVISIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _said(items: Sequence[Any]) -> list[Said]:
    return [Said(compose.field_of(item.field), texts.render(item.text)) for item in items]


def _problems(campaign: Campaign, now: datetime) -> list[Said]:
    found: list[Problem] = inspection.problems(campaign, now) if campaign.is_draft else []
    return _said(found)


def _advice(campaign: Campaign, now: datetime) -> list[Said]:
    """Once it has left, or will not leave, advice is of no use any more."""
    return _said(inspection.advise(campaign, now)) if campaign.status in shown.UNDECIDED else []


def _phones(message: Message, application: Application, now: datetime) -> list[previewing.Phone]:
    """Drawn from the very body; a picture only where its copy was fetched."""
    copies = images.checks(message, now).copies
    return previewing.phones(message.wire(), application.name, copies)


def data_centre(application: Application) -> str:
    """Its name in the reader's language; the code where this installation does not know it."""
    code = application.data_centre
    centre = data_centres.known(settings.EXTRA_DATA_CENTRES, settings.SANDBOX_URL).get(code)
    return texts.render(centre.label) if centre else code


def window(
    campaign: Campaign, submission: Submission | None, now: datetime
) -> list[tuple[str, str]]:
    """Label and moment of the window's two ends."""
    frozen = submission or campaign
    start = with_offset(frozen.send_at) if frozen.send_at else _("As soon as approved")
    if submission or frozen.send_at or frozen.send_before:
        end = with_offset(frozen.send_before or inspection.send_before(campaign, now))
    else:
        end = _("4 hours after submission")
    return [(_("Send at"), start), (_("Never later than"), end)]


def with_offset(moment: datetime) -> str:
    """`2026-11-23 16:05 (Asia/Shanghai, UTC+08:00)` on the clock of the active zone."""
    offset = timezone.localtime(moment).strftime("%z")
    return texts.moment(moment)[:-1] + f", UTC{offset[:3]}:{offset[3:5]})"


def budget_line(budget: planning.Budget, now: datetime) -> str:
    """`Today 1 of 3 used, 1 reserved. Next free time 14:05.` on the clock of the active zone."""
    line = _("Today %(used)d of %(per_day)d used, %(reserved)d reserved.") % {
        "used": budget.used,
        "per_day": budget.per_day,
        "reserved": budget.reserved,
    }
    return f"{line} {_next_free(budget.next_free, now)}"


def _next_free(free: datetime | None, now: datetime) -> str:
    if free is None:
        return _("No free time in the next 60 days.")
    if free <= now:
        return _("A send is free now.")
    local, today = timezone.localtime(free), timezone.localtime(now).date()
    at = f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"
    return _("Next free time %(at)s.") % {"at": at}


def _tries(campaign: Campaign) -> list[dict[str, Any]]:
    tries = Attempt.objects.filter(submission__campaign=campaign).order_by("pk")[:TRIES_SHOWN]
    return [
        {
            "attempt": attempt,
            "phones": rehearsals.phones(campaign.application, attempt.push_id),
            "sentence": sentences.OUTCOMES.get(attempt.outcome, attempt.outcome),
            "cause": sentences.cause(attempt.code),
        }
        for attempt in tries
    ]


def _events(campaign: Campaign) -> list[dict[str, Any]]:
    events = Event.objects.filter(campaign=campaign).select_related("actor").order_by("-pk")
    return [{"event": e, "verb": sentences.verb(e.verb)} for e in events[:EVENTS_SHOWN]]
