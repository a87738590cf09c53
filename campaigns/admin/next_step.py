"""What happens next with a campaign, or who must act, in one sentence."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import access, holds, texts
from ..domain.text import listed
from ..domain.workflow import Move, Status
from ..models import Attempt, Campaign, Event, Review, Submission
from . import sentences

NAMED = 5
"""So many people are named; the others are only counted by the word "others"."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sentence(
    campaign: Campaign, user: User, approvals: Sequence[Review], problems: int, now: datetime
) -> str:
    submission = campaign.submission
    if campaign.status == Status.DRAFT:
        return _draft(campaign, user, problems)
    if campaign.status == Status.IN_REVIEW and submission:
        return _in_review(campaign, submission, len(approvals))
    if campaign.status == Status.APPROVED:
        return _approved(campaign, approvals, now)
    return _ended(campaign)


def _draft(campaign: Campaign, user: User, problems: int) -> str:
    if not access.may(user, access.COMPOSE, campaign.application):
        return _("%(author)s is still writing it.") % {"author": campaign.author}
    asked = _changes_asked_for(campaign)
    if asked is not None:
        return _("%(name)s asked for changes: “%(reason)s”") % {
            "name": asked.actor,
            "reason": asked.comment,
        }
    if problems:
        return ngettext(
            "Mend the %(n)d problem listed below, then submit it.",
            "Mend the %(n)d problems listed below, then submit it.",
            problems,
        ) % {"n": problems}
    return _("It is ready: submit it for review.")


def _changes_asked_for(campaign: Campaign) -> Event | None:
    """The reviewer's word, until it is submitted again."""
    verbs = [Move.SUBMIT, Move.REQUEST_CHANGES]
    last = Event.objects.filter(campaign=campaign, verb__in=verbs).select_related("actor").last()
    return last if last is not None and last.verb == Move.REQUEST_CHANGES else None


def _in_review(campaign: Campaign, submission: Submission, have: int) -> str:
    missing = submission.votes_needed - have
    line = ngettext(
        "It waits for %(n)d more approval.", "It waits for %(n)d more approvals.", missing
    ) % {"n": missing}
    names = [str(voter) for voter in voters(campaign, submission)[: NAMED + 1]]
    if len(names) > NAMED:
        names[NAMED:] = [_("others")]
    together = texts.render(listed(names)) if names else ""
    may_vote = _("These may vote: %(names)s.") % {"names": together}
    nobody = _("Nobody else may vote: ask an operator to add a reviewer.")
    return f"{line} {may_vote if names else nobody}"


def voters(campaign: Campaign, submission: Submission) -> Sequence[User]:
    """People who may review this application, neither wrote nor submitted this, and have not
    voted on it yet."""
    reached = (
        Q(is_superuser=True)
        | Q(access__all_applications=True)
        | Q(access__applications=campaign.application_id)
    )
    voted = submission.reviews.values_list("reviewer", flat=True)
    reviewers = get_user_model().objects.with_perm(access.REVIEW, backend=BACKEND)
    apart = {*campaign.writers(), *voted}
    found = reviewers.filter(reached, is_active=True).exclude(pk__in=apart)
    return list(found.distinct().order_by("username")[: NAMED + 1])


def _approved(campaign: Campaign, approvals: Sequence[Review], now: datetime) -> str:
    if not approvals:
        return _("It goes back to review: no vote on it counts any more.")
    held = holds.current(campaign, now)
    if held is None:
        return _("It leaves now.")
    reason = texts.render(held.reason)
    if held.until is None or texts.moment(held.until) in reason:
        return reason
    until = _("It waits until %(until)s.") % {"until": texts.moment(held.until)}
    return f"{reason if reason.endswith(('.', '。')) else reason + '.'} {until}"


def _ended(campaign: Campaign) -> str:
    match campaign.status:
        case Status.SENDING:
            return _("It is being sent right now. Reload the page for the answer.")
        case Status.SENT | Status.REFUSED:
            return _decided_by_a_person(campaign) or _answered(campaign)
        case Status.UNKNOWN:
            return _(
                "Look in RongCloud's console or ask users whether it arrived, then let somebody "
                "who did not write it decide. It is never sent again by itself."
            )
        case Status.MISSED:
            return _("It was not sent in its window and will not be. Revise it to try again.")
        case _:
            return _("It is put away. Nothing more happens with it.")


def _decided_by_a_person(campaign: Campaign) -> str:
    event = campaign.events.filter(verb=Move.RESOLVE).select_related("actor").last()
    if event is None or event.at < campaign.status_since:
        return ""
    decision = _("it arrived") if campaign.status == Status.SENT else _("it did not arrive")
    said = {"who": event.actor, "decision": decision, "why": event.comment}
    return _("%(who)s decided that %(decision)s: %(why)s") % said


def _answered(campaign: Campaign) -> str:
    latest = Attempt.objects.filter(submission__campaign=campaign).order_by("-pk").first()
    if latest is None:
        return ""
    if campaign.status == Status.SENT:
        return _("RongCloud accepted it. Push ID: %(id)s.") % {"id": latest.push_id}
    why = (sentences.OUTCOMES.get(latest.outcome), sentences.cause(latest.code))
    return " ".join([*(str(part) for part in why if part), _("Revise it to try again.")])
