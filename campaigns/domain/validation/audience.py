"""Rules on the platforms and on the audience: at least one, no contradiction, limits of lists."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from campaigns.domain.message.audience import ANDROID, IOS, ignored, in_force
from campaigns.domain.message.precedence import utf8_length
from campaigns.domain.provider.limits import TAG_BYTES, TAGS, USER_ID_CHARACTERS, USERS
from campaigns.domain.translatable import (
    Problem,
    Text,
    listed,
    quote,
    translatable,
    translatable_plural,
)

from .problem import Candidate, Rule

PLATFORM = "platform"
TAG_LISTS = ("audience.tag", "audience.tag_or")
USER_IDS = "audience.userid"
PACKAGE = "audience.packageName"
FEW = 5
"""How many items of a list are named for one fault, at most. Ours."""


def platforms(candidate: Candidate) -> Iterator[Problem]:
    chosen = candidate.message.platform or []
    known = [IOS, ANDROID, *filter(None, [candidate.harmony_platform])]
    if not chosen:
        yield Problem(PLATFORM, translatable("Choose at least one platform: none is chosen."))
    yield from islice(_wrong_platforms(chosen, known), FEW)


def _wrong_platforms(chosen: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    for value, times in Counter(chosen).items():
        if value not in known:
            text = translatable(
                'Remove "%(value)s": a platform is %(known)s.',
                value=quote(value),
                known=listed(known, "or"),
            )
            yield Problem(PLATFORM, text)
        elif times > 1:
            yield Problem(PLATFORM, _repeated(value, times))


def addressed(candidate: Candidate) -> Iterator[Problem]:
    if in_force(candidate.message.audience) is None:
        yield Problem("audience", translatable("Choose who gets it: nobody is addressed."))


def contradictions(candidate: Candidate) -> Iterator[Problem]:
    audience = candidate.message.audience
    kind = in_force(audience)
    if kind is not None:
        for name in ignored(audience, kind):
            yield Problem(f"audience.{name}", kind.no_effect(name))


def tags(candidate: Candidate) -> Iterator[Problem]:
    for path in TAG_LISTS:
        values = candidate.at(path) or []
        over = len(values) - TAGS
        if over > 0:
            text = translatable_plural(
                "Remove %(count)d tag: the list has %(size)d, the limit is %(limit)d.",
                "Remove %(count)d tags: the list has %(size)d, the limit is %(limit)d.",
                over,
                size=len(values),
                limit=TAGS,
            )
            yield Problem(path, text)
        yield from _each_once(path, values)
        yield from islice(_long_tags(path, values), FEW)


def _long_tags(path: str, values: Sequence[str]) -> Iterator[Problem]:
    for value in values:
        size = utf8_length(value)
        if size > TAG_BYTES:
            text = translatable(
                'Shorten the tag "%(tag)s": it has %(size)d bytes, the limit is %(limit)d.',
                tag=quote(value),
                size=size,
                limit=TAG_BYTES,
            )
            yield Problem(path, text)


def users(candidate: Candidate) -> Iterator[Problem]:
    values = candidate.at(USER_IDS) or []
    over = len(values) - USERS
    if over > 0:
        text = translatable_plural(
            "Remove %(count)d user id: the list has %(size)d, the limit is %(limit)d.",
            "Remove %(count)d user ids: the list has %(size)d, the limit is %(limit)d.",
            over,
            size=len(values),
            limit=USERS,
        )
        yield Problem(USER_IDS, text)
    yield from _each_once(USER_IDS, values)
    yield from islice(_long_ids(values), FEW)


def _long_ids(values: Sequence[str]) -> Iterator[Problem]:
    for value in values:
        if len(value) > USER_ID_CHARACTERS:
            text = translatable(
                'Check the user id "%(id)s": it has %(size)d characters, the limit is %(limit)d.',
                id=quote(value),
                size=len(value),
                limit=USER_ID_CHARACTERS,
            )
            yield Problem(USER_IDS, text)


def _each_once(path: str, values: Sequence[str]) -> Iterator[Problem]:
    """Yields a problem for a blank item and for a repeated item."""
    if not all(map(str.strip, values)):
        first = next(i for i, value in enumerate(values, 1) if not value.strip())
        yield Problem(path, translatable("Fill in or remove item %(n)d: it is blank.", n=first))
    if len(set(values)) < len(values):
        counted = [(value, n) for value, n in Counter(values).items() if n > 1 and value.strip()]
        for value, times in counted[:FEW]:
            yield Problem(path, _repeated(value, times))


def _repeated(value: str, times: int) -> Text:
    return translatable(
        'Keep "%(value)s" once: it stands here %(n)d times.', value=quote(value), n=times
    )


def package(candidate: Candidate) -> Iterator[Problem]:
    value = candidate.at(PACKAGE)
    if value and not value.strip():
        yield Problem(PACKAGE, translatable("Fill in or remove the package name: it is blank."))


RULES: tuple[Rule, ...] = (platforms, addressed, contradictions, tags, users, package)
