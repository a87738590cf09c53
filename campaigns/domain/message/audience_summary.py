"""What a list says of an audience, without its thousands of ids: a small JSON object.

It holds the parts of the sentence rather than the sentence, which follows the reader's language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.domain.translatable import Text

from .audience import reached, sentence_of
from .audience_kinds import KINDS
from .audience_sentences import CHARACTERS, TAGS_NAMED
from .shape import Audience

Summary = dict[str, Any]


def summarise(
    kind: str,
    *,
    platform: Sequence[str],
    tag: Sequence[str],
    tag_or: Sequence[str],
    package: str,
    ids: int,
    has_harmony: bool,
) -> Summary:
    """`kind`: the key of the chosen audience, which sets `is_to_all`; `ids`: how many user ids."""
    chosen = KINDS.get(kind)
    return {
        "is_to_all": chosen is not None and chosen.is_to_all,
        "platforms": list(reached(chosen, platform, has_harmony=has_harmony)),
        "tag": _first(tag),
        "tags": len(tag),
        "tag_or": _first(tag_or),
        "tags_or": len(tag_or),
        "package": package[: CHARACTERS + 1],
        "ids": ids,
    }


def _first(tags: Sequence[str]) -> list[str]:
    return [str(tag)[: CHARACTERS + 1] for tag in tags[:TAGS_NAMED]]


def summary_sentence(summary: Mapping[str, Any]) -> Text:
    """The sentence that `audience.sentence` makes of the whole message."""
    audience = Audience.model_construct(
        is_to_all=summary["is_to_all"],
        tag=_padded(summary["tag"], summary["tags"]),
        tag_or=_padded(summary["tag_or"], summary["tags_or"]),
        packageName=summary["package"] or None,
        userid=_padded([], summary["ids"]),
    )
    return sentence_of(audience, summary["platforms"])


def _padded(first: list[str], size: int) -> list[str]:
    """A list of this size: a sentence names its first items and the number of the others."""
    return first + [""] * (size - len(first))
