"""What a phone does with a push besides showing its texts, in sentences beside the preview."""

from collections.abc import Iterator

from campaigns.domain.translatable import Text, gettext, ngettext

from .surfaces import DeviceKind, Shown

K = DeviceKind


def effects(seen: Shown, kind: DeviceKind) -> Iterator[Text]:
    """One sentence for each thing that the body asks of this kind of phone."""
    if kind is K.IPHONE:
        yield from _on_iphone(seen)
    if seen.forced:
        yield gettext("The text shows even where the app is set to hide contents.")
    if seen.channel:
        yield gettext("It arrives in channel %(channel)s.", channel=seen.channel)
    if seen.collapse_id:
        yield gettext("It replaces an earlier one with collapse id %(id)s.", id=seen.collapse_id)
    if seen.extras:
        yield ngettext(
            "The app also gets %(count)d extra, unseen.",
            "The app also gets %(count)d extras, unseen.",
            len(seen.extras),
        )


def _on_iphone(seen: Shown) -> Iterator[Text]:
    if seen.woken:
        yield gettext("The app is also woken.")
    if seen.badge == 0:
        yield gettext("The badge is cleared.")
    elif seen.badge is not None:
        yield gettext("The badge shows %(badge)d.", badge=seen.badge)
    if seen.group:
        yield gettext("It is grouped with others of thread-id %(group)s.", group=seen.group)
