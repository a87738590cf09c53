"""States, outcomes, causes and events in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.domain.audit.verbs import Verb
from campaigns.domain.pauses import PauseKind, StandingPause
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import LABELS, Move, Status
from campaigns.lib import i18n
from campaigns.sending.holds import Hold

OUTCOME_TEXTS: dict[str, Any] = {
    Outcome.OPEN: gettext_lazy("It is being sent right now."),
    Outcome.ACCEPTED: gettext_lazy("RongCloud accepted it and delivers it to the devices."),
    Outcome.REFUSED: gettext_lazy("RongCloud refused it; nobody received it."),
    Outcome.REFUSED_QUOTA: gettext_lazy(
        "RongCloud refused it because the limit of sends was reached; nobody received it."
    ),
    Outcome.NOT_SENT: gettext_lazy(
        "RongCloud could not be reached; nothing left, and no send was used up."
    ),
    Outcome.UNKNOWN: gettext_lazy(
        "Nobody can tell whether it arrived: the connection ended without a clear answer."
    ),
}

OUTCOME_LABELS: dict[str, Any] = {
    Outcome.OPEN: gettext_lazy("Sending"),
    Outcome.ACCEPTED: gettext_lazy("Accepted"),
    Outcome.REFUSED: gettext_lazy("Refused"),
    Outcome.REFUSED_QUOTA: gettext_lazy("Refused: limit reached"),
    Outcome.NOT_SENT: gettext_lazy("Nothing left"),
    Outcome.UNKNOWN: gettext_lazy("Unknown"),
}

_SECRET = gettext_lazy("Ask an operator to set the app secret again: it does not fit the app key.")
_SUPPORT = gettext_lazy("Ask the developers: RongCloud did not understand the request.")
CAUSE_TEXTS: dict[int, Any] = {
    400: gettext_lazy("Check the user IDs: RongCloud does not know one of them."),
    404: _SUPPORT,
    405: _SUPPORT,
    1001: _SECRET,
    1002: gettext_lazy("Read RongCloud's sentence: it names the value it does not take."),
    1003: _SUPPORT,
    1004: _SECRET,
    1005: gettext_lazy("Shorten it: RongCloud found a text, a tag or a user ID too long."),
    1006: gettext_lazy("Ask an operator: the app is locked or deleted at RongCloud."),
    1007: gettext_lazy("Ask an operator to put this server on RongCloud's list of allowed IPs."),
    1008: gettext_lazy("Choose a later time: so many sends an hour or a day are not allowed."),
    1009: gettext_lazy("Ask an operator to enable the push service for this app at RongCloud."),
    1501: _SUPPORT,
    1502: gettext_lazy("Name fewer: RongCloud found too many tags or user IDs."),
    1508: gettext_lazy("Shorten it: RongCloud found the whole campaign too large."),
    2007: gettext_lazy("Use the production app key: a development app takes few users only."),
}
"""What to do about a refusal, by its code. Source: RongCloud's error codes (read 2026-11)."""

