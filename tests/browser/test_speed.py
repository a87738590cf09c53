"""What is done often is quick: copy, template, rehearsal, import. Real worker, real sandbox."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
BODY = {
    "platform": ["ios"],
    "audience": {"is_to_all": False, "tag": ["vip"]},
    "notification": {"title": "From elsewhere", "alert": "Imported text"},
}


def find(page: Page, words: str, application: str = "") -> None:
    page.get_by_role("link", name="Campaigns", exact=True).click()
    page.get_by_label("Name, label, title or text").fill(words)
    if application:
        page.get_by_role("combobox", name="Application").select_option(label=application)
    page.get_by_role("button", name="Find").click()


def test_duplicate_from_the_row_menu_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in("mia")
    find(page, "Autumn sale")
    menu = page.locator(".row-menu summary").first
    menu.focus()
    menu.press("Enter")
    page.get_by_role("button", name="Duplicate").press("Enter")
    expect(page.get_by_text("This is a new draft, without a time")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name:", exact=True)).to_have_value(
        "Copy of Autumn sale"
    )
    find(page, "Copy of")
    expect(page.get_by_role("row", name=re.compile("Copy of Autumn sale.*Draft"))).to_have_count(1)


def test_a_double_click_makes_one_copy(sign_in: SignIn) -> None:
    page = sign_in("mia")
    find(page, "新品上架")
    page.locator("a.name").first.click()
    page.get_by_role("button", name="Duplicate").dblclick()
    expect(page.get_by_role("textbox", name="Name:", exact=True)).to_have_value("Copy of 新品上架")
    find(page, "Copy of 新品上架")
    expect(page.locator("a.name")).to_have_count(1)


def test_template_with_placeholders(sign_in: SignIn) -> None:
    page = sign_in("mia")
    page.get_by_role("link", name="New campaign").click()
    page.get_by_role("link", name="Use a template").click()
    page.get_by_role("link", name="Use", exact=True).first.click()
    page.get_by_label("Name of the campaign:").fill("Boots for less")
    page.get_by_label("percent:").fill("30")
    page.get_by_label("what:").fill("boots")
    page.get_by_label("until:").fill("Sunday")
    page.get_by_role("button", name="Make a draft of it").click()
    expect(page.get_by_role("textbox", name="Title:", exact=True)).to_have_value("30 % off boots")
    text = "Only until Sunday: boots for less, in every shop."
    expect(page.get_by_role("textbox", name="Text:", exact=True)).to_have_value(text)


def test_a_rehearsal_opens_the_phones_it_reached(sign_in: SignIn) -> None:
    page = sign_in("mia")
    find(page, "Weekend picks", "Demo shop, real limits")
    page.locator("a.name").first.click()
    page.get_by_role("button", name="Rehearse").click()
    page.wait_for_url(re.compile(r"/sandbox/phones/\d+/\?push_id=\w{22}$"), timeout=30_000)
    expect(page.get_by_role("heading", name="Phones reached")).to_be_visible()
    expect(page.locator(".sandbox-phones").get_by_text("Picked for").first).to_be_visible()
    find(page, "Weekend picks", "Demo shop, real limits")
    page.locator("a.name").first.click()
    expect(page.get_by_text("delivered it to its phones")).to_be_visible()
    expect(page.get_by_text("Today 0 of 3 used, 0 reserved.")).to_be_visible()


def test_import_says_what_is_wrong_and_then_makes_a_draft(sign_in: SignIn) -> None:
    page = sign_in("mia")
    page.get_by_role("link", name="Campaigns", exact=True).click()
    page.get_by_role("link", name="Import a body").click()
    page.get_by_role("combobox", name="Application").select_option(index=1)
    page.get_by_label("Body:").fill(json.dumps({**BODY, "fromuserid": "x"}))
    page.get_by_role("button", name="Make a draft of it").click()
    expect(page.locator("#problems code")).to_have_text("fromuserid")
    page.get_by_label("Body:").fill("")
    file = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(BODY).encode()}
    page.get_by_label("or a file:").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Make a draft of it").click()
    expect(page.get_by_role("textbox", name="Title:", exact=True)).to_have_value("From elsewhere")
