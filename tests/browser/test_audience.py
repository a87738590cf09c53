"""Who receives it, chosen as a marketer does: by keyboard, from a file, and without surprises."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn

pytestmark = pytest.mark.browser
REAL_LIMITS = "Demo shop, real limits (Asia/Shanghai)"
IDS = [f"u{number:04}" for number in range(1, 1002)]

UGLY: dict[str, tuple[bytes, str]] = {
    "BOM, CRLF, header, duplicates": (
        b"\xef\xbb\xbfuserid,name\r\nu1,Anna\r\nu2,Bert\r\nu1,Anna\r\n",
        "u1\nu2",
    ),
    "semicolons and quotes": (b'"name";"user_id"\r\n"Li; Wei";"u1"\r\n"B";"u2"\r\n', "u1\nu2"),
    "tabs": (b"userid\tname\nu1\tAnna\nu2\tBert\n", "u1\nu2"),
    "GBK": ("用户编号,姓名\nu1,安娜\nu2,伯特\n".encode("gbk"), "u1\nu2"),
    "formulas stay text": (b"=cmd|' /C calc'!A0\n@SUM(1)\n+1\n", "=cmd|' /C calc'!A0\n@SUM(1)\n+1"),
    "a wrapped list": (b"u1, u2, u3,\nu4", "u1\nu2\nu3\nu4"),
}


@pytest.fixture
def compose(sign_in: SignIn) -> Callable[..., Page]:
    """A new campaign of the demo application with the real limits."""

    def opened(**options: object) -> Page:
        page = sign_in("mia", **options)
        page.goto("/campaigns/campaign/add/")
        page.get_by_label("Application:").select_option(label=REAL_LIMITS)
        page.get_by_role("textbox", name="Name:", exact=True).fill("Try")
        return page

    return opened


def ids_field(page: Page) -> Locator:
    return page.get_by_label("User IDs:")


def choose(page: Page, kind: str) -> None:
    page.get_by_role("radio", name=kind, exact=True).check()


def upload(page: Page, raw: bytes, name: str = "list.csv") -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": raw}
    page.get_by_label("Read them from a file (CSV or TXT):").set_input_files(file)  # type: ignore[arg-type]


def test_only_the_fields_of_the_chosen_audience_are_shown(compose: Callable[..., Page]) -> None:
    page = compose()
    tags, package, users = (
        page.get_by_label("Tags, all of them:"),
        page.get_by_label("Package name:"),
        ids_field(page),
    )
    shown = {
        "Everyone": (False, False, False),
        "Everyone who uses a package": (False, True, False),
        "Tags": (True, True, False),
        "Named users": (False, False, True),
    }
    for field in (tags, package, users):
        expect(field).to_be_hidden()
    for kind, visible in shown.items():
        choose(page, kind)
        for field, is_shown in zip((tags, package, users), visible, strict=True):
            expect(field).to_be_visible(visible=is_shown)


def test_without_a_script_everything_is_shown(sign_in: SignIn) -> None:
    page = sign_in("mia", java_script_enabled=False)
    page.goto("/campaigns/campaign/add/")
    for label in ("Tags, all of them:", "Package name:", "User IDs:"):
        expect(page.get_by_label(label)).to_be_visible()
    expect(page.get_by_role("button", name="Tidy up the list")).to_be_hidden()


def test_tags_by_keyboard(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Tags")
    every = page.get_by_label("Tags, all of them:")
    every.press_sequentially("vip\nyoung\nnosuch\n")
    chips = page.locator("#chips-audience_tag")
    every_of = re.compile(r"vip.*30 users.*and.*young.*and.*nosuch", re.DOTALL)
    expect(chips).to_contain_text(every_of)
    expect(chips.locator(".unknown")).to_contain_text("not a known tag")
    every.press("Backspace")
    expect(chips).not_to_contain_text("nosuch")
    page.get_by_role("button", name="Remove young").press("Enter")
    expect(every).to_be_focused()
    page.get_by_label("Tags, any of them:").press_sequentially("Beijing\nShanghai\n")
    page.get_by_role("checkbox", name="iOS").check()
    who = page.locator("#audience-who")
    expect(who).to_contain_text("People tagged vip, and tagged Beijing or Shanghai, on iOS.")
    expect(who).to_contain_text(re.compile(r"\d+ users? with \d+ phones?, counted in the sandbox"))
    expect(page.locator("#known-tags option")).to_have_count(12)


def test_a_tag_that_was_not_confirmed_is_saved_too(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Tags")
    page.get_by_label("Tags, all of them:").fill("vip")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("The draft “Try” is saved.")).to_be_visible()
    expect(page.locator("#chips-audience_tag")).to_contain_text("vip")


def test_what_another_audience_holds_is_named_and_emptied(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Named users")
    ids_field(page).fill("u0001\nu0002")
    ids_field(page).blur()
    expect(page.locator("#audience-who")).to_contain_text("2 named users")
    choose(page, "Everyone")
    expect(page.locator("#audience-who .grave")).to_be_visible()
    expect(page.get_by_text("“User IDs” is filled in too (2 values)")).to_be_visible()
    page.get_by_role("button", name="Empty “User IDs”").click()
    expect(page.get_by_text("“User IDs” is filled in too")).to_be_hidden()
    expect(ids_field(page)).to_be_hidden()
    choose(page, "Named users")
    expect(ids_field(page)).to_have_value("")


def test_package_names_are_offered(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Everyone who uses a package")
    expect(page.get_by_label("Package name:")).to_have_attribute("list", "known-packages")
    offered = page.locator("#known-packages option")
    expect(offered).to_have_attribute("value", "com.example.app")


def test_files_as_people_save_them(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Named users")
    for number, (kind, (raw, clean)) in enumerate(UGLY.items()):
        upload(page, raw, f"{number}.csv")
        expect(ids_field(page), kind).to_have_value(clean)
        count = len(clean.split("\n"))
        said = f"{count} user IDs read from “{number}.csv”."
        expect(page.locator("#ids-report"), kind).to_contain_text(said)
        expect(page.locator("#audience-who"), kind).to_contain_text(f"{count} named users")


def test_bad_rows_stand_with_their_lines(compose: Callable[..., Page]) -> None:
    page = compose()
    choose(page, "Named users")
    upload(page, b"userid;name\nu1;A\n;B\n1.2E+11;C\nu1;D\n" + b"x" * 65 + b";E\n")
    report = page.locator("#ids-report")
    expect(report).to_contain_text("1 duplicate removed.")
    for line in (3, 4, 6):
        expect(report).to_contain_text(f"Line {line}:")
    expect(ids_field(page)).to_have_value("u1")
    upload(page, b"PK\x03\x04", "book.xlsx")
    expect(report).to_contain_text("Save the sheet as CSV")
    expect(ids_field(page)).to_have_value("u1")


def test_a_pasted_list_is_tidied_up(compose: Callable[..., Page]) -> None:
    page = compose(permissions=["clipboard-read", "clipboard-write"])
    choose(page, "Named users")
    for text in ("userid\n u1 \n\nu2\nu1\n", "userid\n u1 \n\nu2\nu1\n\n"):
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        ids_field(page).focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+v")
        expect(ids_field(page)).to_have_value("u1\nu2")
        expect(ids_field(page)).to_be_focused()
    ids_field(page).fill("u1\nu2\nu1")
    page.get_by_role("button", name="Tidy up the list").click()
    expect(ids_field(page)).to_have_value("u1\nu2")


def test_over_a_thousand_become_numbered_drafts(compose: Callable[..., Page]) -> None:
    page = compose()
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    choose(page, "Named users")
    upload(page, "\r\n".join(["userid", *IDS]).encode())
    offer = page.locator("#ids-split")
    expect(offer).to_contain_text("1001 user IDs are more than one push takes: 1000.")
    expect(offer).to_contain_text("of 3 used")
    offer.get_by_role("button", name="Make 2 drafts").click()
    expect(page.get_by_text("2 drafts are saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Try (2/2)").first).to_be_visible()
    page.get_by_role("link", name="Try (1/2)").first.click()
    expect(page.locator("body")).to_contain_text("1000 named users")
    assert asked == []
