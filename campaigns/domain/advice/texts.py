"""Advice on titles and texts: length, repetition, and wording that looks unfinished."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.domain.message.audience import IOS, targeted
from campaigns.domain.message.precedence import (
    ALERTS,
    IOS_TITLE,
    SEEN,
    TITLES,
    Choice,
    choose,
    ios_bytes,
    text_at,
)
from campaigns.domain.provider.limits import IOS_BYTES, IOS_BYTES_ADVICE, PAGE, TITLE_CHARACTERS
from campaigns.domain.text_width import Unit, width
from campaigns.domain.translatable import translatable
from campaigns.domain.vendors.vendor import Vendor

from .context import Advice, Advised

HOUSE = "pushconsole"
"""The source of advice that is our own, not a vendor's."""
_TEST_WORDING = re.compile(r"\btest(ing)?\b|测试", re.IGNORECASE)


def cuts(advised: Advised) -> Iterator[Advice]:
    for vendor in advised.vendors():
        known = vendor.length_limit
        title = choose(advised.body, TITLES[vendor.platform])
        alert = choose(advised.body, ALERTS[vendor.platform])
        for choice, limit in ((title, known.title), (alert, known.text)):
            if limit is not None and width(choice.text, known.unit) > limit:
                yield _cut(vendor, choice, limit)


def _cut(vendor: Vendor, choice: Choice, limit: int) -> Advice:
    brand, known = vendor.brand, vendor.length_limit
    size = width(choice.text, known.unit)
    if known.unit is Unit.HALF_WIDTH:
        text = translatable(
            "Shorten it for %(brand)s: %(size)d wide where %(limit)d fit, a Chinese character"
            " counts 2.",
            brand=brand,
            size=size,
            limit=limit,
        )
    else:
        text = translatable(
            "Shorten it for %(brand)s: %(size)d characters where %(limit)d fit.",
            brand=brand,
            size=size,
            limit=limit,
        )
    return Advice(choice.path, text, known.source, known.as_of)


def ios_title(advised: Advised) -> Iterator[Advice]:
    size = len(text_at(advised.body, IOS_TITLE))
    if size > TITLE_CHARACTERS:
        text = translatable(
            "Shorten the iOS title: it has %(size)d characters, the general title may have"
            " %(limit)d.",
            size=size,
            limit=TITLE_CHARACTERS,
        )
        yield Advice(IOS_TITLE, text, PAGE)


def ios_size(advised: Advised) -> Iterator[Advice]:
    size = ios_bytes(advised.body) if IOS in targeted(advised.message) else 0
    if IOS_BYTES_ADVICE <= size <= IOS_BYTES:
        text = translatable(
            "Shorten text, title or extras for iOS: %(size)d of %(limit)d bytes, and RongCloud"
            " adds some.",
            size=size,
            limit=IOS_BYTES,
        )
        path = choose(advised.body, ALERTS[IOS]).path
        yield Advice(path, text, "Apple, Generating a remote notification")


def unfinished(advised: Advised) -> Iterator[Advice]:
    for path in SEEN:
        wording = text_at(advised.body, path).strip()
        if _TEST_WORDING.search(wording):
            yield Advice(path, translatable("Check the wording: it looks like a test."), HOUSE)
        elif wording and "".join(wording.split()).isdigit():
            yield Advice(path, translatable("Check the wording: it holds digits only."), HOUSE)


def repeated(advised: Advised) -> Iterator[Advice]:
    wordings = _wordings(advised.body)
    if any(wordings) and wordings in map(_earlier_wordings, advised.plan.earlier):
        path = next(path for path, wording in zip(SEEN, wordings, strict=True) if wording)
        text = translatable("Check that this is meant: the same text was sent lately.")
        yield Advice(path, text, HOUSE)


def _wordings(body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(text_at(body, path) for path in SEEN)


def _earlier_wordings(raw: bytes) -> tuple[str, ...]:
    try:
        body = json.loads(raw)
    except ValueError:
        return ()
    return _wordings(body) if isinstance(body, dict) else ()


LINES = (cuts, ios_title, ios_size, unfinished, repeated)
