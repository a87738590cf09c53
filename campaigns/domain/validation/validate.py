"""Everything in the body that blocks a submission. `domain.scheduling` says when it may be sent."""

from collections.abc import Sequence

from campaigns.domain.message.shape import Message
from campaigns.domain.translatable import Problem

from . import audience, placeholders, platforms, texts
from .problem import Candidate, Rule

RULES: tuple[Rule, ...] = (
    *audience.RULES,
    *texts.RULES,
    *placeholders.RULES,
    *platforms.RULES,
)


def problems(
    message: Message, *, forbidden_words: Sequence[str] = (), harmony_platform: str = ""
) -> list[Problem]:
    """Every broken rule, each with the wire path to mend ("$": the body as a whole) and one
    sentence saying what to do; empty when the body may be submitted.

    `forbidden_words` are looked for in titles and alerts, in any case. `harmony_platform` is the
    third value that `platform` may hold, "" while HarmonyOS is not known to be one.
    """
    candidate = Candidate(message, message.wire(), tuple(forbidden_words), harmony_platform)
    return [problem for rule in RULES for problem in rule(candidate)]
