"""A /push.json body becomes a draft, and nothing of it is lost without a word."""

from datetime import datetime

from campaigns.access import Actor
from campaigns.domain.message import audience, shape
from campaigns.domain.message.shape import Message
from campaigns.domain.text_width import cut
from campaigns.domain.translatable import Problem, Unreadable, translatable
from campaigns.domain.validation.audience import contradictions
from campaigns.domain.validation.problem import Candidate
from campaigns.models import Application, Campaign

from . import drafts, mapping

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
    """The draft, and what of the body was left out or replaced, one Problem each.

    `effective` keeps only the conditions that the provider would obey; without it a condition
    without effect is refused. Raises Unreadable and NotAllowed; then nothing is stored.
    """
    read, notes = shape.read_json(raw)
    idle = list(contradictions(Candidate(read, read.wire(), (), "")))
    if idle and not effective:
        raise Unreadable(idle)
    kept = audience.effective(read)
    columns = {
        **mapping.to_columns(kept),
        "name": _name(name, kept, file_name),
        "send_at": send_at,
        "send_before": send_before,
    }
    campaign = drafts.create(application, actor, columns)
    return campaign, [*notes, *map(_left_out, idle), *_replaced(kept)]


def _name(given: str, body: Message, file_name: str) -> str:
    limit = NAME_CHARACTERS
    if len(given) > limit:
        text = translatable(
            "Shorten the name: it has %(n)d characters, the limit is %(limit)d.",
            n=len(given),
            limit=limit,
        )
        raise Unreadable([Problem("name", text)])
    found = (given, body.notification.title, body.notification.alert, file_name, "import")
    words = (" ".join((text or "").split()) for text in found)
    return cut(next(filter(None, words)), limit)


def _left_out(problem: Problem) -> Problem:
    text = translatable("Left out %(path)s: it has no effect.", path=problem.field)
    return Problem(problem.field, text)


def _replaced(body: Message) -> list[Problem]:
    """For named users platforms do not matter, so both are sent, whatever the body says."""
    kind, both = audience.in_force(body.audience), [audience.IOS, audience.ANDROID]
    if kind is None or not kind.reaches_all_devices or body.platform == both:
        return []
    text = translatable("Set platform to ios and android: named users are reached on all devices.")
    return [Problem("platform", text)]
