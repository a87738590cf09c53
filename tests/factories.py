"""Rows for tests: valid, as small as can be, made by the product's own verbs where there are some.

    campaign = approved(make_campaign(send_at=tomorrow))      # everything else has a default
    campaign = submitted(make_campaign(audience_kind="everyone", audience_tag=[]))

Every column can be given by its name. Moments are real: nothing here stops the clock.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission, User

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.audit import told
from campaigns.composer import drafts, lifecycle
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Access, Application, Campaign
from campaigns.review import actions
from tests.canary import SECRET as SECRET

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Since when reviewers made here are reviewers: what is submitted first is theirs to vote on."""


def make_group(role: str) -> Group:
    """The group of the role; made where a database has no roles yet."""
    group, made = Group.objects.get_or_create(name=role)
    if made:
        known = Permission.objects.select_related("content_type")
        wanted = roles.ROLES[role]
        names = {one: f"{one.content_type.app_label}.{one.codename}" for one in known}
        group.permissions.set([one for one, name in names.items() if name in wanted])
    return group


@told.by_services()
def make_user(
    name: str = "maria",
    role: str | None = roles.MARKETER,
    applications: Sequence[Application] | None = None,
    **columns: Any,
) -> User:
    """Staff with a role; `applications` None means all of them, () none. Without a password."""
    user = User.objects.create_user(name, is_staff=True, **columns)
    if role is not None:
        # by the row itself, as somebody who came with it: no Event says that it was given
        User.groups.through.objects.create(user=user, group=make_group(role))
    granted = Access.objects.create(
        user=user, all_applications=applications is None, reviewer_since=LONG_AGO
    )
    granted.applications.set(applications or ())
    return user


def user(name: str, role: str) -> User:
    """The user of this name, made if there is none."""
    return User.objects.filter(username=name).first() or make_user(name, role)


@told.by_services()
def make_application(name: str = "Shop", **columns: Any) -> Application:
    """On the provider's Beijing data centre, with the real limits (2 an hour, 3 a day)."""
    columns = {"app_key": f"key-{name.lower()}", "data_centre": "beijing", **columns}
    application = Application(name=name, **columns)
    application.app_secret = SECRET
    application.save()
    return application


MESSAGE: dict[str, Any] = {
    "name": "Sale",
    "platform": ["ios", "android"],
    "audience_kind": "tags",
    "audience_tag": ["vip"],
    "title": "Sale",
    "alert": "Everything at half price",
}
"""Columns of a campaign without problems, to the users of one tag."""


def make_campaign(
    application: Application | None = None, author: User | None = None, **columns: Any
) -> Campaign:
    """A draft without problems, by default of `Shop` and by the marketer maria."""
    application = application or Application.objects.first() or make_application()
    author = author or user("maria", roles.MARKETER)
    return drafts.create(application, Actor(author), {**MESSAGE, **columns})


def submitted(campaign: Campaign) -> Campaign:
    """In review, submitted by its author."""
    actor = Actor(User.objects.get(pk=campaign.author_id))
    return lifecycle.submit(campaign.pk, actor, confirm=campaign.application.name)


def approved(campaign: Campaign, *reviewers: User) -> Campaign:
    """Approved (and submitted if it is a draft), by these reviewers or by rita, rita2, ..."""
    if campaign.is_draft:
        campaign = submitted(campaign)
    assert campaign.submission is not None
    names = ("rita", *(f"rita{n}" for n in range(2, campaign.submission.votes_needed + 1)))
    for voter in reviewers or [user(name, roles.REVIEWER) for name in names]:
        campaign = actions.approve(
            campaign.pk,
            Actor(voter),
            digest=campaign.submission.digest,
            checked=list(ChecklistSection),
        )
    assert campaign.status == Status.APPROVED, "more reviewers are needed"
    return campaign
