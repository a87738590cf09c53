"""Who an audience reaches, one sentence per kind: what the provider will do, not what was typed.

Each takes the audience and the platforms in words.
"""

from campaigns.domain.provider.limits import TAGS
from campaigns.domain.translatable import Text, Words, listed, translatable, translatable_plural

from . import invisible_characters
from .shape import Audience


def everyone(audience: Audience, platforms: Words) -> Text:
    return translatable("Everyone on %(platforms)s.", platforms=platforms)


def package_users(audience: Audience, platforms: Words) -> Text:
    return translatable(
        "Everyone on %(platforms)s who uses %(package)s.",
        platforms=platforms,
        package=_package(audience),
    )


def named_users(audience: Audience, platforms: Words) -> Text:
    return translatable_plural(
        "%(count)d named user, on all their devices.",
        "%(count)d named users, on all their devices.",
        len(audience.userid or []),
    )


def tagged(audience: Audience, platforms: Words) -> Text:
    tags, package = _tag_groups(audience), _package(audience)
    if package:
        return translatable(
            "People tagged %(tags)s, on %(platforms)s, who use %(package)s.",
            tags=tags,
            platforms=platforms,
            package=package,
        )
    return translatable("People tagged %(tags)s, on %(platforms)s.", tags=tags, platforms=platforms)


def _tag_groups(audience: Audience) -> Words:
    every, some = (_readable(tags) for tags in (audience.tag, audience.tag_or))
    if not some:
        return listed(every)
    if not every:
        return listed(some, "or")
    return translatable("%(all)s, and tagged %(any)s", all=listed(every), any=listed(some, "or"))


TAGS_NAMED = TAGS
"""Tags of a list that are named, as many as the page allows; of a draft with more, the number."""
CHARACTERS = 200
"""Of a tag or a package name; the page's limits are lower, a draft may break them."""


def _readable(tags: list[str] | None) -> list[Words]:
    """A tag that reverses the direction of writing could make the sentence say something else."""
    named: list[Words] = [_short(tag) for tag in (tags or [])[:TAGS_NAMED]]
    more = len(tags or ()) - TAGS_NAMED
    if more > 0:
        named.append(translatable_plural("%(count)d more", "%(count)d more", more))
    return named


def _package(audience: Audience) -> str:
    return _short(audience.packageName or "")


def _short(text: str) -> str:
    ending = "…" if len(text) > CHARACTERS else ""
    return invisible_characters.escape(text[:CHARACTERS]) + ending
