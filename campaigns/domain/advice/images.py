"""Advice on an image whose type and size are known."""

from collections.abc import Iterator

from campaigns.domain.image_header import Image
from campaigns.domain.translatable import Text, listed, translatable
from campaigns.domain.vendors.facts import ImageRules
from campaigns.domain.vendors.registry import image_rules
from campaigns.domain.vendors.vendor import Vendor

from .context import Advice

KIB = 1024


def image_advice(path: str, image: Image, size: int) -> list[Advice]:
    """Advice on an image of `size` bytes, by the rules of the vendor that owns parameter `path`."""
    known = image_rules().get(path)
    if known is None:
        return []
    vendor, rules = known
    advice = [*_type(vendor, rules, image), *_bytes(vendor, rules, size)]
    if rules.pixel_advice:
        advice += rules.pixel_advice(image)
    return [Advice(path, text, source, rules.as_of) for text, source in advice]


def _type(vendor: Vendor, rules: ImageRules, image: Image) -> Iterator[tuple[Text, str]]:
    if rules.types and image.type not in rules.types:
        text = translatable(
            "Save the image as %(types)s for %(brand)s: it is %(type)s.",
            types=listed([kind.label for kind in rules.types], "or"),
            brand=vendor.brand,
            type=image.type.label,
        )
        yield text, rules.source


def _bytes(vendor: Vendor, rules: ImageRules, size: int) -> Iterator[tuple[Text, str]]:
    limit = next((limit for limit in rules.byte_limits if size >= limit.bytes), None)
    if limit is not None:
        text = translatable(
            "Make the image smaller than %(limit)d KB for %(brand)s: it has %(size)d KB.",
            brand=vendor.brand,
            size=-(-size // KIB),
            limit=limit.bytes // KIB,
        )
        yield text, limit.source
