"""What images, classes and a vendor's own parameters do on which device."""

from typing import Any

import pytest

from campaigns.domain.display.surfaces import DeviceKind, Prominence, shown
from tests.domain.bodies import K, ios, notes, ohos, vendor


@pytest.mark.parametrize(
    ("kind", "part", "key"),
    [
        (K.HUAWEI, "hw", "image"),
        (K.HONOR, "honor", "image"),
        (K.XIAOMI, "mi", "large_icon_uri"),
        (K.FCM, "fcm", "imageUrl"),
    ],
)
def test_an_image_shows_on_its_own_vendor_only(kind: DeviceKind, part: str, key: str) -> None:
    image = "https://example.com/a.png"
    showing = [each for each in K if shown(vendor(part, **{key: image}), each).image]
    assert showing == [kind]


@pytest.mark.parametrize(
    ("sent", "kind", "why"),
    [
        (
            vendor("honor", importance="LOW", image="https://a.b/c"),
            K.HONOR,
            "Honor shows no image with importance LOW.",
        ),
        (
            ios(richMediaUri="https://a.b/c"),
            K.IPHONE,
            "iPhone shows no rich media without a category.",
        ),
        (
            vendor("hw", image="http://a.b/c"),
            K.HUAWEI,
            "Huawei shows no image that is not https.",
        ),
        (
            ohos(image="http://a.b/c"),
            K.HARMONY,
            "HarmonyOS shows no image that is not https.",
        ),
    ],
)
def test_an_image_that_is_dropped_says_why(
    sent: dict[str, Any], kind: DeviceKind, why: str
) -> None:
    seen = shown(sent, kind)
    assert seen.image == ""
    assert why in notes(seen)


def test_rich_media_shows_on_iphone_beside_a_category() -> None:
    seen = shown(ios(richMediaUri="https://a.b/c", category="news"), K.IPHONE)
    assert seen.image == "https://a.b/c"


@pytest.mark.parametrize(
    ("sent", "kind", "level"),
    [
        (ios(), K.IPHONE, Prominence.NORMAL),
        (ios(interruption_level="active"), K.IPHONE, Prominence.NORMAL),
        (ios(interruption_level="passive"), K.IPHONE, Prominence.LIST_ONLY),
        (ios(interruption_level="time-sensitive"), K.IPHONE, Prominence.BANNER),
        (ios(interruption_level="critical"), K.IPHONE, Prominence.BANNER),
        (vendor("hw"), K.HUAWEI, Prominence.LIST_ONLY),
        (vendor("hw", category="MARKETING"), K.HUAWEI, Prominence.LIST_ONLY),
        (vendor("hw", category="IM"), K.HUAWEI, Prominence.NORMAL),
        (vendor("hw", category="IM", importance="LOW"), K.HUAWEI, Prominence.LIST_ONLY),
        (vendor("honor"), K.HONOR, Prominence.LIST_ONLY),
        (vendor("honor", importance="LOW"), K.HONOR, Prominence.LIST_ONLY),
        (vendor("honor", importance="NORMAL"), K.HONOR, Prominence.NORMAL),
        (vendor("oppo"), K.OPPO, Prominence.NORMAL),
        (vendor("oppo", notify_level=16), K.OPPO, Prominence.NORMAL),
        (vendor("oppo", category="IM", notify_level=1), K.OPPO, Prominence.LIST_ONLY),
        (vendor("oppo", category="IM", notify_level=2), K.OPPO, Prominence.NORMAL),
        (vendor("oppo", category="IM", notify_level=16), K.OPPO, Prominence.BANNER),
        (vendor("oppo", category="NEWS", notify_level=16), K.OPPO, Prominence.LIST_ONLY),
        (vendor("vivo", classification="0"), K.VIVO, Prominence.NORMAL),
        (ohos(), K.HARMONY, Prominence.LIST_ONLY),
        (ohos(category="IM"), K.HARMONY, Prominence.NORMAL),
        (vendor("mi"), K.XIAOMI, Prominence.NORMAL),
        (vendor("fcm"), K.FCM, Prominence.NORMAL),
    ],
)
def test_the_class_decides_how_loud_a_push_arrives(
    sent: dict[str, Any], kind: DeviceKind, level: Prominence
) -> None:
    assert shown(sent, kind).level is level


@pytest.mark.parametrize(
    ("part", "kind", "key", "value", "field"),
    [
        ("hw", K.HUAWEI, "channelId", "c", "channel"),
        ("mi", K.XIAOMI, "channelId", "c", "channel"),
        ("oppo", K.OPPO, "channelId", "c", "channel"),
        ("fcm", K.FCM, "channelId", "c", "channel"),
        ("hw", K.HUAWEI, "category", "IM", "category"),
        ("oppo", K.OPPO, "category", "IM", "category"),
        ("vivo", K.VIVO, "category", "IM", "category"),
        ("vivo", K.VIVO, "classification", "1", "classification"),
        ("fcm", K.FCM, "collapse_key", "k", "collapse_id"),
    ],
)
def test_a_vendors_parameter_reaches_that_vendor_only(
    part: str, kind: DeviceKind, key: str, value: str, field: str
) -> None:
    sent = vendor(part, **{key: value})
    assert [each for each in K if getattr(shown(sent, each), field) == value] == [kind]
