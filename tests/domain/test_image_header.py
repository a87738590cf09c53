"""Kind and size of images from their headers, and what vendors do not take."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.advice.images import image_advice
from campaigns.domain.image_header import Image, ImageType, NotAnImage, inspect
from campaigns.domain.vendors.registry import image_rules
from tests import image_files
from tests.domain.samples import said

MAKERS: list[tuple[Callable[[int, int], bytes], ImageType]] = [
    (image_files.png, ImageType.PNG),
    (image_files.jpeg, ImageType.JPEG),
    (lambda width, height: image_files.jpeg(width, height, 0xC2), ImageType.JPEG),
    (image_files.gif, ImageType.GIF),
    (image_files.bmp, ImageType.BMP),
    (lambda width, height: image_files.bmp(width, -height), ImageType.BMP),
    (image_files.old_bmp, ImageType.BMP),
    (image_files.webp_lossy, ImageType.WEBP),
    (image_files.webp_lossless, ImageType.WEBP),
    (image_files.webp_extended, ImageType.WEBP),
]


@pytest.mark.parametrize(("make", "kind"), MAKERS)
@given(width=st.integers(1, 5000), height=st.integers(1, 5000))
def test_kind_and_size_are_read(
    make: Callable[[int, int], bytes], kind: ImageType, width: int, height: int
) -> None:
    assert inspect(make(width, height)) == Image(kind, width, height)


@pytest.mark.parametrize(
    ("start", "image"),
    [
        (image_files.gif(40_000, 9), Image(ImageType.GIF, 40_000, 9)),
        (image_files.gif(9, 65_535), Image(ImageType.GIF, 9, 65_535)),
        (image_files.webp_lossy(0x4000 | 100, 0x8000 | 50), Image(ImageType.WEBP, 100, 50)),
        (image_files.webp_lossy(0x3FFF, 9), Image(ImageType.WEBP, 0x3FFF, 9)),
        (image_files.webp_extended(2**20, 9), Image(ImageType.WEBP, 2**20, 9)),
        (image_files.old_bmp(32_767, 9), Image(ImageType.BMP, 32_767, 9)),
    ],
)
def test_sizes_are_read_up_to_the_limits_of_the_format(start: bytes, image: Image) -> None:
    """The upper two bits of a lossy WebP's sides say how to scale it. Source: RFC 6386, 9.1."""
    assert inspect(start) == image


@pytest.mark.parametrize(
    "start",
    [
        image_files.webp_lossy(100, 50).replace(b"\x9d\x01\x2a", bytes(3)),
        image_files.webp_lossless(100, 50).replace(b"\x2f", b"\0", 1),
        image_files.jpeg(100, 50).replace(b"\xff\xff\xff\xdb", b"<html>\xff\xdb"),
    ],
)
def test_what_stands_between_the_parts_of_an_image_breaks_it(start: bytes) -> None:
    with pytest.raises(NotAnImage) as refusal:
        inspect(start)
    assert "file is broken" in said(refusal.value.text)


@pytest.mark.parametrize(("make", "kind"), MAKERS)
def test_cut_off_headers_are_no_image(make: Callable[[int, int], bytes], kind: ImageType) -> None:
    whole = make(100, 50)
    for length in range(len(whole)):
        try:
            found = inspect(whole[:length])
        except NotAnImage:
            continue
        assert found == Image(kind, 100, 50)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"", "what is there is no image"),
        (b"hello", "what is there is no image"),
        (image_files.SVG, "phones show no SVG"),
        (b"\xef\xbb\xbf <svg onload='x'>", "phones show no SVG"),
        (image_files.HTML, "leads to a web page"),
        (image_files.HEIF, "no HEIF or AVIF"),
        (image_files.png(0, 10), "this PNG file is broken"),
        (image_files.png(100_000, 100_000), "100000 x 100000 pixels are too many"),
        (image_files.jpeg(10, 10)[:30], "this JPEG file is broken"),
        (b"\xff\xd8\xff" + b"\x01\xff" * 40, "this JPEG file is broken"),
        (b"\xff\xd8\xff\xe1\0\0\xff\xe1\0\0abc", "this JPEG file is broken"),
    ],
)
def test_what_is_no_image_is_refused_with_a_reason(start: bytes, reason: str) -> None:
    with pytest.raises(NotAnImage) as refusal:
        inspect(start)
    assert reason in said(refusal.value.text)


