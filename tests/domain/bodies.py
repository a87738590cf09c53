"""Wire bodies, part by part."""

from typing import Any

from campaigns.domain.display.surfaces import DeviceKind, Shown
from tests.domain.samples import said

K = DeviceKind
ANDROIDS = [K.HUAWEI, K.HONOR, K.XIAOMI, K.OPPO, K.VIVO, K.FCM]


def body(**parts: Any) -> dict[str, Any]:
    return {"platform": ["ios", "android"], "audience": {}, "notification": parts}


def vendor(name: str, **values: Any) -> dict[str, Any]:
    return body(alert="x", android={name: values})


def ohos(**values: Any) -> dict[str, Any]:
    return body(alert="x", harmonyOS={"ohos": values})


def ios(**values: Any) -> dict[str, Any]:
    return body(alert="x", ios={name.replace("_", "-"): value for name, value in values.items()})


def notes(seen: Shown) -> str:
    return " ".join(said(note) for note in seen.notes)


def own_part(kind: DeviceKind) -> str:
    return {K.IPHONE: "ios", K.HARMONY: "harmonyOS"}.get(kind, "android")
