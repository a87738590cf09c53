"""What an answer to a harmless signed request says about app key and secret.

Source: the provider's page "Get User Tags" and its error codes (read 2026-11); see `outcome`.
"""

from enum import StrEnum
from urllib.parse import urlencode

from campaigns.domain.translatable import Text, translatable

from .outcome import BAD_PARAMETER, Verdict

PATH = "/user/tags/get.json"
"""Reads the tags of users: it changes nothing, reaches nobody and uses no send."""
CONTENT_TYPE = "application/x-www-form-urlencoded"
NOBODY = "pushconsole-key-check"
"""A user ID that stands for nobody."""
BODY = urlencode({"userIds": NOBODY}).encode()


class KeyState(StrEnum):
    ACCEPTED = "accepted"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SECRET = "wrong_secret"  # noqa: S105 (a name of an outcome)
    LOCKED = "locked"
    ADDRESS = "address"
    SERVICE = "service"
    TOO_OFTEN = "too_often"
    UNREACHABLE = "unreachable"
    LOST = "lost"
    """No worker asked."""
    ODD = "odd"


SENTENCES: dict[KeyState, Text] = {
    KeyState.ACCEPTED: translatable("RongCloud accepts app key and app secret."),
    KeyState.UNKNOWN_KEY: translatable(
        "RongCloud does not know the app key: compare app key and data centre with its console."
    ),
    KeyState.WRONG_SECRET: translatable(
        "RongCloud refuses the app secret: enter it again, as its console shows it for this app "
        "key."
    ),
    KeyState.LOCKED: translatable(
        "RongCloud refuses the app: it is locked or deleted there, see its console."
    ),
    KeyState.ADDRESS: translatable(
        "RongCloud refuses this server: put its IP on the app's list of allowed IPs."
    ),
    KeyState.SERVICE: translatable(
        "RongCloud accepts app key and app secret, but a service is not enabled: enable it in its "
        "console before the first campaign."
    ),
    KeyState.TOO_OFTEN: translatable(
        "RongCloud was asked too often and says nothing about app key and app secret: check again "
        "in a minute."
    ),
    KeyState.UNREACHABLE: translatable(
        "RongCloud did not answer, so nothing is known about app key and app secret: look at the "
        "network, then check again."
    ),
    KeyState.LOST: translatable(
        "No push worker had time to ask RongCloud: see that one runs, then check again."
    ),
    KeyState.ODD: translatable(
        "What came back says nothing about app key and app secret: check again later."
    ),
}

NO_SUCH_USER = 400
"""The code for an unknown user ID: app key and signature were looked at before."""
STATES: dict[int, KeyState] = {
    NO_SUCH_USER: KeyState.ACCEPTED,
    1001: KeyState.WRONG_SECRET,
    1004: KeyState.WRONG_SECRET,
    1006: KeyState.LOCKED,
    1007: KeyState.ADDRESS,
    1009: KeyState.SERVICE,
}
"""Codes of refusals that say something about app key and secret."""


def key_state(status: int, verdict: Verdict) -> KeyState:
    """`verdict` is that of `outcome.judge` on the answer with this HTTP status."""
    if status == 200 and verdict.code == 200:
        return KeyState.ACCEPTED
    if status == 429:
        return KeyState.TOO_OFTEN
    if not 400 <= status < 500:
        return KeyState.ODD
    if verdict.code == BAD_PARAMETER and verdict.pauses:
        return KeyState.UNKNOWN_KEY
    return STATES.get(verdict.code or 0, KeyState.ODD)