VERB_TEXTS: dict[str, Any] = {
    Verb.CREATE: gettext_lazy("created"),
    Verb.EDIT: gettext_lazy("edited"),
    Verb.DELETE: gettext_lazy("deleted"),
    Move.SUBMIT: gettext_lazy("submitted for review"),
    Move.WITHDRAW: gettext_lazy("withdrew"),
    Move.REQUEST_CHANGES: gettext_lazy("requested changes"),
    Verb.VOTE: gettext_lazy("approved; more votes are needed"),
    Move.APPROVE: gettext_lazy("approved"),
    Move.UNSCHEDULE: gettext_lazy("unscheduled"),
    Move.VOID: gettext_lazy("sent back to review: a vote no longer counts"),
    Move.CLAIM: gettext_lazy("began to send"),
    Move.RETRY: gettext_lazy("nothing left; will try again"),
    Move.RECORD: gettext_lazy("recorded the answer"),
    Move.LATE_EVIDENCE: gettext_lazy("recorded late evidence"),
    Move.REAP: gettext_lazy("gave up waiting for an answer"),
    Move.MISS: gettext_lazy("missed its window; nothing will be sent"),
    Move.RESOLVE: gettext_lazy("decided what became of it"),
    Move.REVISE: gettext_lazy("took up again"),
    Verb.REHEARSE: gettext_lazy("rehearsed it on the sandbox"),
    Verb.SAVE_TEMPLATE: gettext_lazy("kept it as a template"),
    Verb.DELETE_TEMPLATE: gettext_lazy("deleted a template"),
    Move.ARCHIVE: gettext_lazy("archived"),
    Verb.PAUSE: gettext_lazy("paused the application"),
    Verb.RESUME: gettext_lazy("resumed the application"),
    Verb.PAUSE_EVERYTHING: gettext_lazy("paused everything"),
    Verb.RESUME_EVERYTHING: gettext_lazy("resumed everything"),
    Verb.ADD_APPLICATION: gettext_lazy("added the application"),
    Verb.SET_APPLICATION: gettext_lazy("changed the application"),
    Verb.OUTSIDE_SEND: gettext_lazy("recorded a send made elsewhere"),
    Verb.CHECK_KEY: gettext_lazy("checked app key and secret"),
    Verb.ADD_USER: gettext_lazy("added a person"),
    Verb.SET_USER: gettext_lazy("changed a person"),
    Verb.ADOPT: gettext_lazy("let this machine send again after a restored or copied database"),
    Verb.DENIED: gettext_lazy("tried what they may not do"),
    Verb.COMMENT: gettext_lazy("wrote a comment"),
    Verb.ROLES: gettext_lazy("gave or took roles"),
    Verb.SIGN_IN: gettext_lazy("signed in"),
    Verb.SIGN_OUT: gettext_lazy("signed out"),
    Verb.SIGN_IN_FAILED: gettext_lazy("could not be signed in: wrong password or code"),
    Verb.RECOVERY_CODE: gettext_lazy("used up a recovery code"),
    Verb.SANDBOX: gettext_lazy("changed the sandbox"),
    Verb.ROTATE_SECRETS: gettext_lazy("sealed the secrets under a new key"),
}


def state_text(status: str) -> str:
    return i18n.render(LABELS[Status(status)])


def verb_text(verb: str) -> Any:
    """The verb in words; the stored verb itself if it is unknown, as one of a later version."""
    return VERB_TEXTS.get(verb, verb)


def cause_text(code: int | None) -> Any:
    """What to do about this code; "" if there is no sentence for it."""
    return CAUSE_TEXTS.get(code or 0, "")


def result_text(outcome: str | None, code: int | None, push_id: str) -> str:
    """The latest attempt in a few words, for lists."""
    if not outcome:
        return ""
    short = str(OUTCOME_LABELS.get(outcome, outcome))
    if outcome == Outcome.ACCEPTED and push_id:
        return _("%(result)s, push ID %(id)s") % {"result": short, "id": push_id}
    if code and code != 200:
        return _("%(result)s, code %(code)d") % {"result": short, "code": code}
    return short


def hold_text(hold: Hold) -> str:
    """Why something waits, and until when, in the active time zone."""
    reason = i18n.render(hold.reason)
    if hold.until is None or i18n.moment(hold.until) in reason:
        return reason
    until = _("It waits until %(until)s.") % {"until": i18n.moment(hold.until)}
    return f"{reason if reason.endswith(('.', '。')) else reason + '.'} {until}"


def pause_text(pauses: Iterable[StandingPause]) -> str:
    """Why an application is paused, "" if it is not: each pause, that of everything left out."""
    own = (one for one in pauses if one.kind is not PauseKind.EVERYTHING)
    return "; ".join(i18n.render(one.said) for one in own)
