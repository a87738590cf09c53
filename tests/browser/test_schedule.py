"""When it goes: zones, free times, and the hours that daylight saving time takes or gives."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = "Berlin shop"


@pytest.fixture
def compose(sign_in: SignIn) -> Callable[..., Page]:
    """A new campaign of one of the demo's applications."""

    def opened(application: str, **options: object) -> Page:
        page = sign_in("mia", **options)
        page.goto("/campaigns/campaign/add/")
        page.get_by_label("Application:").select_option(label=application)
        page.get_by_role("textbox", name="Name:", exact=True).fill("Try")
        return page

    return opened


@pytest.fixture
def berlin(sign_in: SignIn) -> str:
    """An application whose clock knows daylight saving time, and its name in the form."""
    page = sign_in("otto")
    page.goto("/campaigns/application/")
    if not page.get_by_role("link", name=BERLIN).count():
        page.goto("/campaigns/application/add/")
        page.get_by_label("Name:", exact=True).fill(BERLIN)
        page.get_by_label("App key:").fill("berlin")
        page.get_by_label("App secret:").fill("secret-of-berlin")
        page.get_by_label("Data centre:").select_option("sandbox")
        page.get_by_label("Team's time zone:").fill("Europe/Berlin")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text(f"“{BERLIN}” is saved.")).to_be_visible()
    return f"{BERLIN} (Europe/Berlin)"


def pick(page: Page, at: str) -> None:
    page.get_by_label("Send at:").fill(at)
    page.get_by_label("Send at:").blur()


def test_a_time_on_both_clocks(compose: Callable[..., Page]) -> None:
    page = compose("Demo shop (Asia/Shanghai)", timezone_id="America/New_York")
    expect(page.locator("#schedule-clock")).to_contain_text("Asia/Shanghai (UTC+08:00)")
    start = page.locator("#schedule-start")
    expect(start).to_contain_text("As soon as it is approved.")
    pick(page, "2027-01-05T09:30")
    expect(start).to_contain_text("2027-01-05 09:30 (Asia/Shanghai, UTC+08:00), in ")
    expect(start).to_contain_text("On your clock: 2027-01-04 20:30 (America/New_York).")
    expect(page.locator("#schedule-end")).to_contain_text("2027-01-05 10:00")


def test_whoever_has_the_same_clock_is_told_it_once(compose: Callable[..., Page]) -> None:
    page = compose("Demo shop (Asia/Shanghai)", timezone_id="Asia/Taipei")
    pick(page, "2027-01-05T09:30")
    start = page.locator("#schedule-start")
    expect(start).to_contain_text("2027-01-05 09:30 (Asia/Shanghai")
    expect(start).not_to_contain_text("On your clock")


def _away_from_the_turn() -> None:
    """The offered times move on at every fifth minute: not while the test chooses one."""
    left = 300 - time.time() % 300
    if left < 30:
        time.sleep(left)


def test_free_times_and_the_budget_of_the_day(compose: Callable[..., Page]) -> None:
    _away_from_the_turn()
    page = compose("Demo shop, real limits (Asia/Shanghai)")
    free = page.get_by_role("group", name="Free times").get_by_role("button")
    expect(free).to_have_count(4)
    expect(free.first).to_have_attribute("aria-pressed", "true")
    label = free.nth(1).inner_text()
    free.nth(1).press("Enter")
    expect(free.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Send at:")).to_be_focused()
    value = page.get_by_label("Send at:").input_value()
    assert label.endswith(value[-5:])
    start = page.locator("#schedule-start")
    expect(start).to_contain_text(re.compile(r"in (\d+\shours?, )?\d+\sminutes?\."))
    expect(start).to_contain_text(re.compile(r"\d of 3 used, \d reserved\. At most 2 within"))
    free.first.click()
    expect(page.get_by_label("Send at:")).to_have_value("")
    expect(start).to_contain_text("As soon as it is approved.")


def test_a_time_that_has_passed_is_said_so(compose: Callable[..., Page]) -> None:
    page = compose("Demo shop (Asia/Shanghai)")
    pick(page, f"{datetime.now(UTC).astimezone(SHANGHAI) - timedelta(hours=2):%Y-%m-%dT%H:%M}")
    ago = re.compile(r"2\shours(, \d+\sminutes?)? ago\.")
    expect(page.locator("#schedule-start")).to_contain_text(ago)


def test_an_hour_that_comes_twice_is_asked_and_kept(
    berlin: str, compose: Callable[..., Page]
) -> None:
    page = compose(berlin)
    pick(page, "2027-10-31T02:30")
    question = page.get_by_role("group", name="show 02:30 twice that day. Which one?")
    second = question.get_by_label("The second 02:30 (UTC+01:00)")
    expect(second).not_to_be_checked()
    second.check()
    expect(page.locator("#schedule-start")).to_contain_text("(Europe/Berlin, UTC+01:00), in ")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("The draft “Try” is saved.")).to_be_visible()
    expect(page.get_by_label("The second 02:30 (UTC+01:00)")).to_be_checked()


def test_an_hour_that_never_comes_offers_the_nearest(
    berlin: str, compose: Callable[..., Page]
) -> None:
    page = compose(berlin)
    pick(page, "2027-03-28T02:30")
    question = page.get_by_role("group", name="skip 02:30 that day. Nearest times:")
    expect(question.get_by_role("button")).to_have_text(["2027-03-28 01:59", "2027-03-28 03:00"])
    question.get_by_role("button", name="03:00").click()
    expect(page.get_by_label("Send at:")).to_have_value("2027-03-28T03:00")
    expect(page.locator("#schedule-start")).to_contain_text("03:00 (Europe/Berlin, UTC+02:00)")


def test_another_application_is_another_clock(berlin: str, compose: Callable[..., Page]) -> None:
    page = compose("Demo shop (Asia/Shanghai)")
    pick(page, "2027-01-05T09:30")
    expect(page.locator("#schedule-start")).to_contain_text("UTC+08:00")
    page.get_by_label("Application:").select_option(label=berlin)
    expect(page.locator("#schedule-clock")).to_contain_text("Europe/Berlin (UTC+")
    expect(page.locator("#schedule-start")).to_contain_text("09:30 (Europe/Berlin, UTC+01:00)")
