"""What the tests do on the compose page."""

from playwright.sync_api import Locator, Page

from campaigns.domain.vendors.vendor import Vendor

ADD = "/campaigns/campaign/add/"


def start(page: Page, **texts: str) -> None:
    """A new campaign of the demo's application, with these fields filled in."""
    page.goto(ADD)
    page.get_by_label("Application:").select_option(label="Demo shop (Asia/Shanghai)")
    for name, text in {"name": "Try", **texts}.items():
        page.locator(f"#id_{name}").fill(text)


def draft(page: Page, **texts: str) -> str:
    """The path of a new draft, stored."""
    start(page, **texts)
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/change/")
    return page.url


def phone(page: Page, vendor: Vendor) -> Locator:
    return page.locator(f"#preview-phones .phone-{vendor.kind}")


def unfold(page: Page) -> None:
    """Every section of the form and every phone."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def put(page: Page, name: str, value: str) -> None:
    """Type or choose `value` in the field, whatever its kind."""
    field = page.locator(f"#id_{name}")
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def state(page: Page, step: str) -> Locator:
    return page.locator(f"#step-state-{step}")
