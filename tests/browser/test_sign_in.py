"""A reviewer's first day in production: set up the app, sign in with its code, confirm, approve."""

import base64
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import faults
from tests.browser.running import Demo, running_demo
from tests.browser.screens import SCHEMES, SIZES

pytestmark = pytest.mark.browser
CONFIRM_FOR = 2
"""Seconds; the screens say that it is asked again, and this test does not wait five minutes."""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("strict")
    with running_demo(folder, REQUIRE_TOTP="1", CONFIRM_FOR=str(CONFIRM_FOR)) as running:
        yield running


def _password(page: Page, password: str) -> None:
    page.get_by_label("Username").fill("rui")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def _looks_good(page: Page) -> None:
    for width, scheme in zip(SIZES.values(), SCHEMES, strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == [], (page.url, width, scheme)


def _set_up(page: Page, password: str) -> bytes:
    """The key, as a person without a camera reads it."""
    _looks_good(page)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Set up the app").click()
    key = base64.b32decode(page.locator("code.key").inner_text().replace(" ", ""))
    picture = page.get_by_role("img", name="QR code").evaluate("image => image.naturalWidth")
    assert picture > 200, "the browser shows it under the content security policy"
    _looks_good(page)
    page.get_by_label("Enter the six digits").fill(f"{totp(key, drift=-1):06}")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".codes li")).to_have_count(10)
    _looks_good(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    return key


def _code(page: Page, key: bytes) -> None:
    expect(page.get_by_text("One more step, rui")).to_be_visible()
    _looks_good(page)
    page.get_by_label("Your code").fill(f"{totp(key):06}")
    page.get_by_role("button", name="Continue").click()


def _approve(page: Page, password: str) -> None:
    page.wait_for_timeout(CONFIRM_FOR * 1000 + 500)
    page.reload()
    for box in page.locator("input[name=checked]").all():
        box.check()
    offer = page.locator("#approve-form")
    offer.get_by_label("Comment").fill("Read on my phone")
    offer.get_by_label("Your password").fill("not my password")
    offer.get_by_role("button", name="Approve").click()
    expect(offer.get_by_role("alert")).to_contain_text("neither your password nor a current code")
    expect(offer.get_by_label("Comment")).to_have_value("Read on my phone")
    _looks_good(page)
    offer.get_by_label("Your password").fill(password)
    offer.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Your approval is recorded.")).to_be_visible()


def test_from_the_first_code_to_a_confirmed_approval(browser: Browser, strict: Demo) -> None:
    page = browser.new_context(base_url=strict.url).new_page()
    page.goto("/")
    _looks_good(page)
    _password(page, strict.password)
    key = _set_up(page, strict.password)
    page.get_by_role("button", name="Log out").click()
    page.goto("/campaigns/campaign/4/page/")
    _password(page, strict.password)
    _code(page, key)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Autumn sale")
    _approve(page, strict.password)
    page.context.close()
