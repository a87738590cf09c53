"""The part of a title or text that a phone does not show at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.domain.display.surfaces import DisplayedNotification
from campaigns.domain.text_width import ELLIPSIS, Unit, width
from campaigns.domain.translatable import Text, translatable
from campaigns.lib.i18n import render

TITLE_GLANCE, TEXT_GLANCE = 80, 400
"""Half-widths that a drawn phone has space for, whatever the vendor allows. Our own numbers."""


@dataclass(frozen=True)
class Cut:
    """`kept` + `lost` is the whole text; `lost` is "" if the phone gets the whole text and shows
    only a part of it at a glance."""

    sentence: str
    kept: str
    lost: str


def cuts(notification: DisplayedNotification) -> tuple[Cut, ...]:
    """At most one for the title and one for the text."""
    after = translatable("Title: cut after %(kept)d of %(size)d characters.")
    whole = translatable("The whole title")
    title = _cut(notification.title, notification.cut_title, TITLE_GLANCE, after, whole)
    after = translatable("Text: cut after %(kept)d of %(size)d characters.")
    whole = translatable("The whole text")
    text = _cut(notification.text, notification.cut_text, TEXT_GLANCE, after, whole)
    return (*title, *text)


def _cut(text: str, shown: str, glance: int, after: Text, whole: Text) -> Iterator[Cut]:
    if shown != text:
        kept = shown.removesuffix(ELLIPSIS)
        sentence = Text(after.msgid, {"kept": len(kept), "size": len(text)})
        yield Cut(render(sentence), kept, text[len(kept) :])
    elif width(text, Unit.HALF_WIDTH) > glance:
        yield Cut(render(whole), text, "")
