import pytest

from campaigns.domain.provider.failure import Failure
from campaigns.models import Campaign
from tests.admin.ended_campaigns import unknown


@pytest.fixture
def lost(draft: Campaign) -> Campaign:
    columns = {
        "host": "https://api.rong-api.com",
        "first_byte_left": True,
        "http_status": 502,
        "answer": "<html>Bad gateway",
        "failure": Failure.NO_ANSWER,
        "error": "Read timed out. (read timeout=30)",
    }
    return unknown(draft, **columns)
