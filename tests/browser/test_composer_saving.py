"""Saving from the composer: by keyboard, by two people at once, extras by rows."""

import pytest
from playwright.sync_api import expect

from tests.browser import composer
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser


def test_ctrl_s_saves_and_comes_back_to_the_cursor(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.draft(page, title="One")
    page.locator("#id_alert").fill("Some text")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("is saved")).to_be_visible()
    expect(page.locator("#id_alert")).to_be_focused()
    expect(page.locator("#id_alert")).to_have_value("Some text")
    expect(page.locator("#unsaved")).to_be_hidden()


def test_two_editors_lose_nothing(sign_in: SignIn) -> None:
    first, second = sign_in("mia"), sign_in("mia")
    url = composer.draft(first, title="One")
    first.goto(url)
    second.goto(url)
    first.locator("#id_title").fill("Theirs")
    first.locator("#id_alert").fill("Their text")
    first.get_by_role("button", name="Save as draft").click()
    expect(first.get_by_text("is saved")).to_be_visible()
    second.locator("#id_title").fill("Mine")
    second.keyboard.press("Control+s")
    told = second.locator("#meanwhile")
    expect(told).to_be_focused()
    expect(told.get_by_role("row", name="Title")).to_contain_text("Theirs")
    expect(told.get_by_role("row", name="Title")).to_contain_text("Mine")
    expect(second.locator("#id_title")).to_have_value("Mine")
    expect(second.locator("#id_alert")).to_have_value("Their text")
    second.get_by_role("button", name="Save as draft").click()
    expect(second.get_by_text("is saved")).to_be_visible()
    first.goto(url)
    expect(first.locator("#id_title")).to_have_value("Mine")
    expect(first.locator("#id_alert")).to_have_value("Their text")


def test_extras_go_by_rows_and_as_json(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page)
    composer.unfold(page)
    extras = page.locator("#extras-ios_extras")
    for key, value in (("id", "1"), ("id", "2")):
        extras.get_by_role("button", name="Add a row").click()
        expect(extras.get_by_label("Key").last).to_be_focused()
        extras.get_by_label("Key").last.fill(key)
        extras.get_by_label("Value").last.fill(value)
    expect(page.locator("#said-ios_extras")).to_contain_text("Row 2")
    extras.get_by_label("Key").last.fill("wo")
    expect(page.locator("#said-ios_extras")).to_be_empty()
    extras.get_by_role("button", name="Edit as JSON").click()
    expect(page.locator("#id_ios_extras")).to_have_value('{\n  "id": "1",\n  "wo": "2"\n}')
    page.locator("#id_ios_extras").fill('{"a": "x"}')
    extras.get_by_role("button", name="Edit as rows").click()
    expect(extras.get_by_label("Value")).to_have_value("x")
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    expect(page.locator("#extras-ios_extras").get_by_label("Key")).to_have_value("a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_folds_the_preview_and_never_scrolls_sideways(
    scheme: str, sign_in: SignIn
) -> None:
    page = sign_in("mia", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    composer.start(page, title="Narrow")
    beside = page.locator("#beside")
    expect(beside).not_to_have_attribute("open", "")
    beside.locator("> summary").click()
    expect(beside.locator("#preview-phones")).to_contain_text("Narrow")
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0
