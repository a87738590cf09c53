"""What is known of a send with an unknown outcome, and how a person finds out the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.admin.components import campaign_rows
from campaigns.composer import copies
from campaigns.domain.message.audience_kinds import USERS
from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import listed
from campaigns.domain.workflow import Status
from campaigns.lib import i18n
from campaigns.models import Attempt, Campaign

CLOCKS = timedelta(minutes=2)
"""Assumed difference between the provider's clock and ours; widens the time span to look at."""
ASKED = 3
"""Recipients that are named so that somebody can ask them."""
TEXTS = ("alert", "ios_alert", "android_alert", "harmonyOS_alert")
TITLES = ("title", "ios_title")
QUOTED = (*TITLES, *TEXTS, "audience_userid")
"""Columns of the content that evidence quotes; the page's limits bound what was sent."""


@dataclass(frozen=True)
class Fact:
    """`is_code`: the value is shown in code style, as it was received."""

    label: str
    value: Any
    is_code: bool = False


@dataclass(frozen=True)
class Evidence:
    """`facts`: what this console knows. `steps`: what a person does to find out."""

    facts: list[Fact]
    steps: list[str]


def attempt_evidence(campaign: Campaign, attempt: Attempt) -> Evidence:
    """Moments are in the application's time zone. Makes no query."""
    with timezone.override(campaign.application.time_zone):
        facts = [fact for fact in _facts(attempt) if fact.value]
        return Evidence(facts, list(_steps(campaign, attempt)))


def _facts(attempt: Attempt) -> Iterator[Fact]:
    status = attempt.http_status
    yield Fact(_("Attempt"), str(attempt.number))
    yield Fact(_("Request ID"), attempt.request_id, is_code=True)
    yield Fact(_("Sent to"), attempt.host, is_code=True)
    yield Fact(_("Begun"), _second(attempt.started))
    yield Fact(_("Ended"), _second(attempt.finished) if attempt.finished else "")
    yield Fact(_("First byte"), _first_byte(attempt))
    yield Fact(_("HTTP status"), _("None came.") if status is None else str(status))
    yield Fact(_("Code"), "" if attempt.code is None else str(attempt.code))
    yield Fact(_("Push ID in the answer"), attempt.push_id, is_code=True)
    yield Fact(_("Answer so far"), attempt.answer or _("None came."), is_code=bool(attempt.answer))
    yield Fact(_("What went wrong"), attempt.get_failure_display())
    yield Fact(_("Error as recorded"), attempt.error, is_code=True)


def _first_byte(attempt: Attempt) -> str:
    if attempt.first_byte_left:
        return _("It was let go: the request may have arrived, whole or in part.")
    return _("None was let go as far as is recorded: it has most likely not arrived.")


def _second(moment: datetime) -> str:
    """`2026-11-23 16:05:09 (Asia/Shanghai)`."""
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d %H:%M:%S} ({timezone.get_current_timezone_name()})"


def _steps(campaign: Campaign, attempt: Attempt) -> Iterator[str]:
    yield _where(campaign, attempt)
    words = {
        "title": _first(campaign, TITLES),
        "text": _first(campaign, TEXTS),
        "audience": campaign_rows.audience_text(campaign),
    }
    if words["title"]:
        yield (
            _(
                "It arrived if one push stands there with the title “%(title)s”, for: %(audience)s "
                "Copy its push ID. Its text: “%(text)s”"
            )
            % words
        )
    else:
        yield (
            _(
                "It arrived if one push stands there, for: %(audience)s Copy its push ID. Its "
                "text: “%(text)s”"
            )
            % words
        )
    if attempt.push_id:
        yield _("The answer named push ID %(id)s: look for that.") % {"id": attempt.push_id}
    yield _whom_to_ask(campaign)
    yield _(
        "It did not arrive if nothing stands there and nobody saw it, on phones either that were "
        "off meanwhile. RongCloud tells no program what became of a push: only a person can look."
    )


def _where(campaign: Campaign, attempt: Attempt) -> str:
    end = attempt.finished or attempt.started + timedelta(seconds=settings.REAP_AFTER)
    words = {
        "key": campaign.application.app_key,
        "centre": campaign_rows.data_centre_text(campaign.application),
        "start": i18n.moment(attempt.started - CLOCKS),
        "end": i18n.moment(end + CLOCKS),
    }
    if campaign.application.data_centre == SANDBOX:
        return (
            _(
                "Open the sandbox's phones of app key %(key)s and look at what arrived "
                "from %(start)s to %(end)s."
            )
            % words
        )
    return (
        _(
            "Open RongCloud's console, choose the app with the key %(key)s (%(centre)s) and look "
            "at its pushes from %(start)s to %(end)s."
        )
        % words
    )


def _first(campaign: Campaign, columns: tuple[str, ...]) -> str:
    return next((text for name in columns if (text := getattr(campaign, name))), "")


def _whom_to_ask(campaign: Campaign) -> str:
    if campaign.kind is USERS:
        return _("Ask users it was for whether their phones showed it: %(ids)s.") % {
            "ids": _some(list(campaign.audience_userid))
        }
    own = copies.test_user_ids(campaign.application)
    if own:
        return _(
            "Ask people it was for whether their phones showed it; the team's test users are "
            "%(ids)s, if it was for them too."
        ) % {"ids": _some(own)}
    return _("Ask somebody it was for whether their phone showed it.")


def _some(ids: list[str]) -> str:
    return i18n.render(listed(ids[:ASKED])) if ids else "–"


def open_attempts(campaigns: Iterable[Campaign]) -> dict[int | None, Attempt]:
    keys = [campaign.submission_id for campaign in campaigns]
    attempts = Attempt.objects.filter(submission__in=keys, outcome=Outcome.UNKNOWN)
    return {attempt.submission_id: attempt for attempt in attempts}


def campaign_evidence(campaign: Campaign) -> Evidence | None:
    """The evidence for the campaign's page; None if the outcome is known."""
    if campaign.status != Status.UNKNOWN:
        return None
    attempt = open_attempts([campaign]).get(campaign.submission_id)
    return attempt_evidence(campaign, attempt) if attempt else None
