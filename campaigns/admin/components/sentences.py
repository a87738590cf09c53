"""What became of a campaign, for people who never saw an HTTP status."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import Text
from campaigns.domain.workflow import LABELS, Status
from campaigns.lib import i18n
from campaigns.models import Application
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
    "create": gettext_lazy("created"),
    "edit": gettext_lazy("edited"),
    "delete": gettext_lazy("deleted"),
    "submit": gettext_lazy("submitted for review"),
    "withdraw": gettext_lazy("withdrew"),
    "request-changes": gettext_lazy("requested changes"),
    "vote": gettext_lazy("approved; more votes are needed"),
    "approve": gettext_lazy("approved"),
    "unschedule": gettext_lazy("unscheduled"),
    "void": gettext_lazy("sent back to review: a vote no longer counts"),
    "claim": gettext_lazy("began to send"),
    "retry": gettext_lazy("nothing left; will try again"),
    "record": gettext_lazy("recorded the answer"),
    "late-evidence": gettext_lazy("recorded late evidence"),
    "reap": gettext_lazy("gave up waiting for an answer"),
    "miss": gettext_lazy("missed its window; nothing will be sent"),
    "resolve": gettext_lazy("decided what became of it"),
    "revise": gettext_lazy("took up again"),
    "rehearse": gettext_lazy("rehearsed it on the sandbox"),
    "save-template": gettext_lazy("kept it as a template"),
    "delete-template": gettext_lazy("deleted a template"),
    "archive": gettext_lazy("archived"),
    "pause": gettext_lazy("paused the application"),
    "resume": gettext_lazy("resumed the application"),
    "pause-everything": gettext_lazy("paused everything"),
    "resume-everything": gettext_lazy("resumed everything"),
    "add-application": gettext_lazy("added the application"),
    "set-application": gettext_lazy("changed the application"),
    "outside-send": gettext_lazy("recorded a send made elsewhere"),
    "add-user": gettext_lazy("added a person"),
    "set-user": gettext_lazy("changed a person"),
    "adopt": gettext_lazy("let this machine send again after a restored or copied database"),
    "denied": gettext_lazy("tried what they may not do"),
    "comment": gettext_lazy("wrote a comment"),
    "roles": gettext_lazy("gave or took roles"),
    "rotate-secrets": gettext_lazy("sealed the secrets under a new key"),
}


def state_text(status: str) -> str:
    return i18n.render(LABELS[Status(status)])


def verb_text(name: str) -> Any:
    return VERB_TEXTS.get(name, name)


def cause_text(code: int | None) -> Any:
    """What to do, "" where the code says nothing of its own."""
    return CAUSE_TEXTS.get(code or 0, "")


def result_text(outcome: str | None, code: int | None, push_id: str) -> str:
    """The latest try in a few words, for lists."""
    if not outcome:
        return ""
    short = str(OUTCOME_LABELS.get(outcome, outcome))
    if outcome == Outcome.ACCEPTED and push_id:
        return _("%(result)s, push ID %(id)s") % {"result": short, "id": push_id}
    if code and code != 200:
        return _("%(result)s, code %(code)d") % {"result": short, "code": code}
    return short


def hold_text(hold: Hold) -> str:
    """Why something waits, and until when; on the clock of the active zone."""
    reason = i18n.render(hold.reason)
    if hold.until is None or i18n.moment(hold.until) in reason:
        return reason
    until = _("It waits until %(until)s.") % {"until": i18n.moment(hold.until)}
    return f"{reason if reason.endswith(('.', '。')) else reason + '.'} {until}"


def pause_text(application: Application, now: datetime) -> str:
    """The reason for which it is paused, "" where it is not; the machine's are in English."""
    return i18n.render(Text(application.paused_reason)) if application.is_paused(now) else ""
