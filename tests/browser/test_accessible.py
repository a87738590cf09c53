"""axe finds nothing on any screen, the browser refuses nothing, and no screen is wider than what
shows it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import faults
from tests.browser.running import Demo
from tests.browser.screens import SCHEMES, SCREENS, SIZES, Visitors

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_has_nothing_to_say_of_any_screen(
    browser: Browser, demo: Demo, scheme: str, size: str
) -> None:
    visitors = Visitors(browser, demo, scheme, SIZES[size])
    found = {screen.name: faults(visitors.visit(screen)) for screen in SCREENS}
    visitors.leave()
    assert {name: listed for name, listed in found.items() if listed} == {}
    assert visitors.refused == []
