"""Who a body reaches: the condition in force by the page's order of precedence, and in words."""

from enum import StrEnum

from campaigns.domain.translatable import Text, Words, listed, translatable, translatable_plural

from . import invisible_characters
from .shape import Audience, HarmonyOS, Message

IOS, ANDROID = "ios", "android"
NAMES = {IOS: "iOS", ANDROID: "Android"}
HARMONY_NAME = "HarmonyOS"


class Kind(StrEnum):
    """What a marketer chooses; exactly one holds for a body that may leave."""

    EVERYONE = "everyone"
    PACKAGE = "package"
    TAGS = "tags"
    USERS = "users"

    @property
    def is_everyone(self) -> bool:
        """A package name alone reaches all its users: an everyone-push in every rule."""
        return self in (Kind.EVERYONE, Kind.PACKAGE)


def in_force(audience: Audience) -> Kind | None:
    """The condition the provider would obey: is_to_all, then userid, then tags, then package name.

    None: nobody is addressed. Source: the page, rows `audience.*`.
    """
    if audience.is_to_all:
        return Kind.EVERYONE
    if audience.userid:
        return Kind.USERS
    if audience.tag or audience.tag_or:
        return Kind.TAGS
    return Kind.PACKAGE if audience.packageName else None


IN_FORCE = {
    None: frozenset({"packageName", "userid", "tag", "tag_or"}),
    Kind.EVERYONE: frozenset[str](),
    Kind.PACKAGE: frozenset({"packageName"}),
    Kind.TAGS: frozenset({"tag", "tag_or", "packageName"}),
    Kind.USERS: frozenset({"userid"}),
}
"""The conditions that a kind obeys; the others would be ignored by the provider."""


def ignored(audience: Audience, kind: Kind | None) -> tuple[str, ...]:
    """The conditions that are set but have no effect beside `kind`: each is a contradiction."""
    set_ = [name for name in ("tag", "tag_or", "userid", "packageName") if getattr(audience, name)]
    return tuple(name for name in set_ if name not in IN_FORCE[kind])


def effective(message: Message) -> Message:
    """The same message with only the conditions in force."""
    kind = in_force(message.audience)
    cleared: dict[str, None] = dict.fromkeys(ignored(message.audience, kind))
    audience = message.audience.model_copy(update=cleared)
    return message.model_copy(update={"audience": audience})


def targeted(message: Message) -> tuple[str, ...]:
    """The platforms reached: those ticked, for named users both; HarmonyOS if its part is used."""
    if in_force(message.audience) is Kind.USERS:
        ticked = [IOS, ANDROID]
    else:
        ticked = [name for name in (IOS, ANDROID) if name in (message.platform or [])]
    harmony = message.notification.harmonyOS
    used = harmony is not None and harmony != HarmonyOS()
    return (*ticked, HARMONY_NAME) if used else tuple(ticked)


def sentence(message: Message) -> Text:
    """The audience in one plain sentence: what the provider will do, not what was typed."""
    audience = message.audience
    kind = in_force(audience)
    if kind is None:
        return translatable("Nobody yet.")
    if kind is Kind.USERS:
        return translatable_plural(
            "%(count)d named user, on all their devices.",
            "%(count)d named users, on all their devices.",
            len(audience.userid or []),
        )
    where = _platforms(message)
    package = invisible_characters.shown(audience.packageName or "")
    if kind is Kind.EVERYONE:
        return translatable("Everyone on %(platforms)s.", platforms=where)
    if kind is Kind.PACKAGE:
        return translatable(
            "Everyone on %(platforms)s who uses %(package)s.", platforms=where, package=package
        )
    return _tagged(audience, where, package)


def _tagged(audience: Audience, where: Words, package: str) -> Text:
    people = _tag_groups(audience)
    if package:
        return translatable(
            "People tagged %(tags)s, on %(platforms)s, who use %(package)s.",
            tags=people,
            platforms=where,
            package=package,
        )
    return translatable("People tagged %(tags)s, on %(platforms)s.", tags=people, platforms=where)


def _tag_groups(audience: Audience) -> Words:
    every, some = (_readable(tags) for tags in (audience.tag, audience.tag_or))
    if not some:
        return listed(every)
    if not every:
        return listed(some, "or")
    return translatable("%(all)s, and tagged %(any)s", all=listed(every), any=listed(some, "or"))


def _readable(tags: list[str] | None) -> list[str]:
    """A tag that turns the direction of writing would let the sentence say something else."""
    return [invisible_characters.shown(tag) for tag in tags or ()]


def _platforms(message: Message) -> Words:
    reached = [NAMES.get(name, name) for name in targeted(message)]
    return listed(reached) if reached else translatable("no platform yet")
