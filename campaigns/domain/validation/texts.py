"""Rules on texts: present on every platform, sendable, allowed words, and sizes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from campaigns.domain.message.audience import HARMONY_NAME, IOS, NAMES, targeted
from campaigns.domain.message.precedence import (
    ALERT,
    ALERTS,
    SEEN,
    TITLE,
    choose,
    ios_bytes,
    text_at,
    utf8_length,
)
from campaigns.domain.message.shape import leaves
from campaigns.domain.message.strict_json import characters
from campaigns.domain.provider.limits import BODY_BYTES, IOS_BYTES, TITLE_CHARACTERS
from campaigns.domain.translatable import (
    Problem,
    Text,
    listed,
    quote,
    translatable,
    translatable_plural,
)

from .problem import Candidate, Rule

UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""NUL, control characters other than LF, and half a surrogate pair."""
ESCAPED = re.compile(r"\\(.)")
"""The character after a backslash in JSON, which escapes control characters so."""
HARMLESS = frozenset('n"\\')
RAW = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""The part of UNSENDABLE that JSON does not escape."""
IOS_ALERT = ALERTS[IOS][0]
WHOLE_BODY = "$"


def some_text(candidate: Candidate) -> Iterator[Problem]:
    """Every targeted platform has a text, for a silent or badge-only push too."""
    without: dict[str, list[str]] = {}
    for platform in _reached(candidate):
        alert = choose(candidate.body, ALERTS[platform])
        if not alert.text.strip() and alert.path != IOS_ALERT:
            name = NAMES.get(platform, platform)
            without.setdefault(alert.path or ALERT, []).append(name)
    for path, names in without.items():
        text = translatable(
            "Write a text for %(platforms)s: it has 0 letters.", platforms=listed(names)
        )
        yield Problem(path, text)


def _reached(candidate: Candidate) -> Sequence[str]:
    reached = targeted(candidate.message)
    ticked = candidate.message.platform or []
    if not candidate.harmony_platform or candidate.harmony_platform not in ticked:
        return reached
    return tuple(dict.fromkeys((*reached, HARMONY_NAME)))


def ios_alert(candidate: Candidate) -> Iterator[Problem]:
    alert = candidate.at(IOS_ALERT)
    if alert is not None and not alert.strip():
        yield Problem(
            IOS_ALERT, translatable("Write the text for iOS or leave it out: it is blank.")
        )


def title(candidate: Candidate) -> Iterator[Problem]:
    size = len(text_at(candidate.body, TITLE))
    over = size - TITLE_CHARACTERS
    if over > 0:
        text = translatable_plural(
            "Remove %(count)d character: the title has %(size)d, the limit is %(limit)d.",
            "Remove %(count)d characters: the title has %(size)d, the limit is %(limit)d.",
            over,
            size=size,
            limit=TITLE_CHARACTERS,
        )
        yield Problem(TITLE, text)


def sendable(candidate: Candidate) -> Iterator[Problem]:
    """No text, keys inside extras included, holds a character of UNSENDABLE."""
    if HARMLESS.issuperset(ESCAPED.findall(candidate.text)) and not RAW.search(candidate.text):
        return
    for leaf in leaves():
        texts = _texts(candidate.at(leaf.path))
        whole = "".join(texts)
        if not whole.isprintable() and UNSENDABLE.search(whole):
            first = next(text for text in texts if UNSENDABLE.search(text))
            yield Problem(leaf.path, _unsendable(first))


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for _, text in characters(value, "")]
        case list():
            return value
        case _:
            return []


def _unsendable(text: str) -> Text:
    found = UNSENDABLE.search(text)
    place = found.start() if found else 0
    code = ord(text[place])
    if 0xD800 <= code <= 0xDFFF:
        return translatable(
            "Remove half an emoji (U+%(code)s) at character %(n)d.", code=f"{code:04X}", n=place + 1
        )
    return translatable(
        "Remove the control character U+%(code)s at character %(n)d.",
        code=f"{code:04X}",
        n=place + 1,
    )


def forbidden(candidate: Candidate) -> Iterator[Problem]:
    for path in SEEN:
        text = text_at(candidate.body, path).casefold()
        for word in candidate.forbidden_words:
            if word.strip() and word.strip().casefold() in text:
                yield Problem(
                    path,
                    translatable(
                        'Remove "%(word)s": this application forbids it.', word=quote(word)
                    ),
                )


def ios_size(candidate: Candidate) -> Iterator[Problem]:
    if IOS not in targeted(candidate.message):
        return
    size = ios_bytes(candidate.body)
    if size > IOS_BYTES:
        text = translatable_plural(
            "Remove %(count)d byte from text, title and extras: for iOS they have %(size)d,"
            " the limit is %(limit)d.",
            "Remove %(count)d bytes from text, title and extras: for iOS they have %(size)d,"
            " the limit is %(limit)d.",
            size - IOS_BYTES,
            size=size,
            limit=IOS_BYTES,
        )
        yield Problem(choose(candidate.body, ALERTS[IOS]).path or IOS_ALERT, text)


def body_size(candidate: Candidate) -> Iterator[Problem]:
    size = utf8_length(candidate.text)
    over = size - BODY_BYTES + 1
    if over > 0:
        text = translatable_plural(
            "Remove %(count)d byte: the body has %(size)d, the limit is %(limit)d.",
            "Remove %(count)d bytes: the body has %(size)d, the limit is %(limit)d.",
            over,
            size=size,
            limit=BODY_BYTES - 1,
        )
        yield Problem(WHOLE_BODY, text)


RULES: tuple[Rule, ...] = (some_text, ios_alert, title, sendable, forbidden, ios_size, body_size)
