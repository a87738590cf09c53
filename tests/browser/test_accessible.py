"""axe finds nothing on any screen, the browser refuses nothing, and no screen is wider than what
shows it."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.running import Demo
from tests.browser.screens import SCHEMES, SCREENS, SIZES, Visitors

pytestmark = pytest.mark.browser
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
FIND = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    faults: list[str] = page.evaluate(FIND)
    over = page.evaluate(TOO_WIDE)
    return [*faults, f"{over} pixels too wide"] if over > 0 else faults


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_has_nothing_to_say_of_any_screen(
    browser: Browser, demo: Demo, scheme: str, size: str
) -> None:
    visitors = Visitors(browser, demo, scheme, SIZES[size])
    found = {screen.name: _faults(visitors.visit(screen)) for screen in SCREENS}
    visitors.leave()
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert visitors.refused == []
