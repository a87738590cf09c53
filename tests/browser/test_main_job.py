"""What a newcomer does first: compose, have it approved, see it arrive. Real worker, beat, HTTP."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
MINUTE = 60_000
"""Milliseconds: "within the minute"."""


def _compose(page: Page) -> None:
    page.get_by_role("link", name="New campaign").click()
    page.get_by_label("Application:").select_option(label="Demo shop (Asia/Shanghai)")
    page.get_by_role("textbox", name="Name:", exact=True).fill("First try")
    page.get_by_role("radio", name="Tags").check()
    page.get_by_label("Tags, all of them:").fill("vip")
    page.get_by_role("checkbox", name="iOS").check()
    page.get_by_role("checkbox", name="Android").check()
    page.get_by_role("textbox", name="Title:", exact=True).fill("Hello")
    page.get_by_role("textbox", name="Text:", exact=True).fill("Nice to see you")
    page.get_by_role("button", name="Save and continue to submit").click()


def test_composed_and_approved_push_arrives_within_the_minute(sign_in: SignIn) -> None:
    marketer = sign_in("mia")
    _compose(marketer)
    marketer.get_by_role("button", name="Submit for review").click()
    expect(marketer.get_by_role("heading", level=1)).to_contain_text("In review")

    reviewer = sign_in("rui")
    reviewer.get_by_role("link", name="First try").first.click()
    for section in ("reaches", "leaves", "shows"):
        reviewer.get_by_role("checkbox", name=section).check()
    reviewer.get_by_role("button", name="Approve").click()

    sent = re.compile(r"^[0-9A-Za-z]{22}$")
    marketer.reload()
    for _ in range(30):
        if marketer.get_by_text(sent).count():
            break
        marketer.wait_for_timeout(1000)
        marketer.reload()
    expect(marketer.get_by_role("heading", level=1)).to_contain_text("Sent")
    push_id = marketer.get_by_text(sent).first.inner_text()

    marketer.get_by_role("link", name="Sandbox phones").click()
    marketer.get_by_role("link", name="Demo shop", exact=True).click()
    arrived = marketer.get_by_text("Nice to see you")
    expect(arrived.first).to_be_visible()
    assert push_id in marketer.content()
