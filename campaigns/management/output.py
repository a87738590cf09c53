"""The JSON that the command line prints of campaigns and applications, always in English.

Moments are ISO 8601 in UTC with "Z", or null.
"""

from datetime import UTC, datetime
from typing import Any

from campaigns.applications import key_checks, standing_pauses
from campaigns.audit import events
from campaigns.composer import audience_summaries, readiness
from campaigns.domain.pauses import StandingPause
from campaigns.domain.workflow import UNDECIDED, Status
from campaigns.lib.i18n import english
from campaigns.models import Application, Attempt, Campaign, Event, KeyCheck, Review
from campaigns.scheduling import quota
from campaigns.sending import holds


def campaign_summary(campaign: Campaign) -> dict[str, Any]:
    """One line of a list; no query if the submission was selected too."""
    frozen = campaign.submission
    return {
        "id": campaign.pk,
        "name": campaign.name,
        "status": str(campaign.status),
        "digest": frozen.digest if frozen else None,
        "audience": english(audience_summaries.sentence(campaign)),
        "send_at": iso(frozen.send_at if frozen else campaign.send_at),
        "send_before": iso(frozen.send_before if frozen else campaign.send_before),
        "due_at": iso(campaign.due_at),
    }


def campaign_details(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """`campaign_summary`, its problems, advice and hold, and what happened to it, oldest first."""
    draft, undecided = campaign.is_draft, campaign.status in UNDECIDED
    attempts = Attempt.objects.filter(submission__campaign=campaign)
    reviews = Review.objects.filter(submission__campaign=campaign).select_related("reviewer")
    return {
        **campaign_summary(campaign),
        "problems": [
            {"field": problem.field, "text": english(problem.text)}
            for problem in (readiness.problems(campaign, now) if draft else ())
        ],
        "advice": [
            {
                "field": advice.field,
                "text": english(advice.text),
                "source": advice.source,
                "as_of": advice.as_of,
            }
            for advice in (readiness.advise(campaign, now) if undecided else ())
        ],
        **_holds(campaign, now),
        "decided_by": _decided_by(campaign),
        "attempts": [_attempt(attempt) for attempt in attempts.order_by("pk")],
        "reviews": [_review(review) for review in reviews.order_by("pk")],
        "events": [_event(event) for event in campaign.events.select_related("actor")],
    }


def application_details(app: Application, now: datetime) -> dict[str, Any]:
    """The application's settings and today's budget, never its secret."""
    quiet = app.quiet_hours
    budget = quota.ledger(app, now).budget(now)
    return {
        "app_key": app.app_key,
        "name": app.name,
        "data_centre": app.data_centre,
        "per_hour": app.per_hour,
        "per_day": app.per_day,
        "day_zones": app.day_zones,
        "time_zone": app.time_zone,
        "quiet": f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else None,
        **_policy(app),
        "cool_down": app.cool_down_minutes,
        "everyone_per_day": app.everyone_per_day,
        **_pauses(app, now),
        "budget": {
            "used": budget.used,
            "reserved": budget.reserved,
            "per_day": budget.per_day,
            "next_free": iso(budget.next_free),
        },
    }


def key_check_details(row: KeyCheck) -> dict[str, Any]:
    """What the provider said of app key and secret; its numbers are null where none came."""
    return {
        "app_key": row.application.app_key,
        "state": row.state,
        "text": english(key_checks.sentence(row)),
        "http_status": row.http_status,
        "code": row.code,
        "checked": iso(row.answered),
    }


def iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _policy(app: Application) -> dict[str, Any]:
    """Votes by kind of audience, and the voters' names, null for every reviewer."""
    return {
        "votes": app.votes_needed,
        "votes_tags": app.votes_needed_tags,
        "votes_everyone": app.votes_needed_everyone,
        "voters": sorted(app.voters.values_list("username", flat=True)) or None,
    }


def pause_details(pause: StandingPause) -> dict[str, Any]:
    """`by`: who set it; null for the machine."""
    return {
        "kind": str(pause.kind),
        "reason": english(pause.said),
        "until": iso(pause.until),
        "since": iso(pause.since),
        "by": pause.by or None,
    }


def _pauses(app: Application, now: datetime) -> dict[str, Any]:
    """`paused`: the one that says why nothing leaves now; `pauses`: each of the application."""
    pauses = [pause_details(pause) for pause in standing_pauses.of_application(app, now)]
    first = {name: pauses[0][name] for name in ("reason", "until")} if pauses else None
    return {"paused": first, "pauses": pauses}


def _holds(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """`hold`: what holds an approved campaign first, null if it only waits for its own time;
    `pauses`: each pause among what holds it."""
    hold = holds.current(campaign, now) if campaign.status == Status.APPROVED else None
    if hold is None or hold.is_planned:
        return {"hold": None, "pauses": []}
    paused = [pause_details(pause) for pause in standing_pauses.of(campaign.application, now)]
    return {"hold": {"reason": english(hold.reason), "until": iso(hold.until)}, "pauses": paused}


def _decided_by(campaign: Campaign) -> str | None:
    """The person who decided the outcome of its send; null if the provider's answer did."""
    event = events.decision(campaign)
    return event.actor.get_username() if event and event.actor else None


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "outcome": str(attempt.outcome),
        "http_status": attempt.http_status,
        "code": attempt.code,
        "push_id": attempt.push_id,
        "error": attempt.error,
        "started": iso(attempt.started),
        "finished": iso(attempt.finished),
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "reviewer": review.reviewer.get_username(),
        "verdict": str(review.verdict),
        "comment": review.comment,
        "digest": review.digest,
        "checked": review.checked,
        "solo": review.solo,
        "created": iso(review.created),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "at": iso(event.at),
        "actor": event.actor.get_username() if event.actor else None,
        "os_user": event.os_user,
        "verb": event.verb,
        "from": event.source,
        "to": event.target,
        "comment": event.comment,
        "digest": event.digest,
        "solo": event.solo,
    }
