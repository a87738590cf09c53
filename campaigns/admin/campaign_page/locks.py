"""What this person cannot do with a campaign now: why, who can, and until when. A lock is only a
hint: the services decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import access
from campaigns.admin.components.viewer import Viewer, may_vote_text, names_text
from campaigns.domain.workflow import Move, Status
from campaigns.lib import i18n
from campaigns.review import voters

EDIT, DELETE = "edit", "delete"
LABELS: dict[str, Any] = {
    EDIT: gettext_lazy("Edit"),
    DELETE: gettext_lazy("Delete this draft"),
    Move.SUBMIT: gettext_lazy("Submit for review"),
    Move.APPROVE: gettext_lazy("Approve"),
    Move.WITHDRAW: gettext_lazy("Withdraw"),
    Move.UNSCHEDULE: gettext_lazy("Unschedule"),
    Move.RESOLVE: gettext_lazy("Decide what became of it"),
    Move.REVISE: gettext_lazy("Revise"),
}


@dataclass(frozen=True)
class Lock:
    """A button that this person does not have. `until`: when the lock ends by itself."""

    verb: str
    why: str
    until: datetime | None = None

    @property
    def label(self) -> Any:
        return LABELS[self.verb]

    @property
    def end(self) -> str:
        """In the active time zone."""
        return _("Until %(moment)s.") % {"moment": i18n.moment(self.until)} if self.until else ""


def campaign_locks(viewer: Viewer, *, problems: int) -> list[Lock]:
    """`problems`: number of problems that block the submission of the draft."""
    return list(RULES[Status(viewer.campaign.status)](viewer, problems))


def too_large() -> Lock:
    """Of a draft that an earlier release let grow."""
    return Lock(
        EDIT,
        _(
            "It is larger than a draft may be. Delete or archive it, and import what you need of "
            "its JSON."
        ),
    )


def edit_lock(viewer: Viewer) -> Lock | None:
    """Why the fields cannot be changed; None if they can."""
    return next((lock for lock in campaign_locks(viewer, problems=0) if lock.verb == EDIT), None)


def _draft(viewer: Viewer, problems: int) -> Iterator[Lock]:
    if not viewer.may_compose:
        who = {"names": viewer.holder_names(access.COMPOSE)}
        why = _("Ask %(names)s: drafts of this application are theirs to change.") % who
        yield from (Lock(verb, why) for verb in (EDIT, Move.SUBMIT))
        return
    if problems:
        why = ngettext(
            "Mend the %(n)d problem listed here first.",
            "Mend the %(n)d problems listed here first.",
            problems,
        )
        yield Lock(Move.SUBMIT, why % {"n": problems})
    elif viewer.campaign.is_grave and not viewer.may(access.PUSH_TO_EVERYONE):
        who = {"names": viewer.holder_names(access.PUSH_TO_EVERYONE)}
        why = _("Ask %(names)s: this reaches everyone, and you may not push to everyone.") % who
        yield Lock(Move.SUBMIT, why)
    if viewer.was_submitted:
        why = _("Archive it instead: what was submitted once is kept for good.")
        yield Lock(DELETE, why)


def _in_review(viewer: Viewer, problems: int) -> Iterator[Lock]:
    until = viewer.submission.send_before if viewer.submission else None
    if not viewer.may_vote:
        yield Lock(Move.APPROVE, _no_vote(viewer), until)
    writers = {"names": viewer.writer_names}
    if not viewer.is_writer:
        why = _("Ask %(names)s: only those who wrote, edited or submitted it withdraw it.")
        yield Lock(Move.WITHDRAW, why % writers, until)
        why = _("It is locked while in review: %(names)s can withdraw it.") % writers
    else:
        why = _("It is locked while in review: withdraw it to change it.")
    yield Lock(EDIT, why, until)


def _no_vote(viewer: Viewer) -> str:
    others, why = names_text(viewer.electors), voters.why_not(viewer.user, viewer.campaign)
    if why is None:
        return _("You have voted. It waits for %(names)s.") % {"names": others}
    return f"{i18n.render(why)} {may_vote_text(others)}"


def _approved(viewer: Viewer, problems: int) -> Iterator[Lock]:
    due = viewer.campaign.due_at
    if viewer.is_writer or viewer.may_review:
        why = _("It is locked since it was approved: unschedule it to change it.")
        if viewer.campaign.is_grave:
            why = _("It is locked since it was approved: cancel the push to change it.")
    else:
        who = {"names": viewer.writer_names, "reviewers": viewer.holder_names(access.REVIEW)}
        why = _("Ask %(names)s, or a reviewer (%(reviewers)s), before it leaves.") % who
        yield Lock(Move.UNSCHEDULE, why, due)
        why = _("It is locked since it was approved: %(names)s can unschedule it.") % who
    yield Lock(EDIT, why, due)


def _sending(viewer: Viewer, problems: int) -> Iterator[Lock]:
    why = _("It is being sent right now, and nothing calls it back.")
    yield from (Lock(verb, why) for verb in (Move.UNSCHEDULE, EDIT))


def _unknown(viewer: Viewer, problems: int) -> Iterator[Lock]:
    if viewer.is_writer or not viewer.may(access.RESOLVE):
        names = viewer.holder_names(access.RESOLVE, but_writers=True)
        yield Lock(Move.RESOLVE, undecidable_text(names, is_writer=viewer.is_writer))
    yield Lock(EDIT, _("It is locked until somebody has decided what became of it."))


def undecidable_text(names: str, *, is_writer: bool) -> str:
    """Why this person may not decide an unknown send; `names`: who may."""
    if is_writer:
        why = _("Ask %(names)s: whoever wrote, edited or submitted it may not decide this.")
    else:
        why = _("Ask %(names)s: deciding this is for reviewers and operators.")
    return why % {"names": names}


def _ended(viewer: Viewer, problems: int) -> Iterator[Lock]:
    if viewer.may_compose:
        yield Lock(EDIT, _("It is locked since its window ended: revise it to change it."))
        return
    who = {"names": viewer.holder_names(access.COMPOSE)}
    why = _("Ask %(names)s: campaigns of this application are theirs to revise.") % who
    yield from (Lock(verb, why) for verb in (Move.REVISE, EDIT))


def _kept(viewer: Viewer, problems: int) -> Iterator[Lock]:
    yield Lock(EDIT, _("It stays as it was: duplicate it to write another one like it."))


RULES: dict[Status, Callable[[Viewer, int], Iterator[Lock]]] = {
    Status.DRAFT: _draft,
    Status.IN_REVIEW: _in_review,
    Status.APPROVED: _approved,
    Status.SENDING: _sending,
    Status.UNKNOWN: _unknown,
    Status.REFUSED: _ended,
    Status.MISSED: _ended,
    Status.SENT: _kept,
    Status.ARCHIVED: _kept,
}
