"""Which moves this person may make with this campaign now. The verbs themselves decide again: an
offer is a courtesy, never the rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from campaigns import access
from campaigns.admin.components import campaign_rows
from campaigns.admin.components.viewer import Viewer
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move

CANCEL = "cancel"
"""Tone of the one offer that stands above everything else."""


@dataclass(frozen=True)
class OfferInput:
    """One thing to fill in. `kind` is "hidden", "text" or "textarea"."""

    name: str
    label: str = ""
    kind: str = "textarea"
    value: str = ""
    required: bool = False
    help_text: str = ""


@dataclass(frozen=True)
class Offer:
    """A form with one button. `sentence` names the campaign and says what will happen; `tone` is
    "default", "grave", "quiet" or CANCEL."""

    verb: Move | Verb
    label: str
    sentence: str
    inputs: tuple[OfferInput, ...] = ()
    tone: str = "quiet"

    @property
    def is_cancel(self) -> bool:
        return self.tone == CANCEL

    @property
    def is_open(self) -> bool:
        """What is to be done next, or was begun already, is not folded away."""
        typed = any(entry.value for entry in self.inputs if entry.kind != "hidden")
        return self.tone != "quiet" or typed

    def with_typed(self, typed: Mapping[str, str]) -> "Offer":
        """The same form, with what was typed into it before."""
        inputs = [
            entry if entry.kind == "hidden" else replace(entry, value=typed.get(entry.name, ""))
            for entry in self.inputs
        ]
        return replace(self, inputs=tuple(inputs))


def offers(seat: Viewer, *, problems: bool) -> list[Offer]:
    """`problems`: whether anything blocks the draft from being submitted."""
    return list(_offers(seat, problems))


def _offers(seat: Viewer, problems: bool) -> Iterator[Offer]:
    if seat.stands(Move.SUBMIT) and seat.may_compose and not problems:
        yield from _submit(seat)
    if seat.stands(Move.APPROVE) and seat.may_vote:
        yield _approve(seat)
    if seat.stands(Move.REQUEST_CHANGES) and seat.counts:
        yield _request_changes(seat)
    if seat.stands(Move.WITHDRAW) and seat.is_writer:
        yield _withdraw(seat)
    if seat.stands(Move.UNSCHEDULE) and (seat.may_review or seat.is_writer):
        yield _unschedule(seat)
    if seat.stands(Move.RESOLVE) and seat.may(access.RESOLVE) and not seat.is_writer:
        yield from resolutions(seat.name)
    if seat.stands(Move.REVISE) and seat.may_compose:
        yield _revise(seat)
    if seat.stands(Move.ARCHIVE) and seat.may_compose:
        yield _archive(seat)


def comment_input(label: str = "", *, required: bool = False) -> OfferInput:
    return OfferInput("comment", label or _("Comment (may stay empty)"), required=required)


def _submit(seat: Viewer) -> Iterator[Offer]:
    sentence = _("Ask for review of “%(name)s”. It is locked until the reviewers have voted.")
    inputs: tuple[OfferInput, ...] = ()
    if campaign_rows.is_grave(seat.campaign):
        if not seat.may(access.PUSH_TO_EVERYONE):
            return
        sentence = _("“%(name)s” reaches everyone. It is locked until the reviewers have voted.")
        inputs = (_confirm(seat),)
    tone = "grave" if inputs else "default"
    yield Offer(Move.SUBMIT, _("Submit for review"), sentence % seat.name, inputs, tone)


def _confirm(seat: Viewer) -> OfferInput:
    label = _("Type the application's name, %(name)s") % {"name": seat.campaign.application.name}
    return OfferInput("confirm", label, "text", required=True)


def _approve(seat: Viewer) -> Offer:
    grave = campaign_rows.is_grave(seat.campaign)
    sentence = _("You approve exactly what this page shows of “%(name)s”: nothing else can leave.")
    if grave:
        sentence = _(
            "“%(name)s” reaches everyone and cannot be called back. You approve exactly what this "
            "page shows."
        )
    tone = "grave" if grave else "default"
    return Offer(
        Move.APPROVE, _("Approve"), sentence % seat.name, (_shown(seat), comment_input()), tone
    )


def _request_changes(seat: Viewer) -> Offer:
    sentence = _("“%(name)s” goes back to its author as a draft.") % seat.name
    reason = comment_input(_("What must change"), required=True)
    return Offer(Move.REQUEST_CHANGES, _("Request changes"), sentence, (_shown(seat), reason))


def _shown(seat: Viewer) -> OfferInput:
    """The vote is on what this page shows, and on nothing later."""
    digest = seat.submission.digest if seat.submission else ""
    return OfferInput("digest", kind="hidden", value=digest)


def _withdraw(seat: Viewer) -> Offer:
    sentence = _("“%(name)s” becomes a draft again; votes on it are void.") % seat.name
    return Offer(Move.WITHDRAW, _("Withdraw"), sentence, (comment_input(),))


def _unschedule(seat: Viewer) -> Offer:
    sentence = _("Nothing will be sent: “%(name)s” becomes a draft again and its approval is void.")
    if campaign_rows.is_grave(seat.campaign):
        label = _("Cancel this push to everyone")
        return Offer(Move.UNSCHEDULE, label, sentence % seat.name, (comment_input(),), CANCEL)
    return Offer(Move.UNSCHEDULE, _("Unschedule"), sentence % seat.name, (comment_input(),))


def _revise(seat: Viewer) -> Offer:
    sentence = _("“%(name)s” becomes a draft again; sending it needs a new approval.") % seat.name
    return Offer(Move.REVISE, _("Revise"), sentence, tone="default")


def _archive(seat: Viewer) -> Offer:
    sentence = _("“%(name)s” is put away for good; nothing of it is lost.") % seat.name
    return Offer(Move.ARCHIVE, _("Archive"), sentence)


def resolutions(name: dict[str, str]) -> Iterator[Offer]:
    """The three answers to an unknown outcome; `name` is the campaign's, for the sentences."""
    reason = comment_input(_("How you know it"), required=True)
    push_id = OfferInput(
        "push_id", _("Push ID, as RongCloud's console shows it"), "text", required=True
    )
    yes, no = (OfferInput("arrived", kind="hidden", value=value) for value in ("yes", "no"))
    arrived: dict[str, Any] = {"label": _("It arrived"), "inputs": (yes, push_id, reason)}
    missing: dict[str, Any] = {"label": _("It did not arrive"), "inputs": (no, reason)}
    sentence = _("“%(name)s” counts as sent, by your word.") % name
    yield Offer(Move.RESOLVE, sentence=sentence, **arrived)
    sentence = _("“%(name)s” counts as refused, by your word; the send stays used up.") % name
    yield Offer(Move.RESOLVE, sentence=sentence, **missing)
    sentence = _(
        "“%(name)s” stays unknown. Nothing is sent again by itself, and the send stays used up. "
        "Tell the others what you have found so far."
    )
    found = comment_input(_("What you have found"), required=True)
    yield Offer(Verb.COMMENT, _("Leave it for now"), sentence % name, (found,))
