"""An interval is due at first, then only when its seconds have passed."""

import pytest

from campaigns.sending.host import interval
from campaigns.sending.host.interval import Interval


def test_interval_is_due_when_its_seconds_have_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 5.0
    monkeypatch.setattr(interval, "monotonic", lambda: seconds)
    report = Interval(10)
    assert report.is_due()
    report.restart()
    assert not report.is_due()
    seconds = 14.9
    assert not report.is_due()
    seconds = 15.0
    assert report.is_due()
