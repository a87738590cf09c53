"""Rules on parameters of one platform or vendor: values, URLs, and which parameter needs which."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from campaigns.domain.message.precedence import text_at, utf8_length
from campaigns.domain.provider.limits import (
    BADGE,
    COLLAPSE_ID_BYTES,
    EXTRAS,
)
from campaigns.domain.translatable import Problem, listed, quote, translatable, translatable_plural
from campaigns.domain.vendors.registry import VENDORS, image_rules, parameter_choices

from .problem import Candidate, Rule

BADGE_PATH = "notification.ios.badge"
COLLAPSE_ID = "notification.ios.apns-collapse-id"
WEB = ("http", "https")
SECURE = ("https",)


def choices(candidate: Candidate) -> Iterator[Problem]:
    for path, allowed in parameter_choices().items():
        value = candidate.at(path)
        if value is not None and value not in allowed:
            text = translatable(
                'Choose %(allowed)s: "%(value)s" is none of them.',
                allowed=listed([str(choice) for choice in allowed], "or"),
                value=quote(value),
            )
            yield Problem(path, text)


def badge(candidate: Candidate) -> Iterator[Problem]:
    value = candidate.at(BADGE_PATH)
    if value is not None and value not in BADGE:
        text = translatable(
            "Choose a badge from %(least)d to %(most)d: %(value)s is outside.",
            least=BADGE.start,
            most=BADGE[-1],
            value=quote(value),
        )
        yield Problem(BADGE_PATH, text)


def collapse_id(candidate: Candidate) -> Iterator[Problem]:
    size = utf8_length(text_at(candidate.body, COLLAPSE_ID))
    over = size - COLLAPSE_ID_BYTES
    if over > 0:
        text = translatable_plural(
            "Remove %(count)d byte: the collapse id has %(size)d, the limit is %(limit)d.",
            "Remove %(count)d bytes: the collapse id has %(size)d, the limit is %(limit)d.",
            over,
            size=size,
            limit=COLLAPSE_ID_BYTES,
        )
        yield Problem(COLLAPSE_ID, text)


def urls(candidate: Candidate) -> Iterator[Problem]:
    for path, (_vendor, rules) in image_rules().items():
        url = candidate.at(path)
        if url is None or _is_url(url, SECURE if rules.https_only else WEB):
            continue
        if rules.https_only:
            text = translatable('Give a whole https:// address: "%(url)s" is none.', url=quote(url))
        else:
            text = translatable(
                'Give a whole https:// or http:// address: "%(url)s" is none.', url=quote(url)
            )
        yield Problem(path, text)


@lru_cache(maxsize=1024)
def _is_url(url: str, schemes: tuple[str, ...]) -> bool:
    if re.search(r"[\s\\]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def vendors(candidate: Candidate) -> Iterator[Problem]:
    """What one vendor refuses, or ignores without its partner."""
    for vendor in VENDORS.values():
        yield from vendor.problems(candidate.body)


def extras(candidate: Candidate) -> Iterator[Problem]:
    for path in EXTRAS:
        members = candidate.at(path) or {}
        wrong = [quote(name) for name, value in members.items() if not isinstance(value, str)]
        if wrong:
            text = translatable_plural(
                'Put %(count)d value of extras in quotes, the one of "%(name)s":'
                " only texts are taken.",
                'Put %(count)d values of extras in quotes, first the one of "%(name)s":'
                " only texts are taken.",
                len(wrong),
                name=wrong[0],
            )
            yield Problem(path, text)


RULES: tuple[Rule, ...] = (choices, badge, collapse_id, urls, vendors, extras)
