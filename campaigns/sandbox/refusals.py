"""The provider's refusals: code, HTTP status and its own English words.

Sources: the provider's error code page, its older table, and answers seen in its SDKs (read
2026-11). 1508 has no documented status; 400, that of the other faults of a body, stands in.
"""

from typing import Any

BAD_PARAMETER = 1002
TOO_LONG = 1005

STATUS = {
    405: 405,
    1000: 500,
    BAD_PARAMETER: 400,
    1004: 401,
    TOO_LONG: 400,
    1008: 429,
    1009: 430,
    1050: 504,
    1508: 400,
}


class Refusal(Exception):
    """Refuses the call. `text` is part of the provider's answer, so it is not translated."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text

    @property
    def status(self) -> int:
        return STATUS[self.code]

    @property
    def payload(self) -> dict[str, Any]:
        return {"code": self.code, "errorMessage": self.text}


def unknown_app_key() -> Refusal:
    """Source of the words: README of the Java SDK."""
    return Refusal(BAD_PARAMETER, "Invalidate App-Key.")


def wrong_signature() -> Refusal:
    return Refusal(1004, "Signature error, check the App Secret.")


def wrong_method() -> Refusal:
    return Refusal(405, "HTTP method not allowed, use POST.")


def over_the_limit() -> Refusal:
    return Refusal(1008, "API request frequency exceeds the limit.")


def service_not_enabled() -> Refusal:
    return Refusal(1009, "The service is not enabled.")


def internal_error() -> Refusal:
    return Refusal(1000, "Internal logic error.")


def internal_timeout() -> Refusal:
    """The one refusal after which the push may have gone out."""
    return Refusal(1050, "Internal timeout.")


def body_too_large() -> Refusal:
    return Refusal(1508, "HTTP request body too large, it must be less than 100KB.")
