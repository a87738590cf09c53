"""What each vendor takes of images, as data, and what an image breaks of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.domain.image_header import Image, ImageType
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.translatable import Text, listed, translatable
from campaigns.domain.vendors.catalogue import AS_OF, BRANDS, HARMONY_IMAGE_PIXELS, DeviceKind
from campaigns.domain.vendors.images import IMAGE_PATHS

from .context import Advice

K = DeviceKind
T = ImageType
KIB = 1024


@dataclass(frozen=True)
class Takes:
    """`bytes` must be fewer than that; `types` empty: no list is known."""

    bytes: int | None
    types: tuple[ImageType, ...]
    source: str
    as_of: str = AS_OF


TAKES: dict[DeviceKind, Takes] = {
    K.IPHONE: Takes(10 * KIB * KIB, (T.JPEG, T.GIF, T.PNG), "Tencent Cloud 269/138170"),
    K.HUAWEI: Takes(512 * KIB, (T.PNG, T.JPEG), f"{PAGE}; Huawei Push Kit, android-image"),
    K.HONOR: Takes(512 * KIB, (), PAGE),
    K.XIAOMI: Takes(None, (T.PNG, T.JPEG), PAGE),
    K.FCM: Takes(KIB * KIB, (), f"{PAGE}; Firebase, send an image"),
    K.HARMONY: Takes(None, (T.PNG, T.JPEG, T.BMP), PAGE),
}
HONOR_CAREFUL_BYTES = 100 * KIB
"""Tencent Cloud 269/138170 names this limit where the page says 512 KB."""
XIAOMI_PIXELS = (120, 120)
"""Width, height. Source: PAGE."""
HARMONY_PIXELS, HARMONY_ADVISED_PIXELS = 49_152, 128 * 128
"""Width x height. Source: PAGE."""
HARMONY_OTHERS = "Tencent Cloud 269/138170; RongCloud Java SDK"


def image_advice(path: str, image: Image, size: int) -> list[Advice]:
    """What the vendor whose parameter `path` is will not take of an image of `size` bytes."""
    kind = next((kind for kind, at in IMAGE_PATHS.items() if at == path), None)
    if kind is None:
        return []
    found = [*_type(kind, image), *_bytes(kind, size), *_pixels(kind, image)]
    return [Advice(path, text, source) for text, source in found]


def _type(kind: DeviceKind, image: Image) -> Iterator[tuple[Text, str]]:
    takes = TAKES[kind]
    if takes.types and image.type not in takes.types:
        text = translatable(
            "Save the image as %(types)s for %(brand)s: it is %(type)s.",
            types=listed([kind.label for kind in takes.types], "or"),
            brand=BRANDS[kind],
            type=image.type.label,
        )
        yield text, takes.source


def _bytes(kind: DeviceKind, size: int) -> Iterator[tuple[Text, str]]:
    takes = TAKES[kind]
    limit, source = takes.bytes, takes.source
    if kind is K.HONOR and HONOR_CAREFUL_BYTES <= size < 512 * KIB:
        limit, source = HONOR_CAREFUL_BYTES, "Tencent Cloud 269/138170"
    if limit is not None and size >= limit:
        text = translatable(
            "Make the image smaller than %(limit)d KB for %(brand)s: it has %(size)d KB.",
            brand=BRANDS[kind],
            size=-(-size // KIB),
            limit=limit // KIB,
        )
        yield text, source


def _pixels(kind: DeviceKind, image: Image) -> Iterator[tuple[Text, str]]:
    if kind is K.XIAOMI and (image.width, image.height) != XIAOMI_PIXELS:
        text = translatable(
            "Make the image 120 x 120 pixels for Xiaomi: it has %(width)d x %(height)d.",
            width=image.width,
            height=image.height,
        )
        yield text, PAGE
    if kind is not K.HARMONY:
        return
    pixels = image.width * image.height
    for limit, source in (
        (HARMONY_PIXELS, PAGE),
        (HARMONY_IMAGE_PIXELS, HARMONY_OTHERS),
        (HARMONY_ADVISED_PIXELS, PAGE),
    ):
        if pixels > limit:
            yield _harmony(limit, image), source
            return


def _harmony(limit: int, image: Image) -> Text:
    sizes = {"width": image.width, "height": image.height, "limit": limit}
    if limit == HARMONY_PIXELS:
        return translatable(
            "Make the image smaller for HarmonyOS: %(width)d x %(height)d is over %(limit)d pixels,"
            " and it is not shown.",
            **sizes,
        )
    if limit == HARMONY_IMAGE_PIXELS:
        return translatable(
            "Make the image smaller for HarmonyOS: %(width)d x %(height)d is over %(limit)d pixels,"
            " and some phones do not show it.",
            **sizes,
        )
    return translatable(
        "Make the image 128 x 128 pixels or smaller for HarmonyOS, as advised: it has"
        " %(width)d x %(height)d.",
        width=image.width,
        height=image.height,
    )
