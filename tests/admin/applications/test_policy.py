"""The policy on the application's page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.models import Application
from tests.admin.conftest import posted
from tests.factories import make_application, make_user
from tests.review.voting_on import reviewer


def edited(application: Application, **typed: Any) -> Any:
    client, olga = Client(), User.objects.filter(username="olga").first()
    client.force_login(olga or make_user("olga", roles.OPERATOR))
    url = reverse("admin:campaigns_application_change", args=[application.pk])
    return client.post(url, posted(client.get(url), **typed), follow=True)


def offered(answer: Any) -> set[str]:
    return {str(user) for user in answer.context["form"].fields["voters"].queryset}


def test_votes_and_voters_are_changed(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    edited(shop, votes_needed_tags="2", voters=[rita.pk, rosa.pk])
    shop.refresh_from_db()
    assert shop.votes_needed_tags == 2
    assert set(shop.voters.all()) == {rita, rosa}
    edited(shop, per_day="9")
    assert set(shop.voters.all()) == {rita, rosa}


def test_only_reviewers_of_the_application_are_offered_and_taken(shop: Application) -> None:
    rita, rosa, marketer = reviewer("rita"), reviewer("rosa"), make_user("mo", roles.MARKETER)
    make_user("away", roles.REVIEWER, [make_application("Other")])
    make_user("gone", roles.REVIEWER, is_active=False)
    answer = edited(shop, voters=[rita.pk, rosa.pk, marketer.pk])
    assert offered(answer) == {"rita", "rosa"}
    assert "voters" in answer.context["form"].errors
    assert not shop.voters.exists()


def test_too_few_are_said_at_the_field(shop: Application) -> None:
    answer = edited(shop, voters=[reviewer("rita").pk])
    (said,) = answer.context["form"].errors["voters"]
    assert said == "Choose at least 2 reviewers: 1 of the chosen may review it."


def test_a_voter_who_left_is_not_dropped_unseen(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    shop.voters.set([rita, rosa])
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    edited(shop, per_day="9")
    shop.refresh_from_db()
    assert (shop.per_day, set(shop.voters.all())) == (9, {rita, rosa})


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER, roles.AUDITOR])
def test_the_others_read_it(shop: Application, role: str) -> None:
    shop.voters.set([reviewer("rita"), reviewer("rosa")])
    client = Client()
    client.force_login(make_user("reads", role))
    url = reverse("admin:campaigns_application_change", args=[shop.pk])
    said = client.get(url).content.decode()
    for fact in ("Votes for named users", "Votes for tags", "Votes for everyone", "rita, rosa"):
        assert fact in said
    assert client.post(url, {"votes_needed": "1"}).status_code == 403
