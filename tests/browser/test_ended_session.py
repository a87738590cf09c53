"""A session that ends while somebody writes: nothing typed is lost, nothing old comes back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import composer
from tests.browser.conftest import SignIn
from tests.browser.running import Demo, log_in

pytestmark = pytest.mark.browser
SIGNED_OUT = "You are signed out"
COOKIE = "pushconsole-session"
POLL = """() => {
  const poll = document.createElement("i");
  poll.setAttribute("hx-get", "/campaigns/campaign/");
  poll.setAttribute("hx-swap", "none");
  poll.setAttribute("hx-trigger", "poll");
  document.body.append(poll);
  htmx.process(poll);
  htmx.trigger(poll, "poll");
}"""
"""A fragment that is asked for without a form, as pages do that wait for something."""


def end_session(page: Page) -> None:
    """As a time-out does: the browser's cookie opens nothing any more."""
    page.context.clear_cookies(name=COOKIE)


def type_password(page: Page, name: str, password: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_text_is_there_again_after_signing_in(sign_in: SignIn, demo: Demo) -> None:
    page = sign_in("mia")
    composer.start(page, title="Before")
    end_session(page)
    page.locator("#id_alert").fill("Typed after the end")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("what you typed is kept for an hour")).to_be_visible()
    type_password(page, "mia", demo.password)
    expect(page.locator("#kept")).to_contain_text("Nothing is saved yet")
    expect(page.locator("#id_alert")).to_have_value("Typed after the end")
    expect(page.locator("#unsaved")).to_be_visible()
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    expect(page.locator("#id_alert")).to_have_value("Typed after the end")
    expect(page.locator("#kept")).to_have_count(0)


def test_open_page_says_so_in_place_and_keeps_its_preview(sign_in: SignIn, demo: Demo) -> None:
    page = sign_in("mia")
    composer.start(page, title="Seen before")
    expect(page.locator("#preview-phones")).to_contain_text("Seen before")
    end_session(page)
    page.locator("#id_title").fill("Not seen")
    expect(page.locator("#sign-in-again")).to_contain_text(SIGNED_OUT)
    expect(page.locator("#preview-stale")).to_be_visible()
    expect(page.locator("#preview-phones")).to_contain_text("Seen before")
    expect(page.locator("#id_title")).to_have_value("Not seen")


def test_note_is_read_out_once_and_goes_with_the_sign_in(sign_in: SignIn, demo: Demo) -> None:
    page = sign_in("mia")
    composer.start(page, title="Seen before")
    expect(page.locator("#preview-phones")).to_contain_text("Seen before")
    end_session(page)
    with page.expect_response(lambda answer: answer.status == 401):
        page.evaluate(POLL)
    note = page.locator("#sign-in-again > *")
    expect(note).to_contain_text(SIGNED_OUT)
    note.evaluate("one => { one.dataset.read = 'once'; }")
    with page.expect_response(lambda answer: answer.status == 401):
        page.evaluate(POLL)
    expect(page.locator("#sign-in-again > [data-read=once]")).to_have_count(1)
    log_in(page.context.new_page(), "mia", demo.password)
    page.evaluate(POLL)
    expect(note).to_have_count(0)


def test_note_about_the_form_stays_while_polls_succeed(sign_in: SignIn, demo: Demo) -> None:
    page = sign_in("mia")
    composer.start(page, title="Seen before")
    end_session(page)
    page.locator("#id_title").fill("Not seen")
    expect(page.locator("#sign-in-again")).to_contain_text(SIGNED_OUT)
    log_in(page.context.new_page(), "mia", demo.password)
    page.locator("#id_title").fill("Not seen either")
    expect(page.locator("#sign-in-again")).to_contain_text("press its button to go on")
    with page.expect_response(lambda answer: answer.ok):
        page.evaluate(POLL)
    expect(page.locator("#sign-in-again")).to_contain_text("press its button to go on")


def test_old_list_of_ids_never_returns_over_newer_edits(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page)
    page.get_by_label("Named users").check()
    ids = page.locator("#id_audience_userid")
    ids.fill("old-1, old-2")
    tidy = page.get_by_role("button", name="Tidy up the list")
    tidy.click()
    expect(ids).to_have_value("old-1\nold-2")
    end_session(page)
    ids.fill("newer")
    tidy.click()
    expect(page.locator("#sign-in-again")).to_contain_text(SIGNED_OUT)
    expect(ids).to_have_value("newer")


def test_signing_in_in_another_tab_keeps_the_text_of_this_one(sign_in: SignIn, demo: Demo) -> None:
    page = sign_in("mia")
    composer.start(page, title="First tab")
    end_session(page)
    other = page.context.new_page()
    log_in(other, "mia", demo.password)
    page.locator("#id_alert").fill("Typed in the first tab")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("link", name="Show what I typed").click()
    expect(page.locator("#id_title")).to_have_value("First tab")
    expect(page.locator("#id_alert")).to_have_value("Typed in the first tab")
