"""A state machine of people, operators and intruders on a few campaigns."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.models import Application, Campaign, Submission
from campaigns.sending import claim, send
from campaigns.sending import tick as sending_tick
from tests import factories
from tests.journeys import edits
from tests.journeys.cast import changes, voters, which, writers
from tests.journeys.edits import person
from tests.journeys.edits_past_review import EditsPastReview
from tests.journeys.providers import REPLIES


class Console(EditsPastReview):
    """All of it, with the operators and the machine that sends."""

    # Operators ------------------------------------------------------------------------------

    @rule(columns=st.sampled_from(edits.RULES), past_rules=st.booleans())
    def change_the_rules(self, columns: dict[str, Any], past_rules: bool) -> None:
        if past_rules:
            edits.rules_by_shell(columns)
        else:
            edits.rules_by_service(columns, secret="new" if "app_key" in columns else None)

    @rule(name=voters, how=st.sampled_from(("off", "on", "moved", "back", "edits")), number=which)
    def people(self, name: str, how: str, number: int) -> None:
        user, group = User.objects.get(username=name), Group.objects.get(name=roles.REVIEWER)
        if how in ("off", "on"):
            User.objects.filter(pk=user.pk).update(is_active=how == "on")
        elif how == "edits":
            self.campaign(number).editors.add(user)
        else:
            (user.groups.remove if how == "moved" else user.groups.add)(group)

    @rule(everything=st.booleans(), on=st.sampled_from((False, False, True)))
    def pause(self, everything: bool, on: bool) -> None:
        olga, pk = person("olga"), Application.objects.get().pk
        if everything and on:
            pauses.pause_everything(olga, reason="stop")
        elif everything:
            pauses.resume_everything(olga)
        elif on:
            pauses.pause_application(pk, olga, reason="stop")
        else:
            pauses.resume_application(pk, olga)

    # The machine ----------------------------------------------------------------------------

    @rule(name=st.sampled_from(tuple(REPLIES)))
    def provider(self, name: str) -> None:
        self.providers.reply(name)

    @rule(minutes=st.sampled_from((1, 4, 50, 300)))
    def wait(self, minutes: int) -> None:
        self.traveller.shift(timedelta(minutes=minutes))
        self.tick()

    @rule()
    def tick(self) -> None:
        self._tick(lambda: None, lambda: None)

    @rule(
        number=which,
        editor=writers,
        by=writers,
        wanted=st.lists(voters, min_size=1, max_size=3, unique=True),
        columns=changes,
        then=st.sampled_from(("nothing", "shell", "body", "digest", "centre", "anew")),
    )
    def day(
        self,
        number: int,
        editor: str,
        by: str,
        wanted: list[str],
        columns: dict[str, Any],
        then: str,
    ) -> None:
        """What happens on a usual day, and one thing that should not."""
        if self._may_make():
            number = Campaign.objects.count()
            made = factories.make_campaign(author=person("maria").user)
            self.observer.writers[made.pk].add("maria")
        self.edit(number, editor, columns, "service")
        self.submit(number, by, "service")
        for voter in wanted:
            self.vote(number, voter, "service")
        if then == "shell":
            self.edit_by_shell(number, {"alert": "Something else"})
        elif then in ("body", "digest"):
            self.tamper(number, edits.FROZEN[0], then == "digest")
        elif then == "centre":
            self.change_the_rules({"data_centre": "private"}, past_rules=True)
        elif then == "anew":
            self.decide(number, "unschedule", by, "command")
            self.edit(number, by, {"alert": "Something else"}, "service")
            self.submit(number, by, "service")
            self.vote(number, wanted[-1], "service")
        self.tick()

    @rule(number=which, columns=changes, frozen=st.sampled_from(edits.FROZEN), late=st.booleans())
    def tick_while_somebody_edits(
        self, number: int, columns: dict[str, Any], frozen: dict[str, Any], late: bool
    ) -> None:
        """Between the look and the claim, or between the claim and the POST."""

        def edit() -> None:
            self.edit_by_shell(number, columns)
            edits.tamper(self.campaign(number), frozen, with_digest=False)

        nothing: Callable[[], None] = lambda: None  # noqa: E731
        self._tick(nothing, edit) if late else self._tick(edit, nothing)

    def _tick(self, before: Callable[[], None], after: Callable[[], None]) -> None:
        real = send.__dict__["claim"]

        def watched(pk: int, *, request_id: str, host: str) -> claim.Claim | None:
            before()
            made = real(pk, request_id=request_id, host=host)
            if made is not None:
                frozen = Submission.objects.get(pk=made.attempt.submission_id)
                self.observer.claimed(request_id, frozen)
                after()
            return made

        with mock.patch.object(send, "claim", watched):
            due: list[int] = []
            sending_tick.tick(due.append)
            for pk in due:
                with suppress(*self.expected):
                    send.send(pk)

    @invariant()
    def only_what_was_approved_left(self) -> None:
        for data_centre, request in self.providers.take():
            self.observer.judge(data_centre, request)
            Console.arrived += 1
