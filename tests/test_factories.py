"""The factories build what they promise."""

import pytest

from campaigns.domain.workflow import Status
from tests.factories import approved, make_campaign, submitted

pytestmark = pytest.mark.django_db


def test_a_campaign_is_submitted_and_approved_with_every_default() -> None:
    assert submitted(make_campaign()).status == Status.IN_REVIEW
    assert approved(make_campaign()).status == Status.APPROVED


def test_an_everyone_push_gets_the_votes_it_needs() -> None:
    campaign = approved(make_campaign(audience_kind="everyone", audience_tag=[]))
    assert campaign.submission is not None
    assert campaign.submission.reviews.count() == 2
