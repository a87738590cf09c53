"""Whoever wrote any ancestor of a text is a writer of it, however the draft was born."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.admin.components.viewer import Viewer
from campaigns.composer import copies, drafts, json_import, lifecycle, message_columns, splits
from campaigns.composer import templates as campaign_templates
from campaigns.domain.message import payload
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from campaigns.review import actions, voters
from tests import factories

pytestmark = pytest.mark.django_db
USERS = [f"user-{n}" for n in range(1500)]
Birth = Callable[[Campaign, Actor], Campaign]


def duplicated(source: Campaign, by: Actor) -> Campaign:
    return copies.duplicate(source, by)


def twice_duplicated(source: Campaign, by: Actor) -> Campaign:
    return copies.duplicate(copies.duplicate(source, by), by)


def for_the_teams_phones(source: Campaign, by: Actor) -> Campaign:
    return copies.test_on_phones(source, by)


def split_off(source: Campaign, by: Actor) -> Campaign:
    columns = {name: getattr(source, name) for name in message_columns.COLUMNS.values()}
    columns |= {"name": "Parts", "audience_kind": "users", "audience_userid": USERS}
    columns["audience_tag"] = []
    return splits.split(source.application, by, columns, source)[1]


def from_a_template(source: Campaign, by: Actor) -> Campaign:
    template = campaign_templates.save(source, by, name="Offer")
    made = campaign_templates.use(template, by, name="From it", values={})
    Campaign.objects.filter(pk=made.pk).update(audience_kind="tags", audience_tag=["vip"])
    return made


def from_a_template_of_a_duplicate(source: Campaign, by: Actor) -> Campaign:
    return from_a_template(copies.duplicate(source, by), by)


def imported(source: Campaign, by: Actor) -> Campaign:
    body = payload.body(message_columns.to_message(source))
    return json_import.import_body(body, source.application, by)[0]


def rewritten(source: Campaign, by: Actor) -> Campaign:
    copy = copies.duplicate(source, by)
    drafts.edit(copy, by, {"title": "All new", "alert": "Not one word of it is left"})
    return copy


BIRTHS: list[Birth] = [
    duplicated,
    twice_duplicated,
    for_the_teams_phones,
    split_off,
    from_a_template,
    from_a_template_of_a_duplicate,
    imported,
    rewritten,
]


@pytest.fixture
def shop() -> Application:
    return factories.make_application(test_user_ids=["tester"])


@pytest.fixture
def author(shop: Application) -> User:
    """Somebody who writes and reviews."""
    anna = factories.make_user("anna", roles.MARKETER)
    anna.groups.add(factories.make_group(roles.REVIEWER))
    return anna


@pytest.fixture
def source(shop: Application, author: User) -> Campaign:
    return factories.make_campaign(shop, author)


def submitted(campaign: Campaign) -> Campaign:
    return factories.submitted(Campaign.objects.get(pk=campaign.pk))


def approve(campaign: Campaign, who: User) -> Campaign:
    assert campaign.submission is not None
    digest, sections = campaign.submission.digest, list(ChecklistSection)
    return actions.approve(campaign.pk, Actor(who), digest=digest, checked=sections)


@pytest.mark.parametrize("born", BIRTHS)
def test_the_author_of_an_ancestor_never_votes(born: Birth, source: Campaign, author: User) -> None:
    mark = Actor(factories.make_user("mark", roles.MARKETER))
    campaign = submitted(born(source, mark))
    assert campaign.author_id == mark.user.pk  # type: ignore[union-attr]
    assert author.pk in campaign.writers()
    with pytest.raises(NotAllowed):
        approve(campaign, author)
    rita = factories.make_user("rita", roles.REVIEWER)
    assert approve(campaign, rita).status == Status.APPROVED


@pytest.mark.parametrize("born", [birth for birth in BIRTHS if birth is not split_off])
def test_editors_and_submitters_of_an_ancestor_neither(
    born: Birth, source: Campaign, shop: Application
) -> None:
    both = [factories.make_user(name, roles.MARKETER) for name in ("eve", "sam")]
    for person in both:
        person.groups.add(factories.make_group(roles.REVIEWER))
    editor, submitter = map(Actor, both)
    drafts.edit(source, editor, {"name": "Edited"})
    lifecycle.submit(source.pk, submitter)
    lifecycle.withdraw(source.pk, submitter)
    source = Campaign.objects.get(pk=source.pk)
    campaign = submitted(born(source, Actor(factories.make_user("mark", roles.MARKETER))))
    assert campaign.submission is not None
    electors = voters.electorate(campaign, campaign.submission)
    assert electors.isdisjoint(person.pk for person in both)


def test_strangers_to_the_text_may_vote(source: Campaign, author: User, shop: Application) -> None:
    mark = factories.make_user("mark", roles.MARKETER)
    other = submitted(factories.make_campaign(shop, mark, alert="Other words"))
    assert other.writers() == {mark.pk}
    body = payload.body(message_columns.to_message(other))
    again = json_import.import_body(body, shop, Actor(mark))[0]
    assert again.writers() == {mark.pk}


def test_an_import_tells_nothing_of_other_teams(source: Campaign) -> None:
    other = factories.make_application("Other")
    mark = factories.make_user("mark", roles.MARKETER, [other])
    body = payload.body(message_columns.to_message(source))
    assert json_import.import_body(body, other, Actor(mark))[0].writers() == {mark.pk}


def test_the_page_names_them(source: Campaign, settings: LazySettings) -> None:
    mark = factories.make_user("mark", roles.MARKETER)
    copy = copies.duplicate(source, Actor(mark))
    assert Viewer(mark, copy).written_by == (
        "Written by anna and mark: whoever wrote it cannot approve it."
    )
    settings.SOLO_MODE = True
    assert Viewer(mark, copy).written_by == "Written by anna and mark."
