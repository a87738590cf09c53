"""`manage.py campaign`: what it prints, and what it refuses to understand."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns.domain.workflow import Status
from campaigns.models import Campaign
from tests.factories import make_campaign, submitted
from tests.management.conftest import KEYS, Run, refused

pytestmark = pytest.mark.usefixtures("team")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", 99), 1, "there is no campaign 99"),
        (("show", 10**30), 1, "there is no campaign 1000"),
        (("payload", -1), 1, "there is no campaign -1"),
        (("show", "one"), 2, "argument ID"),
        (("show",), 2, "ID"),
        (("submit", 99, "--as", "mia"), 1, "there is no campaign 99"),
        (("submit", 1), 2, "--as"),
        (("approve", 1, "--as", "rui"), 2, "--digest"),
        (("resolve", 1, "--as", "rui", "--outcome", "lost", "--comment", "x"), 2, "--outcome"),
        (("resolve", 1, "--as", "rui", "--outcome", "sent"), 2, "--comment"),
        (("list", "--status", "lost"), 2, "--status"),
        (("list", "--application", "none"), 1, "there is no application none"),
        (("delete", 1), 2, "invalid choice"),
        ((), 2, "required"),
    ],
)
def test_what_is_not_there_and_what_is_no_command(
    run: Run, words: tuple[object, ...], code: int, says: str
) -> None:
    result = run("campaign", *words)
    assert (result.code, result.out) == (code, b"")
    assert says in result.err


@pytest.mark.parametrize(
    ("verb", "words"),
    [("approve", ("--digest", "x")), ("resolve", ("--outcome", "sent", "--comment", "x"))],
)
def test_votes_on_the_command_line_are_the_installations_choice(
    run: Run, settings: Settings, verb: str, words: tuple[str, ...]
) -> None:
    settings.CLI_VOTES = False
    pk = submitted(make_campaign()).pk
    refused(run("campaign", verb, pk, "--as", "rui", *words), "CLI_VOTES=1")
    assert Campaign.objects.get().status == Status.IN_REVIEW


def test_nobody_acts_as_a_person_who_is_not_active(run: Run) -> None:
    pk = make_campaign(author=User.objects.get(username="mia")).pk
    User.objects.filter(username="mia").update(is_active=False)
    refused(run("campaign", "submit", pk, "--as", "mia"), "Activate mia first")
    refused(run("campaign", "submit", pk, "--as", "Mia"), "there is no Mia")
    assert Campaign.objects.get().status == Status.DRAFT


def test_a_sealed_body_is_printed_byte_for_byte(run: Run) -> None:
    campaign = submitted(make_campaign(title="标题 🎉", alert="a\nb"))
    assert campaign.submission is not None
    out = run("campaign", "payload", campaign.pk).out
    assert out == campaign.submission.body_bytes


def test_list_is_one_object_a_line_and_asks_once(
    run: Run, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_campaign()
    submitted(make_campaign(name="A 标题"))
    with django_assert_num_queries(1):
        lines = run("campaign", "list").lines
    assert [line["status"] for line in lines] == ["in_review", "draft", "draft", "draft"]
    assert list(lines[0]) == KEYS[:8]
    assert lines[0]["name"] == "A 标题"
    assert lines[0]["audience"] == "People tagged vip, on iOS and Android."
    assert lines[0]["digest"]
    assert len(run("campaign", "list", "--status", "draft").lines) == 3
    assert len(run("campaign", "list", "--application", "shop-key").lines) == 4
    assert run("campaign", "list", "--status", "sent").out == b""


def test_the_output_is_english_whatever_the_language(run: Run, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    pk = make_campaign().pk
    assert run("campaign", "show", pk).json["audience"].startswith("People tagged vip")
