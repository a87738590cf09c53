"""Problems, which block a submission, and advice, which does not."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from campaigns.domain.advice.advise import Advice, Plan, advice
from campaigns.domain.message.audience import in_force
from campaigns.domain.message.shape import Message, read_json
from campaigns.domain.scheduling import window
from campaigns.domain.translatable import Problem, told, translatable, translatable_plural
from campaigns.domain.validation import validate
from campaigns.models import Application, Campaign, Submission
from campaigns.review import comparison, voters
from campaigns.scheduling import quota

from . import message_columns

ADVICE_LOOK_BACK = 20
"""How many of the application's latest sent submissions are searched for the same text."""


def send_before(campaign: Campaign, now: datetime) -> datetime:
    """The end of the window: as typed, or the default."""
    return campaign.send_before or window.default_send_before(campaign.send_at, now)


def problems(campaign: Campaign, now: datetime, plan: quota.Ledger | None = None) -> list[Problem]:
    """What is told of everything that blocks a submission now; empty when it may be submitted.
    `plan` is the application's ledger, to save a query where the caller has it."""
    application = campaign.application
    window_problems = quota.window_problems(
        application, campaign.kind, campaign.send_at, send_before(campaign, now), now, plan
    )
    return list(told([*body_problems(campaign, application.forbidden_words), *window_problems]))


def submitted_problems(
    campaign: Campaign, submission: Submission, now: datetime, plan: quota.Ledger | None = None
) -> list[Problem]:
    """Everything that blocks an approval of exactly what was submitted, now; `plan` as for
    `problems`."""
    application = campaign.application
    broken = [
        *_changed_since(submission, application),
        *_broken_rules(read_json(submission.body_bytes)[0], application.forbidden_words),
        *quota.submitted_window_problems(campaign, submission, now, plan),
    ]
    return list(told(broken))


def _changed_since(submission: Submission, application: Application) -> list[Problem]:
    if submission.digest_now(application) == submission.digest:
        return []
    text = translatable("Withdraw it and submit it again: what is stored differs from what it was.")
    return [Problem("$", text)]


def body_problems(campaign: Campaign, forbidden_words: Sequence[str] = ()) -> list[Problem]:
    """Problems of the audience and the body, whenever and for whichever application it is sent."""
    message = message_columns.to_message(campaign)
    return [*_kind_problems(campaign, message), *_broken_rules(message, forbidden_words)]


def _broken_rules(message: Message, forbidden_words: Sequence[str]) -> list[Problem]:
    return validate.problems(
        message, forbidden_words=forbidden_words, harmony_platform=settings.HARMONYOS_PLATFORM
    )


def _kind_problems(campaign: Campaign, message: Message) -> list[Problem]:
    """The chosen audience must be the one that the provider would obey."""
    obeyed = in_force(message.audience)
    if obeyed is not None and campaign.kind is not obeyed:
        return [
            Problem(
                "audience_kind",
                translatable("Choose the audience that you filled in, or empty the other fields."),
            )
        ]
    return []


def advise(campaign: Campaign, now: datetime, plan: quota.Ledger | None = None) -> list[Advice]:
    """Advice on the campaign now; `plan` as for `problems`."""
    application = campaign.application
    earlier = comparison.left_of_others(campaign).values_list("body", flat=True)
    context = Plan(
        send_at=campaign.send_at,
        zone=application.time_zone,
        known_tags=frozenset(application.known_tags.values_list("name", flat=True)),
        known_packages=frozenset(application.package_names),
        earlier=tuple(bytes(body) for body in earlier[:ADVICE_LOOK_BACK]),
        sent_today=(plan or quota.ledger(application, now)).used(campaign.send_at or now),
    )
    own = [*_late_start(campaign, now), *_too_few_voters(campaign, now)]
    return [*own, *advice(message_columns.to_message(campaign), context)]


def _too_few_voters(campaign: Campaign, now: datetime) -> list[Advice]:
    """It may be submitted, because people come and go, but nobody could approve it today."""
    if campaign.kind is None or not campaign.is_draft or campaign.pk is None:
        return []
    needed, able = campaign.application.votes_for(campaign.kind), voters.expected_count(campaign)
    if able >= (1 if settings.SOLO_MODE else needed):
        return []
    text = translatable_plural(
        "Ask an operator for reviewers: it needs %(count)d vote, and %(able)d could vote now.",
        "Ask an operator for reviewers: it needs %(count)d votes, and %(able)d could vote now.",
        needed,
        able=able,
    )
    return [Advice("audience_kind", text, "pushconsole", f"{now:%Y-%m}")]


def _late_start(campaign: Campaign, now: datetime) -> list[Advice]:
    """It may still be sent, but not at its start."""
    if campaign.send_at is None or campaign.send_at > now:
        return []
    text = translatable(
        "Choose a later start: this one has passed, so it leaves once it is approved."
    )
    return [Advice("send_at", text, "pushconsole", f"{now:%Y-%m}")]
