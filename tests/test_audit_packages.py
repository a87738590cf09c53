"""A known weakness fails the run; an unreachable database is reported and does not."""

from typing import Any

import pytest

from tests import audit_packages

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "requests", "version": "2.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
SKIPPED = {"name": "celery", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([SOUND], 0, ""),
        ([SOUND, WEAK], 1, "requests 2.0 has known weaknesses: PYSEC-1, PYSEC-2"),
        ([SOUND, SKIPPED], 0, "NOT TESTED HERE"),
        ([WEAK, SKIPPED], 1, "1 of 2 packages, celery among them"),
    ],
)
def test_known_weakness_fails_and_what_was_not_looked_up_is_said(
    packages: list[dict[str, Any]], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit_packages.judge(packages) == code
    assert says in capsys.readouterr().err


def test_answer_that_never_comes_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit_packages, "COMMAND", ["sleep", "5"])
    monkeypatch.setattr(audit_packages, "SECONDS", 0.1)
    assert audit_packages.main() == 0
    assert "NOT TESTED HERE" in capsys.readouterr().err
    monkeypatch.setattr(audit_packages, "COMMAND", ["false"])
    monkeypatch.setattr(audit_packages, "SECONDS", 5)
    assert audit_packages.main() == 0
    assert "NOT TESTED HERE" in capsys.readouterr().err
