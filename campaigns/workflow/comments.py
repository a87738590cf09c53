"""What people write beside a decision, or to each other: what it may hold, and how much."""

from campaigns.access import NotAllowed
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.domain.validation.texts import UNSENDABLE

CHARACTERS = 2000
"""A page of text: whoever has more to say writes twice."""
NO_REASON = translatable("Write a reason: the others will read it.")


def require_readable(comment: str) -> None:
    """Raises NotAllowed where it is too long, or where it holds what nobody can see."""
    found = UNSENDABLE.search(comment.replace("\r\n", "\n").replace("\t", " "))
    if len(comment) > CHARACTERS:
        text = translatable(
            "Shorten the comment: it has %(n)d characters, the limit is %(limit)d.",
            n=len(comment),
            limit=CHARACTERS,
        )
    elif found:
        code = f"{ord(found.group()):04X}"
        text = translatable("Remove the control character U+%(code)s from the comment.", code=code)
    else:
        return
    raise _refusal(text)


def require_reason(comment: str) -> None:
    """Raises NotAllowed where nothing is said."""
    if not comment.strip():
        raise _refusal(NO_REASON)


def require_words(comment: str) -> None:
    """Raises NotAllowed where nothing is said."""
    if not comment.strip():
        raise _refusal(translatable("Write a comment: it is empty."))


def _refusal(text: Text) -> NotAllowed:
    return NotAllowed(text, (Problem("comment", text),))
