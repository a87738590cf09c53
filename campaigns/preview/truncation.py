"""What of a title and a text a phone does not show at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.domain.display.surfaces import Shown
from campaigns.domain.text_width import ELLIPSIS, Unit, width
from campaigns.domain.translatable import Text, translatable
from campaigns.lib.i18n import render

TITLE_GLANCE, TEXT_GLANCE = 80, 400
"""Half-widths that a drawn phone has room for, whatever the vendor lets through: ours."""


@dataclass(frozen=True)
class Cut:
    """`kept` + `lost` is the whole; `lost` is "" when the phone has it all but not at a glance."""

    sentence: str
    kept: str
    lost: str


def cuts(seen: Shown) -> tuple[Cut, ...]:
    """One for the title, one for the text, where they do not fit."""
    after = translatable("Title: cut after %(kept)d of %(size)d characters.")
    whole = translatable("The whole title")
    title = _cut(seen.title, seen.cut_title, TITLE_GLANCE, after, whole)
    after = translatable("Text: cut after %(kept)d of %(size)d characters.")
    whole = translatable("The whole text")
    return (*title, *_cut(seen.text, seen.cut_text, TEXT_GLANCE, after, whole))


def _cut(text: str, shown: str, glance: int, after: Text, whole: Text) -> Iterator[Cut]:
    if shown != text:
        kept = shown.removesuffix(ELLIPSIS)
        said = Text(after.msgid, {"kept": len(kept), "size": len(text)})
        yield Cut(render(said), kept, text[len(kept) :])
    elif width(text, Unit.HALF_WIDTH) > glance:
        yield Cut(render(whole), text, "")
