"""Every parameter of the provider's page, with a value that the wire has to show."""

from typing import Any

PICTURE = "https://example.com/image.png"
EXTRAS = {"id": "1", "name": "2"}
BASE = {"platform": ["ios", "android"], "audience.tag": ["vip"], "notification.alert": "text"}
ADDRESSED = {"audience.tag", "audience.tag_or", "audience.userid", "audience.packageName"}

VALUES: dict[str, dict[str, Any]] = {
    "platform": {"platform": ["ios"]},
    "audience.tag": {"audience.tag": ["female", "年轻"]},
    "audience.tag_or": {"audience.tag_or": ["Beijing", "上海"]},
    "audience.userid": {"audience.userid": ["123", "456"]},
    "audience.packageName": {"audience.packageName": "com.example.app", "audience.tag": ["vip"]},
    "audience.is_to_all": {"audience.is_to_all": True},
    "notification.title": {"notification.title": "标题 🛍️"},
    "notification.forceShowPushContent": {"notification.forceShowPushContent": 0},
    "notification.alert": {"notification.alert": 'two\nlines "quoted" \\ </script>'},
    "notification.ios.title": {"notification.ios.title": "for iOS"},
    "notification.ios.contentAvailable": {"notification.ios.contentAvailable": 1},
    "notification.ios.alert": {"notification.ios.alert": "override alert"},
    "notification.ios.badge": {"notification.ios.badge": 0},
    "notification.ios.thread-id": {"notification.ios.thread-id": "223"},
    "notification.ios.apns-collapse-id": {"notification.ios.apns-collapse-id": "111"},
    "notification.ios.category": {"notification.ios.category": "rich"},
    "notification.ios.richMediaUri": {
        "notification.ios.richMediaUri": PICTURE,
        "notification.ios.category": "rich",
    },
    "notification.ios.interruption-level": {"notification.ios.interruption-level": "passive"},
    "notification.ios.extras": {"notification.ios.extras": EXTRAS},
    "notification.android.alert": {"notification.android.alert": "override alert"},
    "notification.android.honor.importance": {"notification.android.honor.importance": "LOW"},
    "notification.android.honor.image": {"notification.android.honor.image": PICTURE},
    "notification.android.hw.channelId": {"notification.android.hw.channelId": "Kanong"},
    "notification.android.hw.importance": {"notification.android.hw.importance": "NORMAL"},
    "notification.android.hw.image": {"notification.android.hw.image": PICTURE},
    "notification.android.hw.category": {"notification.android.hw.category": "PLAY_VOICE"},
    "notification.android.mi.channelId": {"notification.android.mi.channelId": "kanong"},
    "notification.android.mi.large_icon_uri": {"notification.android.mi.large_icon_uri": PICTURE},
    "notification.android.oppo.channelId": {"notification.android.oppo.channelId": "rc_id"},
    "notification.android.oppo.category": {"notification.android.oppo.category": "IM"},
    "notification.android.oppo.notify_level": {
        "notification.android.oppo.notify_level": 2,
        "notification.android.oppo.category": "IM",
    },
    "notification.android.vivo.classification": {"notification.android.vivo.classification": "0"},
    "notification.android.vivo.category": {
        "notification.android.vivo.category": "IM",
        "notification.android.vivo.classification": "1",
    },
    "notification.android.fcm.channelId": {"notification.android.fcm.channelId": "news"},
    "notification.android.fcm.collapse_key": {"notification.android.fcm.collapse_key": "k"},
    "notification.android.fcm.imageUrl": {"notification.android.fcm.imageUrl": PICTURE},
    "notification.android.extras": {"notification.android.extras": EXTRAS},
    "notification.harmonyOS.alert": {"notification.harmonyOS.alert": "override alert"},
    "notification.harmonyOS.ohos.category": {"notification.harmonyOS.ohos.category": "IM"},
    "notification.harmonyOS.ohos.image": {"notification.harmonyOS.ohos.image": PICTURE},
    "notification.harmonyOS.extras": {"notification.harmonyOS.extras": EXTRAS},
}
"""Path -> what is set beside BASE to show it."""
