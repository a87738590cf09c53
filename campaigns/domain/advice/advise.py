"""What a vendor will drop, cut, silence or cap. Amber: it never blocks a campaign."""

from collections.abc import Callable, Iterator

from campaigns.domain.message.shape import Message

from . import audience, texts, vendors
from .context import Advice, Advised, Plan

__all__ = ["Advice", "Plan", "advice"]

LINES: tuple[Callable[[Advised], Iterator[Advice]], ...] = (
    *texts.LINES,
    *vendors.LINES,
    *audience.LINES,
)


def advice(message: Message, plan: Plan) -> list[Advice]:
    """Everything worth a second look, each with its wire path and source; empty when all is well.

    Only what concerns a device that is reached: nothing about Huawei when Android is not ticked.
    """
    advised = Advised(message, message.wire(), plan)
    return [line for lines in LINES for line in lines(advised)]
