"""Bodies, phones and the page that draws them."""

from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string

from campaigns.domain.vendors.vendor import Vendor
from campaigns.preview.phones import PreviewPhone, draw_phones

IMAGE = "https://img.example.com/a.png"


class Page(HTMLParser):
    """The tags with their attributes, and the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def classes(self) -> list[str]:
        return [name for _, attrs in self.tags for name in (attrs.get("class") or "").split()]


def body(*platforms: str, **parts: Any) -> dict[str, Any]:
    return {"platform": list(platforms), "audience": {"is_to_all": True}, "notification": parts}


def everywhere(**parts: Any) -> dict[str, Any]:
    return body("ios", "android", **{"harmonyOS": {"extras": {"a": "b"}}, **parts})


def one(of: dict[str, Any], vendor: Vendor, app: str = "App", **more: Any) -> PreviewPhone:
    return next(phone for phone in draw_phones(of, app, **more) if phone.vendor is vendor)


def drawn(of: dict[str, Any], app: str = "App", **more: Any) -> Page:
    found = draw_phones(of, app, **more)
    return Page(render_to_string("campaigns/phones/_phones.html", {"phones": found}))


def with_text(text: str) -> dict[str, Any]:
    return everywhere(
        title=text,
        alert=text,
        ios={"thread-id": text, "richMediaUri": text, "category": text, "apns-collapse-id": text},
        android={
            "hw": {"channelId": text},
            "mi": {"channelId": text, "large_icon_uri": text},
            "fcm": {"channelId": text, "collapse_key": text, "imageUrl": text},
        },
        harmonyOS={"alert": text},
    )
