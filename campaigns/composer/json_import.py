"""A `/push.json` body becomes a draft; everything that is left out is reported."""

from datetime import datetime
from typing import Any

from campaigns import access
from campaigns.access import Actor
from campaigns.domain.message import audience, shape
from campaigns.domain.message.shape import Message
from campaigns.domain.text_width import cut
from campaigns.domain.translatable import Problem, Unreadable, translatable
from campaigns.domain.validation import placeholders
from campaigns.domain.validation.audience import contradictions
from campaigns.domain.validation.problem import Candidate
from campaigns.models import Application, Campaign

from . import drafts, message_columns

NAME_CHARACTERS = Campaign._meta.get_field("name").max_length or 0


def import_body(
    raw: bytes,
    application: Application,
    actor: Actor,
    *,
    name: str = "",
    file_name: str = "",
    send_at: datetime | None = None,
    send_before: datetime | None = None,
    effective: bool = False,
) -> tuple[Campaign, list[Problem]]:
    """The draft, and one Problem for each part of the body that was left out or replaced.

    `effective` keeps only the conditions that the provider would obey; without it, a condition
    that has no effect is refused. Raises Unreadable and NotAllowed; then nothing is stored.
    """
    message, notes = shape.read_json(raw)
    idle = list(contradictions(Candidate(message, message.wire(), (), "")))
    if idle and not effective:
        raise Unreadable(idle)
    kept = audience.effective(message)
    columns = {
        **message_columns.to_columns(kept),
        "name": _name(name, kept, file_name),
        "send_at": send_at,
        "send_before": send_before,
    }
    writers = _writers_of(columns, actor)
    campaign = drafts.create(application, actor, columns, writers=writers)
    return campaign, [*notes, *map(_left_out, idle), *_replaced(kept)]


WORDS = tuple(message_columns.field_of(path) for path in placeholders.PATHS)
"""Columns of titles and alerts."""


def _writers_of(columns: dict[str, Any], actor: Actor) -> set[int]:
    """Who wrote these words before: a body that was taken out of a campaign and imported again is
    no new text. Only campaigns that the person may see count."""
    words = {name: text for name in WORDS if (text := columns.get(name))}
    if not words or actor.user is None:
        return set()
    same = access.campaigns(actor.user).filter(**words)
    same = same.order_by().prefetch_related("editors", "submissions").only("author")
    return set().union(*(campaign.writers() for campaign in same))


def _name(given: str, body: Message, file_name: str) -> str:
    limit = NAME_CHARACTERS
    if len(given) > limit:
        text = translatable(
            "Shorten the name: it has %(n)d characters, the limit is %(limit)d.",
            n=len(given),
            limit=limit,
        )
        raise Unreadable([Problem("name", text)])
    names = (given, body.notification.title, body.notification.alert, file_name, "import")
    one_line = (" ".join((name or "").split()) for name in names)
    return cut(next(filter(None, one_line)), limit)


def _left_out(problem: Problem) -> Problem:
    text = translatable("Left out %(path)s: it has no effect.", path=problem.field)
    return Problem(problem.field, text)


def _replaced(body: Message) -> list[Problem]:
    """Where platforms do not matter, iOS and Android are both sent, whatever the body says."""
    kind, both = audience.in_force(body.audience), [audience.IOS, audience.ANDROID]
    if kind is None or not kind.reaches_all_devices or body.platform == both:
        return []
    text = translatable("Set platform to ios and android: named users are reached on all devices.")
    return [Problem("platform", text)]
