"""A reviewer on a phone: finds what waits, reads and ticks it, decides, stops a push in time."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.composer import put, start
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SECTIONS = ("reaches", "leaves", "shows")
TOMORROW = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=20)


def submitted(page: Page, name: str, kind: str = "Tags") -> str:
    """The path of a campaign that waits for its votes, due in 20 hours."""
    start(page, name=name, title=name, alert="Nice to see you")
    page.get_by_role("radio", name=kind, exact=True).check()
    if kind == "Tags":
        page.get_by_label("Tags, all of them:").fill("vip")
    for platform in ("iOS", "Android"):
        page.get_by_role("checkbox", name=platform).check()
    put(page, "send_at", f"{TOMORROW:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Save and continue to submit").click()
    page.wait_for_url("**/page/")
    submit(page)
    return page.url


def submit(page: Page) -> None:
    confirm = page.get_by_label("Type the application's name")
    if confirm.count():
        confirm.fill("Demo shop")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("In review")


def tick_and_approve(page: Page) -> None:
    for section in SECTIONS:
        page.get_by_role("checkbox", name=section).check()
    page.get_by_role("button", name="Approve").click()


def too_wide(page: Page) -> int:
    """Pixels, once everything of the page is there."""
    page.wait_for_load_state("networkidle")
    over: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return over


def test_from_the_desk_to_the_vote_on_a_phone(sign_in: SignIn) -> None:
    submitted(sign_in("mia"), "Read on a phone")
    phone = sign_in("rui", viewport=PHONE)
    phone.get_by_role("link", name="To review").click()
    phone.get_by_role("link", name="Read on a phone").click()
    assert too_wide(phone) == 0
    phone.get_by_role("button", name="Approve").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("In review")
    assert phone.evaluate("document.activeElement.name") == "checked"
    tick_and_approve(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Approved")
    phone.get_by_role("link", name="To review").click()
    expect(phone.get_by_role("link", name="Read on a phone")).to_have_count(0)


def test_what_changed_while_it_was_read_is_not_approved(sign_in: SignIn) -> None:
    marketer = sign_in("mia")
    path = submitted(marketer, "Changed meanwhile")
    phone = sign_in("rui", viewport=PHONE)
    phone.goto(path)
    phone.locator("#approve-form textarea").fill("Looks fine to me")

    marketer.get_by_text("Withdraw", exact=True).first.click()
    marketer.get_by_role("button", name="Withdraw").click()
    marketer.goto(path.replace("/page/", "/change/"))
    marketer.locator("#id_alert").fill("Something else altogether")
    marketer.get_by_role("button", name="Save and continue to submit").click()
    submit(marketer)

    expect(phone.locator("#standing-news")).to_be_visible(timeout=20_000)
    tick_and_approve(phone)
    expect(phone.get_by_role("alert")).to_contain_text("This changed while you were reading")
    expect(phone.locator("#approve-form textarea")).to_have_value("Looks fine to me")
    expect(phone.locator("#body")).to_contain_text("Something else altogether")
    for section in SECTIONS:
        expect(phone.get_by_role("checkbox", name=section)).not_to_be_checked()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("In review")


def test_a_push_to_everyone_counts_down_and_is_stopped(sign_in: SignIn) -> None:
    path = submitted(sign_in("mia"), "To everyone", "Everyone")
    for name in ("rui", "rosa"):
        phone = sign_in(name, viewport=PHONE)
        phone.goto(path)
        tick_and_approve(phone)
    other = sign_in("mia")
    other.goto(path)
    clock = phone.locator(".cooling-left")
    expect(clock).to_have_text(re.compile(r"^(19|20):\d\d:\d\d$"))
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
    assert too_wide(phone) == 0
    phone.get_by_role("button", name="Cancel this push to everyone").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Draft")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Draft", timeout=20_000)


def test_a_locked_campaign_is_read_field_by_field(sign_in: SignIn) -> None:
    marketer = sign_in("mia", viewport=PHONE)
    path = submitted(marketer, "Locked")
    marketer.goto(path.replace("/page/", "/change/"))
    expect(marketer.locator("#lock")).to_contain_text("withdraw it to change it")
    expect(marketer.locator("#id_title")).to_be_disabled()
    expect(marketer.locator("#id_title")).to_have_value("Locked")
    expect(
        marketer.locator("fieldset.locked :is(input, select, textarea, button):enabled")
    ).to_have_count(0)
    assert too_wide(marketer) == 0
