"""The kinds of audience: `KINDS`, one row each. Everything that depends on a kind reads its row.

Source: the provider's page, rows `audience.*` (read 2026-11).
"""

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.domain.translatable import Text, Words, translatable

from . import audience_sentences, recipients
from .recipients import IsReached
from .shape import Audience

IS_TO_ALL = "is_to_all"
CONDITIONS = tuple(name for name in Audience.model_fields if name != IS_TO_ALL)
"""The keys of the wire's `audience` that choose people: tags, user ids, a package name."""


def _no_effect(name: str) -> Text:
    return translatable("Remove %(name)s: it has no effect on this audience.", name=name)


def _no_effect_on_everyone(name: str) -> Text:
    return translatable(
        "Remove %(name)s or do not address everyone: it has no effect there.", name=name
    )


def _no_effect_beside_user_ids(name: str) -> Text:
    return translatable("Remove %(name)s or the user ids: it has no effect beside them.", name=name)


@dataclass(frozen=True, eq=False, kw_only=True)
class AudienceKind:
    """One choice of who receives a campaign. Rows are compared by identity."""

    key: str
    """Stored in `audience_kind` and posted by the form; at most 10 characters."""
    label: Text
    precedence: int
    """The provider obeys the kind with the lowest number of those that a body sets."""
    set_by: tuple[str, ...]
    """Keys of the wire's `audience`. Setting any of them selects this kind."""
    narrowed_by: tuple[str, ...] = ()
    """Further keys that the provider obeys beside those."""
    reaches_all_devices: bool = False
    """The platforms do not matter; iOS and Android are both sent."""
    is_everyone: bool = False
    """An everyone-push in every rule: shown as grave, submitted by a permission of its own and the
    application's name typed, with the cool-down and the limit of everyone-pushes a day."""
    votes: str
    """Column of `Application`: how many votes it needs."""
    sentence: Callable[[Audience, Words], Text]
    """Who receives it, from the audience and the platforms in words."""
    reached: Callable[[Audience], IsReached]
    """Which devices the provider reaches, as the sandbox plays it."""
    no_effect: Callable[[str], Text] = _no_effect
    """What to do about a condition, by its name, that is set and that this kind does not obey."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that it obeys; the provider would ignore the others."""
        return tuple(name for name in CONDITIONS if name in (*self.set_by, *self.narrowed_by))

    @property
    def is_to_all(self) -> bool:
        """The value of `is_to_all`, the one key that the choice of a kind sets."""
        return IS_TO_ALL in self.set_by

    def is_set(self, audience: Audience) -> bool:
        return any(getattr(audience, name) for name in self.set_by)


EVERYONE = AudienceKind(
    key="everyone",
    label=translatable("Everyone"),
    precedence=1,
    set_by=(IS_TO_ALL,),
    is_everyone=True,
    votes="votes_needed_everyone",
    sentence=audience_sentences.everyone,
    reached=recipients.everyone,
    no_effect=_no_effect_on_everyone,
)
PACKAGE = AudienceKind(
    key="package",
    label=translatable("Everyone who uses a package"),
    precedence=4,
    set_by=("packageName",),
    is_everyone=True,
    votes="votes_needed_everyone",
    sentence=audience_sentences.package_users,
    reached=recipients.by_tags_and_package,
)
TAGS = AudienceKind(
    key="tags",
    label=translatable("Tags"),
    precedence=3,
    set_by=("tag", "tag_or"),
    narrowed_by=("packageName",),
    votes="votes_needed_tags",
    sentence=audience_sentences.tagged,
    reached=recipients.by_tags_and_package,
)
USERS = AudienceKind(
    key="users",
    label=translatable("Named users"),
    precedence=2,
    set_by=("userid",),
    reaches_all_devices=True,
    votes="votes_needed",
    sentence=audience_sentences.named_users,
    reached=recipients.by_user_id,
    no_effect=_no_effect_beside_user_ids,
)

KINDS = {kind.key: kind for kind in (EVERYONE, PACKAGE, TAGS, USERS)}
"""By key, in the order in which they are offered."""
