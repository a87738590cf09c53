"""What every kind of phone that is reached will show, in words."""

from dataclasses import dataclass

from .. import texts
from ..domain.audience import targeted
from ..domain.classes import PROMINENCES
from ..domain.display import DeviceKind, platform_of, shown
from ..domain.message import Message
from ..domain.vendors import BRANDS


@dataclass(frozen=True)
class Screen:
    """`title` and `text` as they are cut on this kind of phone."""

    brand: str
    title: str
    text: str
    image: str
    prominence: str
    notes: list[str]


def screens(message: Message, app_name: str) -> list[Screen]:
    reached, body = targeted(message), message.wire()
    return [_screen(body, kind, app_name) for kind in DeviceKind if platform_of(kind) in reached]


def _screen(body: dict[str, object], kind: DeviceKind, app_name: str) -> Screen:
    seen = shown(body, kind, app_name=app_name)
    return Screen(
        brand=BRANDS[kind],
        title=seen.cut_title,
        text=seen.cut_text,
        image=seen.image,
        prominence=texts.render(PROMINENCES[seen.level]),
        notes=[texts.render(note) for note in seen.notes],
    )
