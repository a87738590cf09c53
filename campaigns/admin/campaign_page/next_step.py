"""What happens next with a campaign, or who must act, in one sentence."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.admin.components import sentences
from campaigns.admin.components.viewer import Viewer, may_vote_text, names_text
from campaigns.audit import events
from campaigns.domain.workflow import Move, Status
from campaigns.models import Attempt, Campaign, Event
from campaigns.sending.holds import Hold

from . import history


@dataclass(frozen=True)
class ChangeRequest:
    """The event in which a reviewer asked the author for changes."""

    event: Event

    @property
    def sentence(self) -> str:
        words = {"name": self.event.actor, "reason": self.event.comment}
        return _("%(name)s asked for changes: “%(reason)s”") % words


def next_step_text(
    viewer: Viewer, votes: history.VoteCount | None, problems: int, held: list[Hold]
) -> str:
    """`problems`: number of problems in the draft or the submission. `held`: what keeps it from
    leaving."""
    campaign = viewer.campaign
    if campaign.status == Status.DRAFT:
        return _draft(viewer, problems)
    if campaign.status == Status.IN_REVIEW and votes:
        return _in_review(viewer, votes)
    if campaign.status == Status.APPROVED and votes:
        return _approved(votes, held)
    return _ended(campaign)


def _draft(viewer: Viewer, problems: int) -> str:
    if not viewer.may_compose:
        return _("%(author)s is still writing it.") % {"author": viewer.campaign.author}
    if problems:
        return ngettext(
            "Mend the %(n)d problem listed below, then submit it.",
            "Mend the %(n)d problems listed below, then submit it.",
            problems,
        ) % {"n": problems}
    return _("It is ready: submit it for review.")


def change_request(campaign: Campaign) -> ChangeRequest | None:
    """The latest request for changes, until the draft is submitted again; None otherwise."""
    if not campaign.is_draft:
        return None
    verbs = [Move.SUBMIT, Move.REQUEST_CHANGES]
    last = Event.objects.filter(campaign=campaign, verb__in=verbs).select_related("actor").last()
    return ChangeRequest(last) if last is not None and last.verb == Move.REQUEST_CHANGES else None


def _in_review(viewer: Viewer, votes: history.VoteCount) -> str:
    if not votes.missing:
        again = {"names": names_text(viewer.electors)}
        return _("Its votes count again: ask %(names)s to approve it once more.") % again
    line = ngettext(
        "It waits for %(n)d more approval.", "It waits for %(n)d more approvals.", votes.missing
    ) % {"n": votes.missing}
    if not viewer.electors:
        return f"{line} " + _("Nobody else may vote: ask an operator to add a reviewer.")
    return f"{line} {may_vote_text(names_text(viewer.electors, 'and'))}"


def _approved(votes: history.VoteCount, held: list[Hold]) -> str:
    if votes.missing:
        return _("It goes back to review: too few of its votes count now.")
    return sentences.hold_text(held[0]) if held else _("It leaves now.")


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
    event = events.decision(campaign)
    if event is None:
        return ""
    decision = _("it arrived") if campaign.status == Status.SENT else _("it did not arrive")
    words = {"who": event.actor, "decision": decision, "why": event.comment}
    return _("%(who)s decided that %(decision)s: %(why)s") % words


def _answered(campaign: Campaign) -> str:
    latest = Attempt.objects.filter(submission__campaign=campaign).order_by("-pk").first()
    if latest is None:
        return ""
    if campaign.status == Status.SENT:
        return _("RongCloud accepted it. Push ID: %(id)s.") % {"id": latest.push_id}
    why = (sentences.OUTCOME_TEXTS.get(latest.outcome), sentences.cause_text(latest.code))
    return " ".join([*(str(part) for part in why if part), _("Revise it to try again.")])
