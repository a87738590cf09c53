"""What images, classes and a vendor's own parameters do on which device."""

from typing import Any

import pytest

from campaigns.domain.display.surfaces import display
from campaigns.domain.vendors.fcm import FCM
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.honor import HONOR
from campaigns.domain.vendors.huawei import HUAWEI
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.oppo import OPPO
from campaigns.domain.vendors.prominence import Prominence
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import Vendor
from campaigns.domain.vendors.vivo import VIVO
from campaigns.domain.vendors.xiaomi import XIAOMI
from tests.domain.bodies import android, ios, notes, ohos


@pytest.mark.parametrize(
    ("vendor", "part", "key"),
    [
        (HUAWEI, "hw", "image"),
        (HONOR, "honor", "image"),
        (XIAOMI, "mi", "large_icon_uri"),
        (FCM, "fcm", "imageUrl"),
    ],
)
def test_an_image_shows_on_its_own_vendor_only(vendor: Vendor, part: str, key: str) -> None:
    image = "https://example.com/a.png"
    showing = [
        each for each in VENDORS.values() if display(android(part, **{key: image}), each).image
    ]
    assert showing == [vendor]


@pytest.mark.parametrize(
    ("sent", "vendor", "why"),
    [
        (
            android("honor", importance="LOW", image="https://a.b/c"),
            HONOR,
            "Honor shows no image with importance LOW.",
        ),
        (
            ios(richMediaUri="https://a.b/c"),
            IPHONE,
            "iPhone shows no rich media without a category.",
        ),
        (
            android("hw", image="http://a.b/c"),
            HUAWEI,
            "Huawei shows no image that is not https.",
        ),
        (
            ohos(image="http://a.b/c"),
            HARMONY,
            "HarmonyOS shows no image that is not https.",
        ),
    ],
)
def test_an_image_that_is_dropped_says_why(sent: dict[str, Any], vendor: Vendor, why: str) -> None:
    seen = display(sent, vendor)
    assert seen.image == ""
    assert why in notes(seen)


def test_rich_media_shows_on_iphone_beside_a_category() -> None:
    seen = display(ios(richMediaUri="https://a.b/c", category="news"), IPHONE)
    assert seen.image == "https://a.b/c"


@pytest.mark.parametrize(
    ("sent", "vendor", "level"),
    [
        (ios(), IPHONE, Prominence.NORMAL),
        (ios(interruption_level="active"), IPHONE, Prominence.NORMAL),
        (ios(interruption_level="passive"), IPHONE, Prominence.LIST_ONLY),
        (ios(interruption_level="time-sensitive"), IPHONE, Prominence.BANNER),
        (ios(interruption_level="critical"), IPHONE, Prominence.BANNER),
        (android("hw"), HUAWEI, Prominence.LIST_ONLY),
        (android("hw", category="MARKETING"), HUAWEI, Prominence.LIST_ONLY),
        (android("hw", category="IM"), HUAWEI, Prominence.NORMAL),
        (android("hw", category="IM", importance="LOW"), HUAWEI, Prominence.LIST_ONLY),
        (android("honor"), HONOR, Prominence.LIST_ONLY),
        (android("honor", importance="LOW"), HONOR, Prominence.LIST_ONLY),
        (android("honor", importance="NORMAL"), HONOR, Prominence.NORMAL),
        (android("oppo"), OPPO, Prominence.NORMAL),
        (android("oppo", notify_level=16), OPPO, Prominence.NORMAL),
        (android("oppo", category="IM", notify_level=1), OPPO, Prominence.LIST_ONLY),
        (android("oppo", category="IM", notify_level=2), OPPO, Prominence.NORMAL),
        (android("oppo", category="IM", notify_level=16), OPPO, Prominence.BANNER),
        (android("oppo", category="NEWS", notify_level=16), OPPO, Prominence.LIST_ONLY),
        (android("vivo", classification="0"), VIVO, Prominence.NORMAL),
        (ohos(), HARMONY, Prominence.LIST_ONLY),
        (ohos(category="IM"), HARMONY, Prominence.NORMAL),
        (android("mi"), XIAOMI, Prominence.NORMAL),
        (android("fcm"), FCM, Prominence.NORMAL),
    ],
)
def test_the_class_decides_how_loud_a_push_arrives(
    sent: dict[str, Any], vendor: Vendor, level: Prominence
) -> None:
    assert display(sent, vendor).level is level


@pytest.mark.parametrize(
    ("part", "vendor", "key", "value", "field"),
    [
        ("hw", HUAWEI, "channelId", "c", "channel"),
        ("mi", XIAOMI, "channelId", "c", "channel"),
        ("oppo", OPPO, "channelId", "c", "channel"),
        ("fcm", FCM, "channelId", "c", "channel"),
        ("hw", HUAWEI, "category", "IM", "category"),
        ("oppo", OPPO, "category", "IM", "category"),
        ("vivo", VIVO, "category", "IM", "category"),
        ("vivo", VIVO, "classification", "1", "classification"),
        ("fcm", FCM, "collapse_key", "k", "collapse_id"),
    ],
)
def test_a_vendors_parameter_reaches_that_vendor_only(
    part: str, vendor: Vendor, key: str, value: str, field: str
) -> None:
    sent = android(part, **{key: value})
    assert [each for each in VENDORS.values() if getattr(display(sent, each), field) == value] == [
        vendor
    ]
