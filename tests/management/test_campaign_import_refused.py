"""What `manage.py campaign import` refuses, and that nothing is stored then."""

import pytest

from campaigns.models import Campaign
from tests.management.bodies import UGLY, as_bytes
from tests.management.conftest import Run

pytestmark = pytest.mark.usefixtures("team")

IMPORT = ("campaign", "import", "-", "--application", "shop-key", "--as", "mia")


@pytest.mark.parametrize(("raw", "path"), UGLY.values(), ids=UGLY)
def test_an_ugly_body_is_refused_with_its_path(run: Run, raw: bytes, path: str) -> None:
    for effective in ((), ("--effective",)):
        result = run(*IMPORT, *effective, stdin=raw)
        assert (result.code, result.out) == (1, b"")
        assert result.err.startswith(path)
        assert "Traceback" not in result.err
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("file", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_refused(run: Run, file: str) -> None:
    result = run(*IMPORT[:2], file, *IMPORT[3:])
    assert (result.code, result.out) == (1, b"")
    assert result.err.startswith(f"Check {file}: ")


@pytest.mark.parametrize(
    "time",
    [
        "2026-12-01T16:00:00",
        "2026-12-01",
        "noon",
        "",
        "9999-12-31T23:59Z",
        "0001-01-01T00:00+14:00",
    ],
)
@pytest.mark.parametrize("option", ["--send-at", "--send-before"])
def test_a_time_without_offset_or_meaning_is_a_usage_error(
    run: Run, option: str, time: str
) -> None:
    result = run(*IMPORT, option, time, stdin=as_bytes({"audience": {"is_to_all": True}}))
    assert (result.code, result.out) == (2, b"")
    assert option in result.err
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--application", "none", "--as", "mia"), "there is no application none"),
        (("--application", "shop-key", "--as", "nobody"), "there is no nobody"),
        (("--application", "shop-key", "--as", "ada"), "Ask a marketer"),
    ],
)
def test_only_marketers_of_a_known_application_import(
    run: Run, words: tuple[str, ...], says: str
) -> None:
    body = as_bytes({"audience": {"is_to_all": True}})
    result = run("campaign", "import", "-", *words, stdin=body)
    assert (result.code, result.out) == (1, b"")
    assert says in result.err
    assert not Campaign.objects.exists()
