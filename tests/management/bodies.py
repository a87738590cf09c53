"""Bodies to import: what SDKs send, every parameter of the page, and what nobody should take."""

import json
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent.parent / "fixtures" / "sdk_push_bodies.json"
SDK: dict[str, dict[str, Any]] = {
    entry["name"]: entry["body"] for entry in json.loads(FIXTURES.read_text())
}
PAGE_EXAMPLE = SDK["seed_doc_example"]
"""The request example of the provider's own page."""
FULL: dict[str, Any] = {
    "platform": ["android", "ios"],
    "audience": {"tag": ["a"], "tag_or": ["b"], "packageName": "com.x", "is_to_all": False},
    "notification": {
        "title": '标题 "quoted" \\ / \u2028 🎉',
        "forceShowPushContent": 0,
        "alert": " line 1\nline 2 ",
        "ios": {
            "title": "t",
            "contentAvailable": 0,
            "alert": "a",
            "badge": 0,
            "thread-id": "1",
            "apns-collapse-id": "2",
            "category": "c",
            "richMediaUri": "https://x.example/a",
            "interruption-level": "passive",
            "extras": {"id": "1", "": "", "nested": {"a": [], "b": {}}, "n": 1.5, "null": None},
        },
        "android": {
            "alert": "b",
            "honor": {"importance": "LOW", "image": "https://x.example/b"},
            "hw": {"channelId": "1", "importance": "LOW", "image": "i", "category": "IM"},
            "mi": {"channelId": "2", "large_icon_uri": "u"},
            "oppo": {"channelId": "3", "category": "IM", "notify_level": 16},
            "vivo": {"classification": "0", "category": "NEWS"},
            "fcm": {"channelId": "4", "collapse_key": "k", "imageUrl": "u"},
            "extras": {"k": "v"},
        },
        "harmonyOS": {
            "alert": "h",
            "ohos": {"category": "IM", "image": "i"},
            "extras": {"k": "v"},
        },
    },
}

BODIES = {
    "every parameter": FULL,
    "everyone": {"audience": {"is_to_all": True}},
    "a package": {"platform": ["ios"], "audience": {"packageName": "p", "is_to_all": False}},
    "nobody": {"audience": {"is_to_all": False}},
    "badge only": {"audience": {"is_to_all": False}, "notification": {"ios": {"badge": -1}}},
    "blank items": {
        "platform": ["", "x", "ios", "ios"],
        "audience": {"tag": [""], "is_to_all": False},
    },
    "line breaks": {
        "audience": {"is_to_all": True},
        "notification": {"alert": "a\r\nb\rc", "ios": {"extras": {"k": "a\r\nb"}}},
    },
    "unset inside": {
        "audience": {"tag": [], "userid": [], "packageName": "", "is_to_all": True},
        "notification": {"ios": {"title": "", "extras": {}}, "android": {"hw": {}}},
    },
}

EVERYONE = b'"audience": {"is_to_all": true}'
UGLY: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "$: "),
    "no JSON": (b"platform=ios", "$: Mend the JSON at line 1, column 1."),
    "no object": (b"[]", "$: "),
    "a string": (b'"x"', "$: "),
    "null": (b"null", "$: "),
    "cut": (b'{"audience": {"is_to', "$: "),
    "two values": (b"{} {}", "$: "),
    "bad UTF-8": (b'{"audience": "\xff"}', "$: Save the body as UTF-8: byte 14 is not."),
    "UTF-16": ('{"audience": 1}'.encode("utf-16"), "$: "),
    "a byte order mark": (b"\xef\xbb\xbf{}", "$: "),
    "a key twice": (b'{"audience": {"is_to_all": true, "is_to_all": false}}', "audience.is_to_all"),
    "a key twice in extras": (
        b'{%s, "notification": {"ios": {"extras": {"a": "1", "a": "2"}}}}' % EVERYONE,
        "notification.ios.extras.a: ",
    ),
    "NaN": (
        b'{%s, "notification": {"ios": {"badge": NaN}}}' % EVERYONE,
        "notification.ios.badge: ",
    ),
    "Infinity": (
        b'{%s, "notification": {"ios": {"badge": -Infinity}}}' % EVERYONE,
        "notification.",
    ),
    "infinite by exponent": (
        b'{%s, "notification": {"ios": {"extras": {"a": 1e999}}}}' % EVERYONE,
        "notification.ios.extras.a: ",
    ),
    "deep": (b'{"a":' * 40 + b"1" + b"}" * 40, "a.a.a"),
    "very deep": (b"[" * 100_000, "$: "),
    "2 MiB": (
        b'{"a": "%s"}' % (b"x" * 2 * 1024 * 1024),
        "$: Make the body smaller: it has 2097161",
    ),
    "many digits": (b'{"a": %s}' % (b"9" * 5000), "$: Shorten the number"),
    "NUL": (b'{%s, "notification": {"alert": "a\\u0000"}}' % EVERYONE, "notification.alert: "),
    "half a pair": (
        b'{%s, "notification": {"alert": "\\ud83d"}}' % EVERYONE,
        "notification.alert: ",
    ),
    "an unknown key": (
        b'{%s, "notification": {"ios": {"sound": "x"}}}' % EVERYONE,
        "notification.ios.sound: ",
    ),
    "is_to_all in quotes": (b'{"audience": {"is_to_all": "true"}}', "audience.is_to_all: "),
    "is_to_all 1": (b'{"audience": {"is_to_all": 1}}', "audience.is_to_all: "),
    "is_to_all null": (b'{"audience": {"is_to_all": null}}', "audience.is_to_all: "),
    "an empty audience": (b'{"audience": {}}', "audience: "),
    "platform a text": (b'{%s, "platform": "ios"}' % EVERYONE, "platform: "),
    "platform of numbers": (b'{%s, "platform": [1]}' % EVERYONE, "platform[0]: "),
    "badge in quotes": (
        b'{%s, "notification": {"ios": {"badge": "1"}}}' % EVERYONE,
        "notification.ios.badge: ",
    ),
    "badge true": (
        b'{%s, "notification": {"ios": {"badge": true}}}' % EVERYONE,
        "notification.ios.badge: ",
    ),
    "badge 1.0": (
        b'{%s, "notification": {"ios": {"badge": 1.0}}}' % EVERYONE,
        "notification.ios.badge: ",
    ),
    "badge huge": (
        b'{%s, "notification": {"ios": {"badge": 99999999999}}}' % EVERYONE,
        "notification.ios.badge: ",
    ),
    "alert a number": (b'{%s, "notification": {"alert": 1}}' % EVERYONE, "notification.alert: "),
    "extras a list": (
        b'{%s, "notification": {"ios": {"extras": ["a"]}}}' % EVERYONE,
        "notification.ios.extras: ",
    ),
    "android a text": (
        b'{%s, "notification": {"android": "x"}}' % EVERYONE,
        "notification.android: ",
    ),
}


def as_bytes(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
