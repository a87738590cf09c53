"""Rules that change campaigns past their review, by every path there is."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from campaigns.access import NotAllowed
from campaigns.models import Application, Campaign
from tests.journeys import edits
from tests.journeys.cast import BODY, changes, which, writers
from tests.journeys.edits import person
from tests.journeys.people_at_work import PeopleAtWork


class EditsPastReview(PeopleAtWork):
    """Edits in any state."""

    @rule(number=which, by=writers, columns=changes, path=st.sampled_from(("form", "service")))
    def edit(self, number: int, by: str, columns: dict[str, Any], path: str) -> None:
        campaign, actor = self.campaign(number), person(by)
        before, pk = campaign.version, campaign.pk
        if path == "form":
            assert actor.user is not None
            edits.by_form(self.client(by), campaign, actor.user, columns)
        else:
            edits.by_service(campaign, actor, columns)
        if Campaign.objects.get(pk=pk).version != before:
            self.observer.writers[pk].add(by)

    @rule(number=which, columns=changes)
    def edit_by_shell(self, number: int, columns: dict[str, Any]) -> None:
        edits.by_shell(self.campaign(number), columns)

    @rule(number=which, minutes=st.sampled_from((-90, -1, 1, 45)), hurry=st.booleans())
    def move_time_by_shell(self, number: int, minutes: int, hurry: bool) -> None:
        moment = timezone.now() + timedelta(minutes=minutes)
        columns = ("due_at", "next_try_at") if hurry else ("send_at", "send_before")
        edits.by_shell(self.campaign(number), dict.fromkeys(columns, moment))

    @rule(number=which, minutes=st.sampled_from((3, 45)), by=writers)
    def plan(self, number: int, minutes: int, by: str) -> None:
        self.edit(number, by, {"send_at": timezone.now() + timedelta(minutes=minutes)}, "service")

    @rule(number=which)
    def approve_by_shell(self, number: int) -> None:
        """Of what was sent already, the database keeps the second attempt out by itself."""
        self.expected, now = (IntegrityError,), timezone.now()
        edits.by_shell(
            self.campaign(number), {"status": "approved", "due_at": now, "next_try_at": now}
        )

    @rule(number=which, columns=st.sampled_from(edits.FROZEN), with_digest=st.booleans())
    def tamper(self, number: int, columns: dict[str, Any], with_digest: bool) -> None:
        edits.tamper(self.campaign(number), columns, with_digest=with_digest)

    @rule(number=which, how=st.sampled_from(tuple(edits.COPIES)), by=writers)
    def copy(self, number: int, how: str, by: str) -> None:
        if self._may_make():
            source, before = (
                self.campaign(number),
                set(Campaign.objects.values_list("pk", flat=True)),
            )
            with suppress(NotAllowed), transaction.atomic():
                edits.COPIES[how](source, person(by))
            made = Campaign.objects.exclude(pk__in=before).values_list("pk", flat=True)
            self.observer.copied(source.pk, made, by)
            if not Campaign.objects.exists():
                self.import_(by)

    @rule(by=writers)
    def import_(self, by: str) -> None:
        if self._may_make():
            edits.by_import(Application.objects.get(), by, BODY)

    @rule(by=writers)
    def label_all(self, by: str) -> None:
        edits.label_all(person(by))
