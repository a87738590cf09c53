"""The provider's page: its request example and its parameters."""

from typing import Any

PAGE_EXAMPLE: dict[str, Any] = {
    "platform": ["ios", "android"],
    "audience": {
        "tag": ["female", "young"],
        "tag_or": ["Beijing", "Shanghai"],
        "userid": ["123", "456"],
        "is_to_all": True,
    },
    "notification": {
        "title": "Title",
        "forceShowPushContent": 0,
        "alert": "this is a push",
        "ios": {
            "alert": "override alert",
            "thread-id": "223",
            "apns-collapse-id": "111",
            "extras": {"id": "1", "name": "2"},
        },
        "android": {
            "alert": "override alert",
            "hw": {
                "channelId": "NotificationKanong",
                "importance": "NORMAL",
                "image": "https://example.com/image.png",
            },
            "mi": {
                "channelId": "rongcloud_kanong",
                "large_icon_uri": "https://example.com/image.png",
            },
            "oppo": {"channelId": "rc_notification_id", "category": "IM", "notify_level": 2},
            "vivo": {"classification": "0"},
            "extras": {"id": "1", "name": "2"},
        },
        "harmonyOS": {
            "ohos": {"category": "IM", "image": "https://example.com/image.png"},
            "extras": {"id": "1", "name": "2"},
        },
    },
}
"""The request example of the provider's page, word for word."""

PAGE_KEYS = """
platform
audience.tag audience.tag_or audience.userid audience.packageName audience.is_to_all
title forceShowPushContent alert
ios.title ios.contentAvailable ios.alert ios.badge ios.thread-id ios.apns-collapse-id
ios.category ios.richMediaUri ios.interruption-level ios.extras
android.alert android.honor.importance android.honor.image
android.hw.channelId android.hw.importance android.hw.image android.hw.category
android.mi.channelId android.mi.large_icon_uri
android.oppo.channelId android.oppo.category android.oppo.notify_level
android.vivo.classification android.vivo.category
android.fcm.channelId android.fcm.collapse_key android.fcm.imageUrl android.extras
harmonyOS.alert harmonyOS.ohos.category harmonyOS.ohos.image harmonyOS.extras
"""
