"""What the command line tells of a large body: fifty problems, and how many more."""

import json

import pytest

from campaigns.models import Campaign
from tests.management.conftest import Run

pytestmark = pytest.mark.usefixtures("team")
IMPORT = ("campaign", "import", "-", "--application", "shop-key", "--as", "mia")


def test_fifty_problems_and_the_number_of_the_others(run: Run) -> None:
    body = {"audience": {"is_to_all": False, "userid": [1] * 60_000}}
    result = run(*IMPORT, stdin=json.dumps(body).encode())
    assert (result.code, result.out) == (1, b"")
    lines = result.err.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "$: Mend these first: there are 59,950 more problems."


def test_too_many_bytes_are_one_sentence(run: Run) -> None:
    result = run(*IMPORT, stdin=b" " * 1_000_000)
    assert (result.code, result.out) == (1, b"")
    assert len(result.err.splitlines()) == 1
    assert not Campaign.objects.exists()


def test_show_tells_fifty_problems(run: Run) -> None:
    made = run(*IMPORT, stdin=json.dumps({"audience": {"is_to_all": True}}).encode()).json
    tags = [f"wrong{n}" for n in range(900)]
    Campaign.objects.filter(pk=made["id"]).update(platform=tags, audience_tag=tags * 2)
    assert len(run("campaign", "show", str(made["id"])).json["problems"]) <= 51
