"""Each fact about a kind of audience hangs on its row."""

from typing import Any

import pytest

from campaigns.composer import message_columns
from campaigns.domain.message.audience import ignored, in_force, sentence
from campaigns.domain.message.audience_kinds import (
    CONDITIONS,
    EVERYONE,
    IS_TO_ALL,
    KINDS,
    PACKAGE,
    TAGS,
    USERS,
    AudienceKind,
)
from campaigns.domain.message.recipients import Recipient
from campaigns.domain.message.shape import Audience
from campaigns.domain.translatable import translatable
from campaigns.domain.validation.audience import contradictions
from campaigns.domain.validation.problem import Candidate
from campaigns.models import Application, Campaign
from campaigns.sandbox import push_body
from tests.domain.samples import built, said

VALUES: dict[str, Any] = {
    IS_TO_ALL: True,
    "tag": ["vip"],
    "tag_or": ["young"],
    "userid": ["u1"],
    "packageName": "com.example.app",
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def audience(*names: str) -> Audience:
    return Audience(**{IS_TO_ALL: False, **{name: VALUES[name] for name in names}})


def body(*names: str) -> Any:
    return built({}).model_copy(update={"audience": audience(*names)})


@every_kind
def test_a_row_fits_the_columns_that_it_names(kind: AudienceKind) -> None:
    assert KINDS[kind.key] is kind
    column: Any = Campaign._meta.get_field("audience_kind")
    assert len(kind.key) <= column.max_length
    assert (kind.key, said(kind.label)) in [(key, str(label)) for key, label in column.choices]
    assert Application(**{kind.votes: 7}).votes_for(kind) == 7
    assert {*kind.set_by, *kind.narrowed_by} <= set(Audience.model_fields)


@every_kind
def test_each_key_of_the_wire_puts_its_kind_in_force(kind: AudienceKind) -> None:
    assert kind.set_by
    for name in kind.set_by:
        assert in_force(audience(name)) is kind
        assert in_force(audience(name, *kind.narrowed_by)) is kind


def test_every_key_of_the_wire_belongs_to_a_kind() -> None:
    assert {name for kind in KINDS.values() for name in kind.set_by} == set(Audience.model_fields)
    columns = [message_columns.COLUMNS[f"audience.{name}"] for name in CONDITIONS]
    for column in ("platform", *columns):
        assert message_columns.kinds_of(column), column
    assert message_columns.kinds_of("title") == ()


def test_the_fields_of_each_kind() -> None:
    assert message_columns.columns_of(EVERYONE) == ("platform",)
    assert message_columns.columns_of(PACKAGE) == ("platform", "audience_packageName")
    tags = ("audience_tag", "audience_tag_or", "audience_packageName")
    assert message_columns.columns_of(TAGS) == ("platform", *tags)
    assert message_columns.columns_of(USERS) == ("audience_userid",)


def test_no_two_kinds_share_a_precedence_a_sentence_or_a_label() -> None:
    kinds = KINDS.values()
    assert len({kind.precedence for kind in kinds}) == len(kinds)
    assert len({said(kind.label) for kind in kinds}) == len(kinds)
    assert len({said(sentence(body(*kind.set_by))) for kind in kinds}) == len(kinds)


@every_kind
def test_a_condition_without_effect_is_named_by_the_row(kind: AudienceKind) -> None:
    idle = [name for name in CONDITIONS if name not in kind.conditions]
    beaten = [name for name in idle if in_force(audience(*kind.set_by, name)) is kind]
    message = body(*kind.set_by, *beaten)
    assert ignored(message.audience, kind) == tuple(beaten)
    found = contradictions(Candidate(message, message.wire(), (), ""))
    wanted = [(f"audience.{name}", said(kind.no_effect(name))) for name in beaten]
    assert [(problem.field, said(problem.text)) for problem in found] == wanted


@every_kind
def test_a_chosen_kind_is_the_one_in_force_and_comes_back(kind: AudienceKind) -> None:
    values = {message_columns.COLUMNS[f"audience.{name}"]: VALUES[name] for name in kind.conditions}
    campaign = Campaign(audience_kind=kind.key, platform=["ios"], **values)
    message = message_columns.to_message(campaign)
    assert (campaign.kind, in_force(message.audience)) == (kind, kind)
    assert campaign.is_grave is kind.is_everyone
    assert message_columns.to_columns(message)["audience_kind"] == kind.key
    assert message.platform == (["ios", "android"] if kind.reaches_all_devices else ["ios"])


def test_without_a_kind_nobody_is_addressed() -> None:
    campaign = Campaign(audience_tag=["vip"])
    assert (campaign.kind, campaign.is_grave) == (None, False)
    assert ignored(audience("tag"), None) == ("tag",)


@every_kind
def test_the_sandbox_reaches_those_whom_the_row_selects(kind: AudienceKind) -> None:
    message = body(*kind.set_by, *kind.narrowed_by)
    assert in_force(push_body.audience(message.wire())) is kind
    is_reached = kind.reached(message.audience)
    assert is_reached(Recipient("u1", frozenset({"vip", "young"}), "com.example.app"))
    assert is_reached(Recipient("u2", frozenset(), "")) is (kind is EVERYONE)


def test_what_everyone_and_named_users_ignore_is_said_by_name() -> None:
    assert "do not address everyone" in said(EVERYONE.no_effect("tag"))
    assert "or the user ids" in said(USERS.no_effect("tag"))


def test_a_new_kind_says_what_it_ignores() -> None:
    new = AudienceKind(
        key="new",
        label=translatable("New"),
        precedence=5,
        set_by=("userid",),
        votes="votes_needed",
        sentence=USERS.sentence,
        reached=USERS.reached,
    )
    assert said(new.no_effect("tag")) == "Remove tag: it has no effect on this audience."
