"""Follows every link that a person sees, and parses each page as a browser would."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.previews import Page

LINKS = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset"}
LIVE = {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"}
SAFE = re.compile(r"(https?:|/(?!/)|[?#]|$)")
MOST = 120
"""Pages of one person."""
SKIPPED = ("/static/", "/logout", "/jsi18n")

Shape = tuple[str, frozenset[str]]
"""An element and the names of its attributes."""


@dataclass
class Crawl:
    shapes: dict[Shape, str] = field(default_factory=dict)
    """Shape -> a page that has it."""
    wrong: list[str] = field(default_factory=list)
    text: str = ""
    pages: set[str] = field(default_factory=set)
    """Addresses, with numbers left out."""

    def visit(self, user: User, *starts: str) -> None:
        client, seen = Client(), set[str]()
        client.force_login(user)
        waiting = ["/", reverse("admin:campaigns_campaign_changelist"), *starts]
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            if path in seen or path.startswith(SKIPPED):
                continue
            seen.add(path)
            waiting += self._look(client, path)

    def _look(self, client: Client, path: str) -> list[str]:
        answer = client.get(path, follow=True)
        if answer.status_code >= 500:
            self.wrong.append(f"{path}: {answer.status_code}")
        if not answer["Content-Type"].startswith("text/html"):
            return []
        self.pages.add(re.sub(r"\d+", "N", urlsplit(path).path))
        page = Page(answer.content.decode())
        self.text += page.text
        return self._read(page, path)

    def _read(self, page: Page, path: str) -> list[str]:
        found = []
        for tag, attrs in page.tags:
            self.shapes.setdefault((tag, frozenset(attrs)), path)
            for name, value in attrs.items():
                self.text += f" {value}" if name in ("value", "title", "aria-label") else ""
                if name in LINKS | LIVE and not SAFE.match((value or "").strip()):
                    self.wrong.append(f"{path}: {tag} {name}={value!r}")
            href = attrs.get("href") if tag == "a" else None
            if href and not urlsplit(href).netloc and "?" not in href:
                found.append(urlsplit(urljoin(path, href)).path)
        return found
