"""Judge the provider's answer to a request. If it proves nothing, the outcome is unknown."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

from .failure import Failure


class Outcome(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REFUSED_QUOTA = "refused_quota"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


QUOTA_CODE = 1008
REFUSALS = frozenset(
    {1001, 1002, 1003, 1004, 1005, 1006, 1007, 1009, 1501, 1502, 1508, 2007, 400, 404, 405}
)
"""Codes that prove that the provider sent nothing. Source: its error code page (read 2026-11)."""
PAUSING = frozenset({1001, 1004, 1006, 1007, 1009})
"""Refusals that every later send with the app key would get too, each at the cost of quota."""
BAD_PARAMETER = 1002
"""Also the code for an unknown app key ("Invalidate App-Key."). Source: the Java SDK's README."""
APP_KEY = re.compile("app[-_ ]?key", re.IGNORECASE)

CODE_MAX = 2**31 - 1
PUSH_ID_CHARACTERS = 200
"""The sizes of the database columns. Ours; documented codes have 5 digits, ids 22 characters."""
ERROR_CHARACTERS = 1000
"""Characters kept of the provider's sentence or an exception's. Ours; documented ones have 100."""


@dataclass(frozen=True)
class Verdict:
    """What is recorded of an answer, or of its absence. `error` is the provider's own sentence or
    the exception's, untranslated; `failure` is None where an answer came, or for want of a code."""

    outcome: Outcome
    code: int | None = None
    push_id: str = ""
    error: str = ""
    failure: Failure | None = None

    @property
    def pauses(self) -> bool:
        """Is the app key itself at fault? Then sending with it stops until a person resumes it."""
        if self.outcome is not Outcome.REFUSED:
            return False
        about_key = self.code == BAD_PARAMETER and APP_KEY.search(self.error) is not None
        return about_key or self.code in PAUSING


STOPPED = Verdict(Outcome.UNKNOWN, error="The sender was stopped.", failure=Failure.STOPPED)
"""Until an exchange has come to an end: what a signal in the middle of it leaves behind."""


def judge(
    status: int, body: bytes, *, complete: bool = True, hide: Callable[[str], str] = str
) -> Verdict:
    """The verdict on an answer; the first rule that fits decides. `status` is the HTTP status.
    `complete` is False if the answer was cut off or over the size limit: the body is ignored.
    `hide` masks the credentials that a text repeats, before it is cut to the size that is kept."""
    answer = _json_object(body) if complete else {}
    code = answer.get("code")
    code = code if type(code) is int and abs(code) <= CODE_MAX else None
    push_id = answer.get("id")
    push_id = _storable(hide(push_id))[:PUSH_ID_CHARACTERS] if _is_name(push_id) else ""
    error = kept(hide(_error_text(answer)))
    if status == 200 and code == 200 and push_id:
        return Verdict(Outcome.ACCEPTED, code, push_id)
    if status == 429 or code == QUOTA_CODE:
        return Verdict(Outcome.REFUSED_QUOTA, code, error=error)
    if 400 <= status < 500 and code in REFUSALS:
        return Verdict(Outcome.REFUSED, code, error=error)
    return Verdict(Outcome.UNKNOWN, code, push_id, error)


def _json_object(body: bytes) -> dict[str, Any]:
    """{} where two readers could read different things: a key twice, a number that JSON has not,
    another encoding than UTF-8."""
    try:
        value = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_members, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError if a key stands there twice."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError
    return members


def _refuse(number: str) -> None:
    """Raises ValueError for NaN and Infinity."""
    raise ValueError


def _is_name(push_id: object) -> TypeGuard[str]:
    """Does it name anything: has it a character that one can see?"""
    return isinstance(push_id, str) and any(c.isprintable() and c != " " for c in push_id)


def _error_text(answer: dict[str, Any]) -> str:
    """The provider's sentence: errorMessage of old endpoints, msg or message of newer ones. Source:
    the official SDKs."""
    for key in ("errorMessage", "msg", "message"):
        if isinstance(answer.get(key), str):
            return str(answer[key])
    return ""


def kept(error: str) -> str:
    """A sentence, of the provider or an exception, as far as it is stored."""
    return _storable(error)[:ERROR_CHARACTERS]


def _storable(text: str) -> str:
    """Replace NUL and lone surrogates, which JSON can contain and no database stores: otherwise an
    accepted push would become unknown, because its answer could not be recorded."""
    return text.replace("\0", "?").encode("utf-8", "replace").decode()
