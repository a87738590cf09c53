"""Split user ids that exceed one push into numbered drafts."""

from typing import Any

from django.db import transaction

from campaigns.access import Actor, NotAllowed
from campaigns.domain.provider.limits import USERS
from campaigns.domain.translatable import translatable
from campaigns.domain.user_ids.chunks import chunks
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, Campaign

from . import drafts

MAX_PARTS = 20
"""Each part costs one send of the few a day; above this, a tag is better. Ours."""
NAME_CHARACTERS = Campaign._meta.get_field("name").max_length or 0


def parts_needed(ids: int) -> int:
    """How many pushes `ids` user ids take."""
    return -(-ids // USERS)


@refusing_when_busy()
@transaction.atomic
def split(
    application: Application, actor: Actor, columns: dict[str, Any], stored: Campaign | None = None
) -> list[Campaign]:
    """Create drafts "Name (1/3)", "Name (2/3)", ... with the same columns, each with its share of
    `audience_userid`. A `stored` draft becomes the first of them; its writers are those of each.
    Raises NotAllowed."""
    shares = chunks(columns["audience_userid"])
    if not 1 < len(shares) <= MAX_PARTS:
        raise NotAllowed(
            translatable(
                "Use a tag, or split the list yourself: %(n)d parts are not made.", n=len(shares)
            )
        )
    parts: list[Campaign] = []
    writers, comment = (stored.writers(), f"#{stored.pk}") if stored is not None else (set(), "")
    for number, share in enumerate(shares, 1):
        name = _numbered(columns["name"], number, len(shares))
        own = {**columns, "name": name, "audience_userid": share}
        if stored is not None and number == 1:
            drafts.edit(stored, actor, {**own, "application": application})
            parts.append(stored)
        else:
            made = drafts.create(application, actor, own, comment=comment, writers=writers)
            parts.append(made)
    return parts


def _numbered(name: str, number: int, parts: int) -> str:
    ending = f" ({number}/{parts})"
    return name[: NAME_CHARACTERS - len(ending)] + ending
