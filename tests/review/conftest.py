import pytest

from campaigns.models import Application
from tests.factories import make_application


@pytest.fixture
def shop(db: None) -> Application:
    """Without a cool-down and without the team's daily limit; a push to everyone needs 2 votes."""
    return make_application(data_centre="sandbox", cool_down_minutes=0, everyone_per_day=None)
