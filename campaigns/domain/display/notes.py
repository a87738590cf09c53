"""Sentences beside the preview: why a device shows what it shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.domain.message.precedence import Choice, text_at
from campaigns.domain.text_width import width
from campaigns.domain.translatable import Text, translatable
from campaigns.domain.vendors.images import dropped_image, wanted_image
from campaigns.domain.vendors.vendor import Vendor


def chain(title: Choice, alert: Choice) -> tuple[Text, ...]:
    """Two sentences: which parameter the title comes from, and which the text."""
    no_title = translatable("No title is set: the app's name stands there.")
    no_text = translatable("No text is set: nothing is shown.")
    return _won(title, no_title), _won(alert, no_text)


def _won(choice: Choice, none: Text) -> Text:
    if not choice.path:
        return none
    path = _short(choice.path)
    if choice.over:
        return translatable("%(path)s wins over %(over)s.", path=path, over=_short(choice.over))
    return translatable("%(path)s is shown.", path=path)


def _short(path: str) -> str:
    """`notification.android.alert` becomes `android.alert`; `notification.alert` stays."""
    return path.removeprefix("notification.") if path.count(".") > 1 else path


def notes(body: Mapping[str, Any], vendor: Vendor, title: str, text: str) -> tuple[Text, ...]:
    """What the vendor drops, cuts or silences. `title` and `text` are those displayed, whole."""
    return (
        *_image(body, vendor),
        *_too_long(vendor, title, text),
        *_silenced(body, vendor),
        *vendor.notes(body),
    )


def _image(body: Mapping[str, Any], vendor: Vendor) -> Iterator[Text]:
    dropped = dropped_image(body, vendor)
    if dropped:
        yield dropped
    if vendor.image and vendor.image.note and wanted_image(body, vendor):
        yield vendor.image.note


def _too_long(vendor: Vendor, title: str, text: str) -> Iterator[Text]:
    limit = vendor.length_limit
    if not limit.refuses:
        return
    for value, most in ((title, limit.title), (text, limit.text)):
        if most is not None and width(value, limit.unit) > most:
            yield translatable(
                "%(brand)s may refuse the whole notification: %(size)d of %(limit)d.",
                brand=vendor.brand,
                size=width(value, limit.unit),
                limit=most,
            )


def _silenced(body: Mapping[str, Any], vendor: Vendor) -> Iterator[Text]:
    known = vendor.message_class
    if known is None or not vendor.is_silenced(body):
        return
    if known.unset_note and not text_at(body, known.path):
        yield known.unset_note
    else:
        yield translatable("%(brand)s treats this as marketing, without sound.", brand=vendor.brand)
