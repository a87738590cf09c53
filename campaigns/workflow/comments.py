"""Validates the comments that people write beside a decision or to each other."""

from campaigns.access import NotAllowed
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.domain.validation.texts import UNSENDABLE

CHARACTERS = 2000
"""The longest comment: about a page of text."""
NO_REASON = translatable("Write a reason: the others will read it.")


def require_readable(comment: str) -> None:
    """Raises NotAllowed if the comment is too long or holds a control character."""
    if len(comment) > CHARACTERS:
        raise _refusal(
            translatable(
                "Shorten the comment: it has %(n)d characters, the limit is %(limit)d.",
                n=len(comment),
                limit=CHARACTERS,
            )
        )
    control = UNSENDABLE.search(comment.replace("\r\n", "\n").replace("\t", " "))
    if control:
        code = f"{ord(control.group()):04X}"
        raise _refusal(
            translatable("Remove the control character U+%(code)s from the comment.", code=code)
        )


def require_reason(comment: str) -> None:
    """Raises NotAllowed if the reason of a decision is blank."""
    if not comment.strip():
        raise _refusal(NO_REASON)


def require_words(comment: str) -> None:
    """Raises NotAllowed if a comment is blank."""
    if not comment.strip():
        raise _refusal(translatable("Write a comment: it is empty."))


def _refusal(text: Text) -> NotAllowed:
    return NotAllowed(text, (Problem("comment", text),))
