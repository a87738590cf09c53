"""What people do with campaigns, each time watched by the witness."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from campaigns.access import Actor, NotAllowed
from campaigns.composer import lifecycle
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.models import Campaign
from campaigns.review import actions
from campaigns.sending import resolution
from tests import factories
from tests.journeys import edits
from tests.journeys.edits import person
from tests.journeys.stage import VOTERS, WRITERS, Stage, voters, which, writers


def approve(pk: int, actor: Actor, digest: str) -> Campaign:
    return actions.approve(pk, actor, digest=digest, checked=list(ChecklistSection))


class Acting(Stage):
    """Write, submit, vote, take back."""

    @initialize(
        needed=st.sampled_from((1, 2)),
        author=writers,
        votes=st.lists(voters, max_size=2, unique=True),
    )
    def begin(self, needed: int, author: str, votes: list[str]) -> None:
        """Most of what matters happens to a campaign that was submitted."""
        edits.rules_by_shell({"votes_needed": needed, "votes_needed_tags": needed})
        made = factories.make_campaign(author=person(author).user)
        self.witness.writers[made.pk].add(author)
        self.submit(0, author, "service")
        for voter in votes:
            self.vote(0, voter, "service")

    @rule(number=which, by=writers, path=st.sampled_from(("service", "command", "post")))
    def submit(self, number: int, by: str, path: str) -> None:
        campaign = self.campaign(number)
        if not campaign.is_draft:
            return
        name = campaign.application.name
        if path == "command":
            edits.by_command("submit", campaign.pk, "--as", by, "--confirm", name)
        elif path == "post":
            edits.by_post(self.client(by), "submit", campaign, confirm=name)
        else:
            with suppress(NotAllowed):
                lifecycle.submit(campaign.pk, person(by), confirm=name)
        if not self.campaign(number).is_draft:
            self.witness.submitted(campaign.pk, by)

    @rule(number=which, by=voters, path=st.sampled_from(("service", "command")))
    def vote(self, number: int, by: str, path: str) -> None:
        """For exactly what is on screen."""
        campaign = self.campaign(number)
        shown = self.witness.looks_at(campaign.pk)
        if shown is None:
            return
        done = True
        if path == "command":
            words = ("approve", campaign.pk, "--as", by, "--digest", shown.digest)
            done = edits.by_command(*words)
        else:
            try:
                approve(campaign.pk, person(by), shown.digest)
            except NotAllowed:
                done = False
        if done and campaign.submission_id is not None:
            self.witness.voted(campaign.submission_id, by, shown)

    @rule(
        number=which,
        verb=st.sampled_from(("withdraw", "unschedule", "revise", "archive", "request-changes")),
        by=st.sampled_from((*WRITERS, *VOTERS)),
        path=st.sampled_from(("command", "post")),
    )
    def decide(self, number: int, verb: str, by: str, path: str) -> None:
        campaign = self.campaign(number)
        if path == "command":
            edits.by_command(verb, campaign.pk, "--as", by, "--comment", "because")
        else:
            edits.by_post(self.client(by), verb, campaign, comment="because")
        if self.campaign(number).is_draft and campaign.submission_id is not None:
            self.witness.void.add(campaign.submission_id)

    @rule(number=which, arrived=st.booleans())
    def resolve(self, number: int, arrived: bool) -> None:
        with suppress(NotAllowed):
            resolution.resolve(
                self.campaign(number).pk, person("olga"), arrived=arrived, push_id="p", comment="c"
            )