@given(st.binary(max_size=200), st.sampled_from([make(9, 9)[:16] for make, _ in MAKERS]))
def test_any_bytes_are_an_image_or_refused(tail: bytes, head: bytes) -> None:
    for start in (tail, head + tail):
        try:
            found = inspect(start)
        except NotAnImage:
            continue
        assert found.width > 0
        assert found.height > 0


IOS = "notification.ios.richMediaUri"
HW, HONOR = "notification.android.hw.image", "notification.android.honor.image"
MI = "notification.android.mi.large_icon_uri"
FCM = "notification.android.fcm.imageUrl"
OHOS = "notification.harmonyOS.ohos.image"
KIB = 1024
SMALL = Image(ImageType.PNG, 120, 120)


@pytest.mark.parametrize("path", image_rules())
def test_a_small_png_suits_everybody(path: str) -> None:
    assert image_advice(path, SMALL, 10 * KIB) == []


def test_an_image_is_judged_by_the_rules_of_its_parameter_only() -> None:
    assert set(image_rules()) == {IOS, HW, HONOR, MI, FCM, OHOS}
    assert image_advice("notification.title", SMALL, 10**9) == []


@pytest.mark.parametrize(
    ("path", "image", "size", "expected"),
    [
        (HW, SMALL, 512 * KIB - 1, None),
        (HW, SMALL, 512 * KIB, "smaller than 512 KB for Huawei: it has 512 KB"),
        (HW, SMALL, 600 * KIB, "smaller than 512 KB for Huawei: it has 600 KB"),
        (HW, Image(ImageType.WEBP, 9, 9), 1, "as PNG or JPEG for Huawei: it is WebP"),
        (HONOR, SMALL, 600 * KIB, "smaller than 512 KB for Honor: it has 600 KB"),
        (HONOR, SMALL, 100 * KIB, "smaller than 100 KB for Honor: it has 100 KB"),
        (MI, Image(ImageType.PNG, 120, 121), 1, "for Xiaomi: it has 120 x 121"),
        (MI, Image(ImageType.GIF, 120, 120), 1, "as PNG or JPEG for Xiaomi: it is GIF"),
        (FCM, SMALL, 600 * KIB, None),
        (FCM, SMALL, KIB * KIB, "smaller than 1024 KB for Android (FCM)"),
        (IOS, SMALL, 9 * KIB * KIB, None),
        (IOS, SMALL, 10 * KIB * KIB, "smaller than 10240 KB for iPhone"),
        (IOS, Image(ImageType.BMP, 9, 9), 1, "as JPEG, GIF or PNG for iPhone: it is BMP"),
        (OHOS, Image(ImageType.PNG, 128, 128), 1, None),
        (OHOS, Image(ImageType.BMP, 128, 129), 1, "128 x 128 pixels or smaller"),
        (OHOS, Image(ImageType.PNG, 200, 200), 1, "over 25000 pixels, and some phones"),
        (OHOS, Image(ImageType.PNG, 256, 192), 1, "over 25000 pixels, and some phones"),
        (OHOS, Image(ImageType.PNG, 256, 193), 1, "over 49152 pixels, and it is not shown"),
        (OHOS, Image(ImageType.GIF, 9, 9), 1, "as PNG, JPEG or BMP for HarmonyOS"),
    ],
)
def test_what_a_vendor_does_not_take_is_said(
    path: str, image: Image, size: int, expected: str | None
) -> None:
    found = image_advice(path, image, size)
    assert len(found) == (expected is not None)
    for line in found:
        assert line.field == path
        assert expected is not None
        assert expected in said(line.text)
        assert line.source
