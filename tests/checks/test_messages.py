"""Each id of a system check is used at one place, and is said in one place only."""

import re
from pathlib import Path

import pytest

import campaigns
from campaigns.checks import messages
from campaigns.checks.messages import CheckId

SOURCES = {
    path: path.read_text()
    for path in Path(campaigns.__file__).parent.rglob("*.py")
    if path != Path(messages.__file__)
}


@pytest.mark.parametrize("check", CheckId)
def test_each_id_is_used_once(check: CheckId) -> None:
    uses = [len(re.findall(rf"\bCheckId\.{check.name}\b", text)) for text in SOURCES.values()]
    assert sum(uses) == 1


def test_no_id_is_written_elsewhere() -> None:
    written = re.compile(r"campaigns\.[EW][0-9]{3}")
    assert [path.name for path, text in SOURCES.items() if written.search(text)] == []


def test_level_is_the_letter_of_the_id() -> None:
    assert {check.value[:11] for check in CheckId} == {"campaigns.E", "campaigns.W"}
    error = messages.error(CheckId.NO_GATE, "Mend it.", "So.")
    warning = messages.warning(CheckId.TOTP_OFF, "Mend it.", "So.")
    assert (error.id, error.is_serious()) == ("campaigns.E030", True)
    assert (warning.id, warning.is_serious()) == ("campaigns.W031", False)
