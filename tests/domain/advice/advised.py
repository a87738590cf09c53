"""Service and marketing messages, and the advice on them in English."""

from datetime import UTC, datetime
from typing import Any

from campaigns.domain.advice.advise import Advice, Plan, advice
from tests.domain.samples import N, built, said

MARKETING: dict[str, Any] = {
    f"{N}.android.hw.category": "MARKETING",
    f"{N}.android.honor.importance": "LOW",
    f"{N}.android.oppo.category": "MARKETING",
    f"{N}.android.vivo.category": "MARKETING",
    f"{N}.android.vivo.classification": "0",
}
SERVICE: dict[str, Any] = {
    f"{N}.android.hw.category": "IM",
    f"{N}.android.honor.importance": "NORMAL",
    f"{N}.android.oppo.category": "IM",
    f"{N}.android.vivo.category": "IM",
    f"{N}.android.vivo.classification": "1",
    f"{N}.android.mi.channelId": "c",
}
"""With these every vendor takes the push as a service message."""


def lines(changes: dict[str, Any], plan: Plan | None = None) -> list[Advice]:
    return advice(built({**SERVICE, **changes}), plan or Plan())


def about(changes: dict[str, Any], plan: Plan | None = None) -> list[tuple[str, str]]:
    return [(line.field, said(line.text)) for line in lines(changes, plan)]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)
