"""S13, S15: who may vote on what, and whose vote still counts when the send begins."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.access import Actor, NotAllowed, NotConfirmed
from campaigns.accounts import roles
from campaigns.composer import lifecycle
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Access, Application, Campaign, Event, Review
from campaigns.review import actions
from campaigns.review import voters as review_voters
from campaigns.sending import resolution, tick
from tests.factories import approved, make_application, make_campaign, make_user, submitted, user
from tests.review.voting_on import EVERYONE, digest, now, refusal, reviewer, vote
from tests.sending.claims import try_to_claim

MOVED_OUT: dict[str, Callable[[User], Any]] = {
    "deactivated": lambda who: User.objects.filter(pk=who.pk).update(is_active=False),
    "role taken": lambda who: who.groups.clear(),
    "permission of the role taken": lambda _: Group.objects.get(
        name=roles.REVIEWER
    ).permissions.clear(),
    "access taken": lambda who: Access.objects.filter(user=who).delete(),
    "moved to another application": lambda who: Access.objects.filter(user=who).update(
        all_applications=False
    ),
    "began anew as a reviewer": lambda who: Access.objects.filter(user=who).update(
        reviewer_since=timezone.now()
    ),
    "became an editor": lambda who: Campaign.objects.get().editors.add(who),
}


@pytest.mark.parametrize("how", MOVED_OUT)
def test_a_voter_who_lost_the_right_voids_their_vote(shop: Application, how: str) -> None:
    rita = reviewer("rita")
    campaign = approved(make_campaign(shop), rita)
    MOVED_OUT[how](rita)
    assert now(campaign).status == Status.APPROVED
    assert try_to_claim(campaign) is None
    campaign = now(campaign)
    assert campaign.status == Status.IN_REVIEW
    assert campaign.submission is not None
    assert review_voters.approvals(campaign, campaign.submission) == []
    assert [review.reviewer for review in review_voters.void(campaign, campaign.submission)] == [
        rita
    ]
    assert "rita" in Event.objects.get(verb="void").comment
    assert review_voters.why_not(User.objects.get(pk=rita.pk), campaign) is not None


def test_a_superuser_who_is_one_no_more_voids_their_vote(shop: Application) -> None:
    root = User.objects.create_superuser("root")
    campaign = approved(make_campaign(shop), root)
    User.objects.filter(pk=root.pk).update(is_superuser=False)
    assert try_to_claim(campaign) is None
    assert now(campaign).status == Status.IN_REVIEW


def test_another_vote_carries_what_a_lost_one_sent_back(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    campaign = approved(make_campaign(shop), rita)
    MOVED_OUT["deactivated"](rita)
    try_to_claim(campaign)
    assert vote(campaign, rosa).status == Status.APPROVED
    assert try_to_claim(now(campaign)) is not None


def test_one_of_two_votes_lost_is_one_too_few(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    campaign = approved(make_campaign(shop, **EVERYONE), rita, rosa)
    MOVED_OUT["deactivated"](rosa)
    assert try_to_claim(campaign) is None
    campaign = now(campaign)
    assert campaign.submission is not None
    counting = review_voters.approvals(campaign, campaign.submission)
    assert [review.reviewer for review in counting] == [rita]


def test_nobody_votes_on_what_was_submitted_before_they_were_a_reviewer(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    late = make_user("late", role=None)
    late.groups.add(Group.objects.get(name=roles.REVIEWER))
    late = User.objects.get(pk=late.pk)
    assert "submitted before you became one" in refusal(campaign, late)
    assert refusal(submitted(make_campaign(shop)), late) == ""


@pytest.mark.parametrize("superuser", [True, False])
def test_without_a_recorded_moment_it_is_the_day_they_joined(
    shop: Application, superuser: bool
) -> None:
    rita = reviewer("rita")
    Access.objects.filter(user=rita).update(reviewer_since=None)
    if superuser:
        Access.objects.filter(user=rita).delete()
        User.objects.filter(pk=rita.pk).update(is_superuser=True)
    campaign = submitted(make_campaign(shop))
    later = timezone.now() + timedelta(seconds=1)
    User.objects.filter(pk=rita.pk).update(date_joined=later)
    assert "submitted before you became one" in refusal(campaign, reviewer("rita"))
    User.objects.filter(pk=rita.pk).update(date_joined=later - timedelta(days=1))
    assert refusal(campaign, reviewer("rita")) == ""


@pytest.mark.parametrize("writer", ["author", "submitter", "editor", "earlier submitter"])
@pytest.mark.parametrize("superuser", [True, False])
def test_s15_no_writer_votes_superusers_included(
    shop: Application, writer: str, superuser: bool
) -> None:
    both = make_user("both", roles.MARKETER, is_superuser=superuser)
    both.groups.add(Group.objects.get(name=roles.REVIEWER))
    both, maria = User.objects.get(pk=both.pk), user("maria", roles.MARKETER)
    Access.objects.filter(user=both).update(reviewer_since=timezone.now() - timedelta(days=1))
    campaign = make_campaign(shop, both if writer == "author" else maria)
    if writer == "editor":
        campaign.editors.add(both)
    if writer == "earlier submitter":
        lifecycle.submit(campaign.pk, Actor(both))
        lifecycle.withdraw(campaign.pk, Actor(maria))
    lifecycle.submit(campaign.pk, Actor(both if writer == "submitter" else maria))
    assert "wrote, edited or submitted" in refusal(now(campaign), both)
    assert not Review.objects.exists()


def test_everybody_agrees_on_who_may_vote_on_what(
    shop: Application, settings: LazySettings
) -> None:
    """Desk, page and rule, over every mixture of what the rule looks at."""
    other = make_application("Other")
    people = _people(shop, other)
    for application, named, voted in product([shop, other], [False, True], [False, True]):
        application.votes_needed_tags = 2
        application.save()
        application.voters.set([people["rita"], people["writer"]] if named else [])
        campaign = submitted(make_campaign(application, people["writer"]))
        if voted:
            vote(campaign, people["rita"])
    people["late"].access.reviewer_since = timezone.now()
    people["late"].access.save()
    for settings.SOLO_MODE in (False, True):
        asked = {one: set(review_voters.awaiting(one)) for one in people.values()}
        assert any(asked.values())
        for campaign in Campaign.objects.select_related("submission", "application"):
            _agree(campaign, asked)


def _people(shop: Application, other: Application) -> dict[str, User]:
    found = {
        "writer": make_user("writer", roles.REVIEWER),
        "rita": make_user("rita", roles.REVIEWER),
        "of shop": make_user("s", roles.REVIEWER, [shop]),
        "of both": make_user("b", roles.REVIEWER, [shop, other]),
        "nowhere": make_user("n", roles.REVIEWER, []),
        "inactive": make_user("i", roles.REVIEWER, is_active=False),
        "late": make_user("l", roles.REVIEWER),
        "marketer": make_user("m", roles.MARKETER),
        "root": User.objects.create_superuser("root"),
    }
    found["writer"].groups.add(Group.objects.get(name=roles.MARKETER))
    return {name: User.objects.get(pk=one.pk) for name, one in found.items()}


def _agree(campaign: Campaign, asked: dict[User, set[Campaign]]) -> None:
    possible = review_voters.possible_voters(campaign)
    voted = set(
        User.objects.filter(
            pk__in=Review.objects.filter(submission=campaign.submission).values("reviewer")
        )
    )
    for person, campaigns in asked.items():
        may = person not in voted and review_voters.why_not(person, campaign) is None
        assert may == (person in possible) == (campaign in campaigns), (person, campaign.pk)


def test_an_id_is_not_taken_for_a_part_of_another(shop: Application) -> None:
    rita = reviewer("rita")
    campaign = submitted(make_campaign(shop))
    for listed in ([rita.pk * 10 + 1], [int(f"1{rita.pk}")], [int(f"2{rita.pk}3"), 999]):
        _named(campaign, listed)
        assert not review_voters.awaiting(rita).exists()
        assert "rules name as voters" in refusal(campaign, rita)
    for listed in ([rita.pk], [1_000_000, rita.pk], [rita.pk, 1_000_000]):
        _named(campaign, listed)
        assert review_voters.awaiting(rita).exists()


def _named(campaign: Campaign, voters: list[int]) -> None:
    """A new submission of these voters: a stored one cannot be changed."""
    submission = now(campaign).submission
    assert submission is not None
    submission.pk, submission.voters = None, voters
    submission.save(force_insert=True)
    Campaign.objects.filter(pk=campaign.pk).update(submission=submission)


def test_votes_that_count_again_can_be_confirmed_by_any_voter(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    campaign = approved(make_campaign(shop), rita)
    MOVED_OUT["deactivated"](rita)
    assert try_to_claim(campaign) is None
    assert not review_voters.awaiting(reviewer("rita")).exists()
    User.objects.filter(pk=rita.pk).update(is_active=True)
    for person in (reviewer("rita"), rosa):
        assert list(review_voters.awaiting(person)) == [campaign]
    assert vote(campaign, reviewer("rita")).status == Status.APPROVED


def test_the_desk_asks_the_same_number_of_questions_for_any_number(shop: Application) -> None:
    rita = reviewer("rita")

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(review_voters.awaiting(User.objects.get(pk=rita.pk)))
        return len(asked)

    submitted(make_campaign(shop))
    one = questions()
    for _ in range(5):
        submitted(make_campaign(shop))
    assert questions() == one


@pytest.mark.parametrize("voters", [1, 2])
def test_the_claim_asks_once_about_any_number_of_votes(
    shop: Application, voters: int, django_assert_num_queries: Any
) -> None:
    """It was six questions a vote."""
    campaign = approved(make_campaign(shop, **(EVERYONE if voters == 2 else {})))
    campaign = now(campaign)
    assert campaign.submission is not None
    with django_assert_num_queries(1):
        assert len(review_voters.approvals(campaign, campaign.submission)) == voters


@pytest.mark.parametrize("missing", list(ChecklistSection))
def test_s16_every_section_must_be_ticked(shop: Application, missing: ChecklistSection) -> None:
    campaign, rita = submitted(make_campaign(shop)), reviewer()
    ticked = [section for section in ChecklistSection if section is not missing]
    with pytest.raises(NotAllowed) as refused:
        vote(campaign, rita, checked=[*ticked, "everything"])
    assert [problem.field for problem in refused.value.problems] == [f"checked.{missing}"]
    assert not Review.objects.exists()
    vote(campaign, rita, checked=["time", "audience", "content", "more"])
    assert Review.objects.get().checked == ["content", "audience", "time"]


def test_nothing_ticked_is_a_problem_for_each_section(shop: Application) -> None:
    with pytest.raises(NotAllowed) as refused:
        vote(submitted(make_campaign(shop)), reviewer(), checked=[])
    assert len(refused.value.problems) == len(ChecklistSection)


def test_s16_what_changed_while_reading_is_not_approved(shop: Application) -> None:
    campaign, rita, maria = submitted(make_campaign(shop)), reviewer(), user("maria", "marketer")
    shown = digest(campaign)
    lifecycle.withdraw(campaign.pk, Actor(maria))
    Campaign.objects.filter(pk=campaign.pk).update(alert="Another text")
    lifecycle.submit(campaign.pk, Actor(maria))
    assert "changed while you were reading" in refusal(campaign, rita, digest=shown)
    assert not Review.objects.exists()


def test_a_browser_left_open_approves_nothing(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    left = Actor(reviewer(), is_confirmed=False)
    with pytest.raises(NotConfirmed):
        actions.approve(campaign.pk, left, digest=digest(campaign), checked=list(ChecklistSection))
    assert not Review.objects.exists()


def test_a_shell_is_no_second_person(shop: Application, settings: LazySettings) -> None:
    """CLI_VOTES, whichever command or script it is."""
    settings.CLI_VOTES = False
    campaign, shell = submitted(make_campaign(shop)), Actor(reviewer(), os_user="root")
    with pytest.raises(NotAllowed, match="CLI_VOTES"):
        actions.approve(campaign.pk, shell, digest=digest(campaign), checked=list(ChecklistSection))
    with pytest.raises(NotAllowed, match="CLI_VOTES"):
        resolution.resolve(campaign.pk, shell, arrived=False, comment="Nobody saw it")
    settings.CLI_VOTES = True
    actions.approve(campaign.pk, shell, digest=digest(campaign), checked=list(ChecklistSection))
    assert now(campaign).status == Status.APPROVED


def test_s18_votes_end_with_the_window(
    shop: Application, time_machine: Any, settings: LazySettings
) -> None:
    """S18."""
    campaign, rita = submitted(make_campaign(shop)), reviewer()
    assert campaign.submission is not None
    time_machine.move_to(campaign.submission.send_before, tick=False)
    assert "has passed" in refusal(campaign, rita)
    time_machine.move_to(campaign.submission.send_before + timedelta(seconds=1))
    settings.MAX_CLOCK_SKEW = 10**9  # the database has its own clock
    tick.tick(lambda _pk: None)
    assert now(campaign).status == Status.MISSED
    assert "not in review" in refusal(campaign, rita)
