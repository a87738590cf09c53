"""What a phone does with a push besides showing its texts, in sentences beside the preview."""

from collections.abc import Iterator

from campaigns.domain.translatable import Text, translatable, translatable_plural

from .surfaces import Shown


def effects(seen: Shown) -> Iterator[Text]:
    """One sentence for each thing that the body asks of this kind of phone."""
    yield from _on_iphone(seen)
    if seen.forced:
        yield translatable("The text shows even where the app is set to hide contents.")
    if seen.channel:
        yield translatable("It arrives in channel %(channel)s.", channel=seen.channel)
    if seen.collapse_id:
        yield translatable(
            "It replaces an earlier one with collapse id %(id)s.", id=seen.collapse_id
        )
    if seen.extras:
        yield translatable_plural(
            "The app also gets %(count)d extra, unseen.",
            "The app also gets %(count)d extras, unseen.",
            len(seen.extras),
        )


def _on_iphone(seen: Shown) -> Iterator[Text]:
    """Other phones are neither woken, nor have they a badge or a group."""
    if seen.woken:
        yield translatable("The app is also woken.")
    if seen.badge == 0:
        yield translatable("The badge is cleared.")
    elif seen.badge is not None:
        yield translatable("The badge shows %(badge)d.", badge=seen.badge)
    if seen.group:
        yield translatable("It is grouped with others of thread-id %(group)s.", group=seen.group)
