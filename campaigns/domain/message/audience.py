"""Who a message reaches: the condition in force, the platforms, and both in one sentence."""

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
    kind, ticked = in_force(message.audience), message.platform or []
    reaches_all = kind is not None and kind.reaches_all_devices
    platforms = tuple(name for name in (IOS, ANDROID) if reaches_all or name in ticked)
    harmony = message.notification.harmonyOS
    return (*platforms, HARMONY_NAME) if harmony not in (None, HarmonyOS()) else platforms


def sentence(message: Message) -> Text:
    """The audience in one plain sentence: what the provider will do, not what was typed."""
    kind = in_force(message.audience)
    if kind is None:
        return translatable("Nobody yet.")
    return kind.sentence(message.audience, _platforms(message))


def _platforms(message: Message) -> Words:
    names = [NAMES.get(name, name) for name in targeted(message)]
    return listed(names) if names else translatable("no platform yet")
