"""The moves that this person may make now. An offer is only a hint: the services decide again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from campaigns import access
from campaigns.admin.components.viewer import Viewer
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move

CANCEL = "cancel"
"""Tone of the one offer that stands above everything else."""


@dataclass(frozen=True)
class OfferInput:
    """One form input. `kind` is "hidden", "text" or "textarea"."""

    name: str
    label: str = ""
    kind: str = "textarea"
    value: str = ""
    required: bool = False
    help_text: str = ""


@dataclass(frozen=True)
class Offer:
    """A form with one button. `sentence` names the campaign and says what will happen. `tone` is
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
    def is_approval(self) -> bool:
        return self.verb == Move.APPROVE

    @property
    def asks_confirmation(self) -> bool:
        """Whether the services ask for the password again before they do it."""
        return self.verb in (Move.APPROVE, Move.RESOLVE)

    @property
    def is_open(self) -> bool:
        """Unfolded if it is the next thing to do or something was typed into it."""
        typed = any(entry.value for entry in self.inputs if entry.kind != "hidden")
        return self.tone != "quiet" or typed

    def with_typed(self, typed: Mapping[str, str]) -> "Offer":
        """The same form with the values that were typed before."""
        inputs = [
            entry if entry.kind == "hidden" else replace(entry, value=typed.get(entry.name, ""))
            for entry in self.inputs
        ]
        return replace(self, inputs=tuple(inputs))


def offers(viewer: Viewer, *, problems: bool) -> list[Offer]:
    """`problems`: whether anything blocks the draft from being submitted."""
    return list(_offers(viewer, problems))


def _offers(viewer: Viewer, problems: bool) -> Iterator[Offer]:
    if viewer.is_possible(Move.SUBMIT) and viewer.may_compose and not problems:
        yield from _submit(viewer)
    if viewer.is_possible(Move.APPROVE) and viewer.may_vote:
        yield _approve(viewer)
    if viewer.is_possible(Move.REQUEST_CHANGES) and viewer.vote_counts:
        yield _request_changes(viewer)
    if viewer.is_possible(Move.WITHDRAW) and viewer.is_writer:
        yield _withdraw(viewer)
    if viewer.is_possible(Move.UNSCHEDULE) and (viewer.may_review or viewer.is_writer):
        yield _unschedule(viewer)
    if viewer.is_possible(Move.RESOLVE) and viewer.may(access.RESOLVE) and not viewer.is_writer:
        yield from resolutions(viewer.name_param)
    if viewer.is_possible(Move.REVISE) and viewer.may_compose:
        yield _revise(viewer)
    if viewer.is_possible(Move.ARCHIVE) and viewer.may_compose:
        yield _archive(viewer)


def comment_input(label: str = "", *, required: bool = False) -> OfferInput:
    return OfferInput("comment", label or _("Comment (may stay empty)"), required=required)


def _submit(viewer: Viewer) -> Iterator[Offer]:
    sentence = _("Ask for review of “%(name)s”. It is locked until the reviewers have voted.")
    inputs: tuple[OfferInput, ...] = ()
    if viewer.campaign.is_grave:
        if not viewer.may(access.PUSH_TO_EVERYONE):
            return
        sentence = _("“%(name)s” reaches everyone. It is locked until the reviewers have voted.")
        inputs = (_confirm(viewer),)
    tone = "grave" if inputs else "default"
    yield Offer(Move.SUBMIT, _("Submit for review"), sentence % viewer.name_param, inputs, tone)


def _confirm(viewer: Viewer) -> OfferInput:
    label = _("Type the application's name, %(name)s") % {"name": viewer.campaign.application.name}
    return OfferInput("confirm", label, "text", required=True)


def _approve(viewer: Viewer) -> Offer:
    grave = viewer.campaign.is_grave
    sentence = _("You approve exactly what this page shows of “%(name)s”: nothing else can leave.")
    if grave:
        sentence = _(
            "“%(name)s” reaches everyone and cannot be called back. You approve exactly what this "
            "page shows."
        )
    tone = "grave" if grave else "default"
    return Offer(
        Move.APPROVE,
        _("Approve"),
        sentence % viewer.name_param,
        (_shown(viewer), comment_input()),
        tone,
    )


def _request_changes(viewer: Viewer) -> Offer:
    sentence = _("“%(name)s” goes back to its author as a draft.") % viewer.name_param
    reason = comment_input(_("What must change"), required=True)
    return Offer(Move.REQUEST_CHANGES, _("Request changes"), sentence, (_shown(viewer), reason))


def _shown(viewer: Viewer) -> OfferInput:
    """The digest of what this page shows: the vote counts for that and for nothing later."""
    digest = viewer.submission.digest if viewer.submission else ""
    return OfferInput("digest", kind="hidden", value=digest)


def _withdraw(viewer: Viewer) -> Offer:
    sentence = _("“%(name)s” becomes a draft again; votes on it are void.") % viewer.name_param
    return Offer(Move.WITHDRAW, _("Withdraw"), sentence, (comment_input(),))


def _unschedule(viewer: Viewer) -> Offer:
    sentence = _("Nothing will be sent: “%(name)s” becomes a draft again and its approval is void.")
    if viewer.campaign.is_grave:
        label = _("Cancel this push to everyone")
        return Offer(
            Move.UNSCHEDULE, label, sentence % viewer.name_param, (comment_input(),), CANCEL
        )
    return Offer(Move.UNSCHEDULE, _("Unschedule"), sentence % viewer.name_param, (comment_input(),))


def _revise(viewer: Viewer) -> Offer:
    sentence = (
        _("“%(name)s” becomes a draft again; sending it needs a new approval.") % viewer.name_param
    )
    return Offer(Move.REVISE, _("Revise"), sentence, tone="default")


def _archive(viewer: Viewer) -> Offer:
    sentence = _("“%(name)s” is put away for good; nothing of it is lost.") % viewer.name_param
    return Offer(Move.ARCHIVE, _("Archive"), sentence)


def resolutions(name: dict[str, str]) -> Iterator[Offer]:
    """The three answers to an unknown outcome; `name` holds the campaign's name for the
    sentences."""
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
