"""Whatever a campaign holds: no page runs it, and the policy has nothing to stop."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import composer
from tests.browser.conftest import SignIn
from tests.xss import CORPUS, MARK

pytestmark = pytest.mark.browser
TEXT = " ".join(text for text in CORPUS if len(text) < 90 and "{{" not in text)
"""One text of them all: a browser reads what follows the one that breaks out."""
RAN = f"() => typeof window.{MARK} === 'undefined' ? [] : window.{MARK}.calls"
LISTEN = f"window.{MARK} = () => {MARK}.calls.push(1); {MARK}.calls = [];"


def _watched(page: Page) -> list[str]:
    """Dialogs, once there are any; a call of the corpus' function is noted in every page."""
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.add_init_script(LISTEN)
    return dialogs


def test_no_page_runs_what_a_campaign_holds(sign_in: SignIn) -> None:
    """`sign_in` fails on whatever the console says against the policy."""
    page = sign_in("mia")
    dialogs = _watched(page)
    composer.start(page)
    composer.unfold(page)
    for name in ("name", "title", "alert", "audience_tag", "labels", "ios_alert", "ios_category"):
        field = page.locator(f"#id_{name}")
        if field.is_visible() and field.is_editable():
            field.fill(TEXT[:200] if name == "name" else TEXT)
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    number = page.url.split("/")[-3]
    expect(page.locator("#id_alert")).to_have_value(TEXT)
    for path in ("change", "page", "delete"):
        _look(page, f"/campaigns/campaign/{number}/{path}/", dialogs)
    for path in ("/", "/campaigns/campaign/", "/campaigns/campaign/?q=pwned"):
        _look(page, path, dialogs)
    reader = sign_in("ada")
    seen = _watched(reader)
    for path in (
        f"/campaigns/campaign/{number}/page/",
        "/campaigns/campaign/",
        "/campaigns/event/",
    ):
        _look(reader, path, seen)


def _look(page: Page, path: str, dialogs: list[str]) -> None:
    page.goto(path, wait_until="networkidle")
    page.mouse.move(300, 300)
    assert page.evaluate(RAN) == []
    assert dialogs == []
