"""Sentences about what a phone does with a push besides showing its texts."""

from collections.abc import Iterator

from campaigns.domain.translatable import Text, translatable, translatable_plural

from .surfaces import DisplayedNotification


def effects(notification: DisplayedNotification) -> Iterator[Text]:
    """One sentence per effect."""
    yield from _on_iphone(notification)
    if notification.forced:
        yield translatable("The text shows even where the app is set to hide contents.")
    if notification.channel:
        yield translatable("It arrives in channel %(channel)s.", channel=notification.channel)
    if notification.collapse_id:
        yield translatable(
            "It replaces an earlier one with collapse id %(id)s.", id=notification.collapse_id
        )
    if notification.extras:
        yield translatable_plural(
            "The app also gets %(count)d extra, unseen.",
            "The app also gets %(count)d extras, unseen.",
            len(notification.extras),
        )


def _on_iphone(notification: DisplayedNotification) -> Iterator[Text]:
    """Only an iPhone is woken, and only an iPhone has a badge and a group."""
    if notification.woken:
        yield translatable("The app is also woken.")
    if notification.badge == 0:
        yield translatable("The badge is cleared.")
    elif notification.badge is not None:
        yield translatable("The badge shows %(badge)d.", badge=notification.badge)
    if notification.group:
        yield translatable(
            "It is grouped with others of thread-id %(group)s.", group=notification.group
        )
