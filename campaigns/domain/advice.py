"""What a vendor will drop, cut, silence or cap. Amber: it never blocks a campaign."""

from collections.abc import Callable, Iterator

from . import advice_audience, advice_texts, advice_vendors
from .advised import Advice, Advised, Plan
from .message import Message

__all__ = ["Advice", "Plan", "advice"]

LINES: tuple[Callable[[Advised], Iterator[Advice]], ...] = (
    *advice_texts.LINES,
    *advice_vendors.LINES,
    *advice_audience.LINES,
)


def advice(message: Message, plan: Plan) -> list[Advice]:
    """Everything worth a second look, each with its wire path and source; empty when all is well.

    Only what concerns a device that is reached: nothing about Huawei when Android is not ticked.
    """
    advised = Advised(message, message.wire(), plan)
    return [line for lines in LINES for line in lines(advised)]
