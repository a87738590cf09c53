"""The people and the application of a run, and how a run begins and ends."""

import time_machine
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from campaigns.accounts import roles
from campaigns.models import Campaign
from tests import factories, fresh_machine
from tests.journeys import edits
from tests.journeys.observer import Observer
from tests.journeys.providers import Providers

CAST = {
    "maria": roles.MARKETER,
    "mia": roles.MARKETER,
    "max": roles.MARKETER,
    "rita": roles.REVIEWER,
    "rosa": roles.REVIEWER,
    "olga": roles.OPERATOR,
}
"""max reviews too."""
WRITERS, VOTERS = ("maria", "mia", "max"), ("rita", "rosa", "max")
BODY = {
    "platform": ["ios"],
    "audience": {"is_to_all": False, "tag": ["vip"]},
    "notification": {"alert": "Imported"},
}
MOST = 4
"""Campaigns in one run."""

which = st.sampled_from((0, 0, 0, *range(MOST)))
changes = st.sampled_from(edits.EDITS)
writers, voters = st.sampled_from(WRITERS), st.sampled_from(VOTERS)


def prepare() -> None:
    """Who and what is there before a run; a run takes back all that it does."""
    for name, role in CAST.items():
        factories.make_user(name, role)
    User.objects.get(username="max").groups.add(factories.make_group(roles.REVIEWER))
    factories.make_application(
        data_centre="sandbox",
        cool_down_minutes=0,
        per_hour=99,
        per_day=99,
        everyone_per_day=None,
        test_user_ids=["t1"],
    )


class RunOfCast(RuleBasedStateMachine):
    """`providers` is set before it runs; `arrived` counts what left, over all runs."""

    providers: Providers
    arrived = 0

    def __init__(self) -> None:
        super().__init__()
        self.observer, self.clients = Observer(), dict[str, Client]()
        self.expected: tuple[type[Exception], ...] = ()
        fresh_machine.become_new()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.providers.take()
        self.providers.reply("accepted")

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    def client(self, name: str) -> Client:
        """Signed in, where this person still may."""
        user = User.objects.get(username=name)
        if name not in self.clients and user.is_active:
            self.clients[name] = Client()
            self.clients[name].force_login(user)
        return self.clients.get(name, Client())

    def campaign(self, number: int) -> Campaign:
        found = Campaign.objects.select_related("application", "author").order_by("pk")
        return found[number % len(found)]

    def _may_make(self) -> bool:
        return Campaign.objects.count() < MOST
