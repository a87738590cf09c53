"""Hard limits of a body, each with its source; the limits of vendors are in `domain.vendors`."""

PAGE = "RongCloud, Send Push-only Notification to All Users"
AS_OF = "2026-11"
"""The month in which the sources named here were read."""

TITLE_CHARACTERS = 50
"""`notification.title`, in Unicode code points (the page says "characters"). Source: PAGE."""
TAGS = 20
"""Tags in one list. Source: PAGE."""
TAG_BYTES = 40
"""One tag as UTF-8. Source: RongCloud, Set User Tags."""
USERS = 1000
"""User ids in one request. Source: PAGE."""
USER_ID_CHARACTERS = 64
"""One user id. Source: RongCloud's server SDKs (Python, `userid`)."""
BADGE = range(-9999, 10_000)
"""0 and below clear the badge; 9999 is the maximum. Source: PAGE; the lower end is ours."""
COLLAPSE_ID_BYTES = 64
"""`apns-collapse-id` as UTF-8. Source: Apple, Sending notification requests to APNs."""
BODY_BYTES = 100 * 1024
"""The whole body must be smaller; otherwise the answer is code 1508. Source: RongCloud, error
codes."""
IOS_BYTES = 4096
"""The payload of one notification. Source: Apple, Generating a remote notification."""
IOS_BYTES_ADVICE = 3584
"""From this size on, the keys that RongCloud adds may not fit: our estimate (3.5 KB)."""

CHOICES: dict[str, tuple[str | int, ...]] = {
    "notification.forceShowPushContent": (0, 1),
    "notification.ios.contentAvailable": (0, 1),
    "notification.ios.interruption-level": ("passive", "active", "time-sensitive", "critical"),
    "notification.android.honor.importance": ("NORMAL", "LOW"),
    "notification.android.hw.importance": ("NORMAL", "LOW"),
    "notification.android.oppo.notify_level": (1, 2, 16),
    "notification.android.vivo.classification": ("0", "1"),
}
"""Wire path -> the values that the parameter may have. Source: PAGE."""

HTTPS_URLS = (
    "notification.android.honor.image",
    "notification.android.hw.image",
    "notification.harmonyOS.ohos.image",
)
"""Images whose URL must be https. Source: PAGE."""
HTTP_URLS = (
    "notification.ios.richMediaUri",
    "notification.android.mi.large_icon_uri",
    "notification.android.fcm.imageUrl",
)
"""The other URLs: http is allowed, https is advised."""
EXTRAS = (
    "notification.ios.extras",
    "notification.android.extras",
    "notification.harmonyOS.extras",
)
"""Flat objects of strings. Source: PAGE; for strings only: rongcloud/server-sdk-java issue 43."""
