"""The composer follows what is typed: phones, counters, problems, steps; nothing is stored."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from campaigns.admin.composer.forms import COLUMNS
from campaigns.domain.vendors.fcm import FCM
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.honor import HONOR
from campaigns.domain.vendors.huawei import HUAWEI
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.oppo import OPPO
from campaigns.domain.vendors.vendor import Vendor
from campaigns.domain.vendors.vivo import VIVO
from campaigns.domain.vendors.xiaomi import XIAOMI
from tests.browser import composer
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
HTTPS = "https://images.example.com/a.png"
SEEN: tuple[tuple[str, str, Vendor, str], ...] = (
    ("title", "One title", FCM, "One title"),
    ("alert", "One text", OPPO, "One text"),
    ("forceShowPushContent", "1", XIAOMI, "even where the app is set to hide contents"),
    ("ios_title", "An iOS title", IPHONE, "An iOS title"),
    ("ios_alert", "An iOS text", IPHONE, "ios.alert wins over notification.alert"),
    ("ios_badge", "7", IPHONE, "The badge shows 7."),
    ("ios_contentAvailable", "1", IPHONE, "The app is also woken."),
    ("ios_thread_id", "orders", IPHONE, "grouped with others of thread-id orders"),
    ("ios_apns_collapse_id", "c-1", IPHONE, "collapse id c-1"),
    ("ios_category", "NEWS", IPHONE, "images.example.com"),
    ("ios_interruption_level", "time-sensitive", IPHONE, "Banner with sound"),
    ("android_alert", "An Android text", VIVO, "An Android text"),
    ("android_honor_importance", "NORMAL", HONOR, "As usual on this device"),
    ("android_honor_image", HTTPS, HONOR, "images.example.com"),
    ("android_hw_channelId", "hw-channel", HUAWEI, "hw-channel"),
    ("android_hw_importance", "LOW", HUAWEI, "Silent, in the list only"),
    ("android_hw_image", HTTPS, HUAWEI, "images.example.com"),
    ("android_mi_channelId", "mi-channel", XIAOMI, "mi-channel"),
    ("android_mi_large_icon_uri", HTTPS, XIAOMI, "images.example.com"),
    ("android_oppo_channelId", "oppo-channel", OPPO, "oppo-channel"),
    ("android_oppo_notify_level", "16", OPPO, "OPPO ignores notify_level without a category"),
    ("android_vivo_classification", "1", VIVO, "vivo treats this as a system message"),
    ("android_fcm_channelId", "fcm-channel", FCM, "fcm-channel"),
    ("android_fcm_collapse_key", "k-1", FCM, "collapse id k-1"),
    ("android_fcm_imageUrl", HTTPS, FCM, "images.example.com"),
    ("harmonyOS_alert", "A HarmonyOS text", HARMONY, "A HarmonyOS text"),
    ("harmonyOS_ohos_image", HTTPS, HARMONY, "images.example.com"),
)
"""Field, what is put in it, the phone that shows it, and what is then read there."""


def _platforms(page: Page) -> None:
    page.get_by_role("radio", name="Tags").check()
    page.get_by_role("checkbox", name="iOS").check()
    page.get_by_role("checkbox", name="Android").check()


def test_each_field_is_seen_on_the_phone_that_it_is_for(sign_in: SignIn) -> None:
    page = sign_in("mia", viewport={"width": 1280, "height": 900})
    composer.start(page)
    _platforms(page)
    composer.unfold(page)
    composer.put(page, "ios_richMediaUri", HTTPS)
    for name, value, vendor, read in SEEN:
        composer.put(page, name, value)
        expect(composer.phone(page, vendor), name).to_contain_text(read)


def test_a_text_for_one_platform_stays_off_the_others(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page, title="T", alert="For all")
    _platforms(page)
    composer.unfold(page)
    composer.put(page, "android_alert", "For Android")
    expect(composer.phone(page, XIAOMI)).to_contain_text("For Android")
    expect(composer.phone(page, IPHONE)).to_contain_text("For all")
    expect(composer.phone(page, IPHONE)).not_to_contain_text("For Android")


def test_typing_stores_nothing_and_leaving_asks(sign_in: SignIn) -> None:
    page = sign_in("mia")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    url = composer.draft(page, title="Stored")
    page.locator("#id_title").fill("Only typed")
    expect(composer.phone(page, FCM)).to_contain_text("Only typed")
    page.goto(url)
    assert asked == ["beforeunload"]
    expect(page.locator("#id_title")).to_have_value("Stored")
    page.goto("/")
    assert asked == ["beforeunload"]


def test_the_steps_say_how_far_they_are_and_open_in_any_order(sign_in: SignIn) -> None:
    page = sign_in("mia", viewport={"width": 1280, "height": 900})
    page.goto(composer.ADD)
    for step, said in (("content", "Empty"), ("audience", "Empty"), ("schedule", "Done")):
        expect(composer.state(page, step)).to_have_text(said)
    page.get_by_role("link", name="Review").click()
    expect(page.locator("#step-review-title")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("^Audience")).click()
    expect(page.locator("#step-audience-title")).to_be_in_viewport()
    expect(page.locator("[data-step=audience]")).to_have_attribute("aria-current", "step")
    page.get_by_label("Application:").select_option(label="Demo shop (Asia/Shanghai)")
    page.locator("#id_name").fill("Try")
    page.locator("#id_title").fill("x" * 51)
    expect(composer.state(page, "content")).to_contain_text("to mend")
    expect(page.locator("#counter-title .counted-red").first).to_be_visible()
    page.locator("#id_title").fill("Fine")
    page.locator("#id_alert").fill("A text")
    expect(composer.state(page, "content")).to_have_text("Done")


def test_a_problem_leads_to_its_field_and_unfolds_it(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page)
    page.locator("#section-ios > summary").click()
    page.locator("#id_ios_badge").fill("10000")
    line = page.locator("#problems a[data-field=ios_badge]")
    expect(line).to_contain_text("10000")
    page.locator("#section-ios > summary").click()
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_ios_badge")).to_be_focused()
    page.locator("#problems a[data-field=audience_kind]").first.click()
    expect(page.get_by_role("radio", name="Everyone", exact=True)).to_be_focused()


def test_a_late_answer_never_overwrites_a_newer_one(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page, title="Start")
    expect(composer.phone(page, FCM)).to_contain_text("Start")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "Slow" in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/preview/", hold)
    page.locator("#id_title").fill("Slow")
    page.wait_for_timeout(600)
    assert held
    page.locator("#id_title").fill("Newer")
    page.wait_for_timeout(600)
    held[0].continue_()
    expect(composer.phone(page, FCM)).to_contain_text("Newer")
    page.wait_for_timeout(600)
    expect(composer.phone(page, FCM)).to_contain_text("Newer")


def test_the_last_preview_stays_while_an_entry_cannot_be_read(sign_in: SignIn) -> None:
    page = sign_in("mia")
    composer.start(page, title="Still here")
    composer.unfold(page)
    expect(composer.phone(page, FCM)).to_contain_text("Still here")
    page.locator("#extras-ios_extras").get_by_role("button", name="Edit as JSON").click()
    page.locator("#id_ios_extras").fill('{"a": ')
    expect(page.locator("#said-ios_extras")).to_contain_text("line 1")
    expect(composer.phone(page, FCM)).to_contain_text("Still here")


@pytest.mark.parametrize("text", ['"><img src=x onerror=alert(1)>', "<script>alert(1)</script>"])
def test_scripts_in_texts_stay_texts(text: str, sign_in: SignIn) -> None:
    """`sign_in` fails on whatever the console says against the policy."""
    page = sign_in("mia")
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    composer.start(page)
    _platforms(page)
    composer.unfold(page)
    for name in COLUMNS:
        field = page.locator(f"#id_{name}:is(input:not([type]), input[type=text], textarea)")
        if field.count() and field.is_editable() and field.is_visible():
            field.fill(text)
    extras = page.locator("#extras-ios_extras")
    extras.get_by_role("button", name="Add a row").click()
    extras.get_by_label("Key").fill(text)
    extras.get_by_label("Value").fill(text)
    expect(composer.phone(page, IPHONE)).to_contain_text(text)
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    expect(page.locator("#id_alert")).to_have_value(text)
    page.wait_for_timeout(300)
    assert "alert" not in dialogs


def test_an_address_leads_to_its_field(sign_in: SignIn) -> None:
    page = sign_in("mia")
    url = composer.draft(page, title="One")
    page.goto("/")
    page.goto(f"{url}#id_ios_badge")
    expect(page.locator("#id_ios_badge")).to_be_focused()
