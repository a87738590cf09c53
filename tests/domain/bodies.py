"""Wire bodies, part by part."""

from typing import Any

from campaigns.domain.display.surfaces import DisplayedNotification
from campaigns.domain.vendors.fcm import FCM
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.honor import HONOR
from campaigns.domain.vendors.huawei import HUAWEI
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.oppo import OPPO
from campaigns.domain.vendors.vendor import Vendor
from campaigns.domain.vendors.vivo import VIVO
from campaigns.domain.vendors.xiaomi import XIAOMI
from tests.domain.samples import said

ANDROIDS = [HUAWEI, HONOR, XIAOMI, OPPO, VIVO, FCM]


def body(**parts: Any) -> dict[str, Any]:
    return {"platform": ["ios", "android"], "audience": {}, "notification": parts}


def android(name: str, **values: Any) -> dict[str, Any]:
    return body(alert="x", android={name: values})


def ohos(**values: Any) -> dict[str, Any]:
    return body(alert="x", harmonyOS={"ohos": values})


def ios(**values: Any) -> dict[str, Any]:
    return body(alert="x", ios={name.replace("_", "-"): value for name, value in values.items()})


def notes(seen: DisplayedNotification) -> str:
    return " ".join(said(note) for note in seen.notes)


def own_part(vendor: Vendor) -> str:
    return {IPHONE: "ios", HARMONY: "harmonyOS"}.get(vendor, "android")
