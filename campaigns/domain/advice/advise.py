"""Collect all advice on a message: on texts, vendors and audience."""

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
    """All advice on a message, each piece with its wire path and source; empty if there is none.

    Covers only devices that the message reaches: none about Huawei if Android is not chosen.
    """
    advised = Advised(message, message.wire(), plan)
    return [line for lines in LINES for line in lines(advised)]
