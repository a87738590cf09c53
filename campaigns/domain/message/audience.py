"""Who a message reaches: the condition in force, the platforms, and both in one sentence."""

from collections.abc import Sequence

from campaigns.domain.translatable import Text, Words, listed, translatable

from .audience_kinds import CONDITIONS, KINDS, AudienceKind
from .shape import Audience, HarmonyOS, Message

IOS, ANDROID = "ios", "android"
NAMES = {IOS: "iOS", ANDROID: "Android"}
HARMONY_NAME = "HarmonyOS"


def in_force(audience: Audience) -> AudienceKind | None:
    """The kind that the provider would obey; None where nobody is addressed."""
    kinds = [kind for kind in KINDS.values() if kind.is_set(audience)]
    return min(kinds, key=lambda kind: kind.precedence, default=None)


def ignored(audience: Audience, kind: AudienceKind | None) -> tuple[str, ...]:
    """The conditions that are set and that `kind` does not obey; all that are set for None."""
    obeyed = kind.conditions if kind else ()
    return tuple(name for name in CONDITIONS if getattr(audience, name) and name not in obeyed)


def effective(message: Message) -> Message:
    """The same message with only the conditions in force."""
    idle = ignored(message.audience, in_force(message.audience))
    audience = message.audience.model_copy(update=dict.fromkeys(idle))
    return message.model_copy(update={"audience": audience})


def targeted(message: Message) -> tuple[str, ...]:
    """The platforms reached: those ticked, or iOS and Android for a kind that reaches all devices;
    HarmonyOS if its part holds anything."""
    has_harmony = message.notification.harmonyOS not in (None, HarmonyOS())
    return reached(in_force(message.audience), message.platform or [], has_harmony=has_harmony)


def reached(
    kind: AudienceKind | None, ticked: Sequence[str], *, has_harmony: bool
) -> tuple[str, ...]:
    reaches_all = kind is not None and kind.reaches_all_devices
    platforms = tuple(name for name in (IOS, ANDROID) if reaches_all or name in ticked)
    return (*platforms, HARMONY_NAME) if has_harmony else platforms


def sentence(message: Message) -> Text:
    """The audience in one plain sentence: what the provider will do, not what was typed."""
    return sentence_of(message.audience, targeted(message))


def sentence_of(audience: Audience, platforms: Sequence[str]) -> Text:
    """`sentence` from its two halves."""
    kind = in_force(audience)
    return kind.sentence(audience, _named(platforms)) if kind else translatable("Nobody yet.")


def _named(platforms: Sequence[str]) -> Words:
    names = [NAMES.get(name, name) for name in platforms]
    return listed(names) if names else translatable("no platform yet")
