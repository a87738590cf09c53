"""Rules on parameters of one platform or vendor: values, URLs, and which parameter needs which."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from campaigns.domain.message.precedence import text_at, utf8_length
from campaigns.domain.provider.limits import (
    BADGE,
    CHOICES,
    COLLAPSE_ID_BYTES,
    EXTRAS,
    HTTP_URLS,
    HTTPS_URLS,
)
from campaigns.domain.translatable import Problem, listed, translatable, translatable_plural
from campaigns.domain.vendors.catalogue import VIVO_CATEGORIES, DeviceKind
from campaigns.domain.vendors.message_class import CATEGORY_PATHS, OPPO_LEVEL, VIVO_CLASSIFICATION

from .problem import Candidate, Rule, quote

BADGE_PATH = "notification.ios.badge"
COLLAPSE_ID = "notification.ios.apns-collapse-id"
RICH_MEDIA = "notification.ios.richMediaUri"
IOS_CATEGORY = CATEGORY_PATHS[DeviceKind.IPHONE]
HW_CATEGORY = CATEGORY_PATHS[DeviceKind.HUAWEI]
OPPO_CATEGORY = CATEGORY_PATHS[DeviceKind.OPPO]
VIVO_CATEGORY = CATEGORY_PATHS[DeviceKind.VIVO]
UPPER_CASE = re.compile("[A-Z_]+")
WEB = ("http", "https")
SECURE = ("https",)


def choices(candidate: Candidate) -> Iterator[Problem]:
    for path, allowed in CHOICES.items():
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
    for path in HTTPS_URLS:
        url = candidate.at(path)
        if url is not None and not _is_url(url, SECURE):
            text = translatable('Give a whole https:// address: "%(url)s" is none.', url=quote(url))
            yield Problem(path, text)
    for path in HTTP_URLS:
        url = candidate.at(path)
        if url is not None and not _is_url(url, WEB):
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


def pairs(candidate: Candidate) -> Iterator[Problem]:
    """Parameters that have no effect, or are refused, without another one."""
    if candidate.at(RICH_MEDIA) and not candidate.at(IOS_CATEGORY):
        text = translatable("Fill in the category or remove richMediaUri: it needs 1 category.")
        yield Problem(IOS_CATEGORY, text)
    level = candidate.at(OPPO_LEVEL)
    if level is not None and not candidate.at(OPPO_CATEGORY):
        text = translatable(
            "Fill in OPPO's category or remove notify_level %(level)s: it needs one.",
            level=quote(level),
        )
        yield Problem(OPPO_CATEGORY, text)


def huawei_category(candidate: Candidate) -> Iterator[Problem]:
    category = candidate.at(HW_CATEGORY)
    if category is not None and not UPPER_CASE.fullmatch(category):
        text = translatable(
            'Write the category in A to Z and _ only: "%(category)s" has other characters.',
            category=quote(category),
        )
        yield Problem(HW_CATEGORY, text)


def vivo(candidate: Candidate) -> Iterator[Problem]:
    category = candidate.at(VIVO_CATEGORY)
    classification = candidate.at(VIVO_CLASSIFICATION)
    right = next((key for key, names in VIVO_CATEGORIES.items() if category in names), None)
    if not category:
        return
    if not classification:
        text = translatable(
            'Choose the classification that belongs to "%(category)s": none is chosen.',
            category=quote(category),
        )
        yield Problem(VIVO_CLASSIFICATION, text)
    elif right and classification != right:
        text = translatable(
            "Choose classification %(right)s: vivo lists %(category)s there, not under %(wrong)s.",
            right=right,
            category=quote(category),
            wrong=quote(classification),
        )
        yield Problem(VIVO_CLASSIFICATION, text)


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


RULES: tuple[Rule, ...] = (
    choices,
    badge,
    collapse_id,
    urls,
    pairs,
    huawei_category,
    vivo,
    extras,
)
