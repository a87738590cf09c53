"""Impatient fingers: one draft, and nobody is accused of their own save."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import composer
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
DRAFTS = "/campaigns/campaign/?tab=drafts"


def twice_by_keyboard(page: Page) -> None:
    page.locator("#id_title").focus()
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+s")


def twice_by_enter(page: Page) -> None:
    page.locator("#id_title").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def twice_by_mouse(page: Page) -> None:
    page.get_by_role("button", name="Save as draft").dblclick()


WAYS = [twice_by_keyboard, twice_by_enter, twice_by_mouse]


def drafts(page: Page, name: str) -> int:
    page.goto(f"/campaigns/campaign/?q={name}")
    return page.locator("#result_list").get_by_role("link", name=name, exact=True).count()


@pytest.mark.parametrize("way", WAYS)
def test_new_draft_is_saved_once(way: Callable[[Page], None], sign_in: SignIn) -> None:
    page, name = sign_in("mia"), way.__name__.replace("_", "")
    composer.start(page, name=name, title="Typed")
    way(page)
    page.wait_for_url("**/change/")
    expect(page.locator("#id_title")).to_have_value("Typed")
    assert drafts(page, name) == 1


@pytest.mark.parametrize("way", WAYS)
def test_edited_draft_is_no_conflict(way: Callable[[Page], None], sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.draft(page, title="One")
    page.locator("#id_title").fill("Two")
    way(page)
    expect(page.get_by_text("is saved")).to_be_visible()
    expect(page.locator("#meanwhile")).to_have_count(0)
    expect(page.locator("#id_title")).to_have_value("Two")


def test_back_and_save_saves_the_same_draft(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page, name="backandsave", title="One")
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    page.go_back()
    page.wait_for_url("**/add/")
    composer.put(page, "name", "backandsave")
    page.get_by_label("Application:").select_option(label="Demo shop (Asia/Shanghai)")
    page.locator("#id_title").fill("Two")
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    expect(page.locator("#id_title")).to_have_value("Two")
    assert drafts(page, "backandsave") == 1


def test_back_and_save_of_an_edited_draft_saves(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.draft(page, title="One")
    page.locator("#id_title").fill("Two")
    page.get_by_role("button", name="Save and", exact=False).click()
    page.wait_for_url("**/page/")
    page.go_back()
    page.wait_for_url("**/change/")
    page.locator("#id_title").fill("Three")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("is saved")).to_be_visible()
    expect(page.locator("#meanwhile")).to_have_count(0)
    expect(page.locator("#id_title")).to_have_value("Three")
