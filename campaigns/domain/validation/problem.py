"""What the rules of `validation` look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from campaigns.domain.message.payload import canonical_text
from campaigns.domain.message.precedence import at
from campaigns.domain.message.shape import Message
from campaigns.domain.translatable import Problem


@dataclass(frozen=True)
class Candidate:
    """A message as it would leave; `harmony_platform` is the extra platform value, "" for none."""

    message: Message
    body: dict[str, Any]
    forbidden_words: tuple[str, ...]
    harmony_platform: str

    def at(self, path: str) -> Any:
        return at(self.body, path)

    @cached_property
    def text(self) -> str:
        """The whole body as it would be written, once for all rules that read all of it."""
        return canonical_text(self.body)


Rule = Callable[[Candidate], Iterator[Problem]]
