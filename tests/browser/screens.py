"""Every screen of the console: who looks at it, and where it is on the demo's own data."""

from dataclasses import dataclass

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.running import Demo, log_in

SIZES = {"wide": 1280, "narrow": 390}
"""Pixels: a desk and a phone."""
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """`path` is relative to the console, `name` that of the picture; `says`: what tells that the
    demo's data still have it there."""

    name: str
    who: str
    path: str
    says: str = ""


SCREENS = (
    Screen("overview", "mia", "/"),
    Screen("campaigns", "mia", "/campaigns/campaign/"),
    Screen("campaigns-none", "mia", "/campaigns/campaign/?q=nothing+is+called+so"),
    Screen("compose-new", "mia", "/campaigns/campaign/add/"),
    Screen("compose-draft", "mia", "/campaigns/campaign/1/change/"),
    Screen("import", "mia", "/campaigns/campaign/import/"),
    Screen("templates", "mia", "/campaigns/campaign/templates/"),
    Screen("draft", "mia", "/campaigns/campaign/1/page/"),
    Screen("delete", "mia", "/campaigns/campaign/1/delete/"),
    Screen("locked", "mia", "/campaigns/campaign/4/change/", "withdraw it to change it"),
    Screen("review-overview", "rui", "/"),
    Screen("review-desk", "rui", "/campaigns/campaign/desk/", "Autumn sale"),
    Screen("review", "rui", "/campaigns/campaign/4/page/", "What changed since it was reviewed"),
    Screen("review-read", "ada", "/campaigns/campaign/4/page/", "These may vote"),
    Screen("approved", "rui", "/campaigns/campaign/5/page/", "Votes"),
    Screen("cooling", "rui", "/campaigns/campaign/6/page/", "Cancel this push to everyone"),
    Screen("unknown", "rui", "/campaigns/campaign/unknown/", "How to find out"),
    Screen("unknown-page", "rui", "/campaigns/campaign/7/page/", "How to find out"),
    Screen("unknown-read", "mia", "/campaigns/campaign/unknown/", "may not decide this"),
    Screen("applications", "otto", "/campaigns/application/"),
    Screen("application", "otto", "/campaigns/application/1/change/"),
    Screen("application-new", "otto", "/campaigns/application/add/"),
    Screen("outside-send", "otto", "/campaigns/application/1/outside-send/"),
    Screen("application-read", "ada", "/campaigns/application/1/change/"),
    Screen("events", "ada", "/campaigns/event/"),
    Screen("people", "otto", "/auth/user/"),
    Screen("person", "otto", "/auth/user/1/change/"),
    Screen("person-new", "otto", "/auth/user/add/"),
    Screen("sandbox", "ada", "/sandbox/"),
    Screen("phones", "ada", "/sandbox/phones/1/"),
    Screen("password", "ada", "/password_change/"),
    Screen("my-sign-in", "ada", "/sign-in/", "Authenticator app"),
)


class Visitors:
    """One signed-in page per person, in one size and colour scheme."""

    def __init__(self, browser: Browser, demo: Demo, scheme: str, width: int) -> None:
        self._open = lambda: browser.new_context(
            base_url=demo.url,
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        ).new_page()
        self._password = demo.password
        self._pages: dict[str, Page] = {}
        self.refused: list[str] = []
        """What the console said while a screen opened; axe, which sets styles, comes later."""
        self._is_opening = False

    def visit(self, screen: Screen) -> Page:
        """The person's page, on that screen; a screen that is not there fails."""
        if screen.who not in self._pages:
            self._pages[screen.who] = self._open()
            self._pages[screen.who].on("console", self._listen)
            log_in(self._pages[screen.who], screen.who, self._password)
        page = self._pages[screen.who]
        self._is_opening = True
        answer = page.goto(screen.path, wait_until="networkidle")
        self._is_opening = False
        assert answer is not None
        assert answer.status == 200, f"{screen.path}: {answer.status}"
        assert screen.says in page.inner_text("#content"), f"{screen.path} is another screen"
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if self._is_opening and message.type in ("error", "warning"):
            self.refused.append(f"{message.location['url']}: {message.text}")

    def leave(self) -> None:
        for page in self._pages.values():
            page.context.close()
