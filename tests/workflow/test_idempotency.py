"""A form that was shown makes one campaign, however often it is posted."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from campaigns.access import Actor
from campaigns.composer import copies
from campaigns.models import Campaign, Creation
from campaigns.workflow import idempotency
from tests import factories

pytestmark = pytest.mark.django_db
TOKEN = "A" * 22


@pytest.fixture
def draft(db: None) -> Campaign:
    return factories.make_campaign()


def test_the_slower_of_two_clicks_finds_what_the_faster_made(
    draft: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = Actor(draft.author)
    made, _ = idempotency.once(actor, "x", TOKEN, lambda: copies.duplicate(draft, actor))
    looked = iter([None, Creation.objects.get()])
    monkeypatch.setattr(idempotency, "created", lambda user, name: next(looked))
    again, is_new = idempotency.once(actor, "x", TOKEN, lambda: copies.duplicate(draft, actor))
    assert (again, is_new) == (made, False)
    assert Campaign.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_make_one() -> None:
    draft = factories.make_campaign()
    made: list[tuple[Campaign, bool]] = []

    def click() -> None:
        actor = Actor(draft.author)
        try:
            made.append(idempotency.once(actor, "x", TOKEN, lambda: copies.duplicate(draft, actor)))
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len({campaign.pk for campaign, _ in made}) == 1
    assert sorted(is_new for _, is_new in made) == [False, False, False, True]
    assert Campaign.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_do_again_once_what_was_undone() -> None:
    draft = factories.make_campaign()
    actor, made = Actor(draft.author), list[Campaign]()
    copied = Campaign.objects.exclude(pk=draft.pk)

    def copy() -> Campaign:
        made.append(copies.duplicate(draft, actor))
        return made[-1]

    def click() -> None:
        try:
            idempotency.act_once(actor, "x", TOKEN, copy, stands=lambda: copied.exists())
        finally:
            connection.close()

    idempotency.act_once(actor, "x", TOKEN, copy, stands=lambda: copied.exists())
    Creation.objects.update(campaign=None)
    Campaign.objects.filter(pk=made[0].pk).update(status="archived")
    copied = copied.exclude(status="archived")
    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert copied.count() == 1
    assert Creation.objects.get().result == str(copied.get().pk)


def test_what_fails_can_be_tried_again(draft: Campaign) -> None:
    actor = Actor(draft.author)

    def broken() -> Campaign:
        raise IntegrityError("something else")

    with pytest.raises(IntegrityError, match="something else"):
        idempotency.once(actor, "x", TOKEN, broken)
    assert not Creation.objects.exists()
    assert idempotency.once(actor, "x", TOKEN, lambda: copies.duplicate(draft, actor))[1]


def test_old_tokens_are_forgotten(draft: Campaign) -> None:
    actor = Actor(draft.author)
    idempotency.once(actor, "x", TOKEN, lambda: copies.duplicate(draft, actor))
    Creation.objects.update(created=timezone.now() - timedelta(days=2))
    idempotency.once(actor, "y", TOKEN, lambda: copies.duplicate(draft, actor))
    assert Creation.objects.get().key == f"y:{TOKEN}"
