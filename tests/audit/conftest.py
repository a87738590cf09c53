import pytest

from campaigns.access import MACHINE
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, Event
from tests.factories import make_application


@pytest.fixture
def shop(db: None) -> Application:
    return make_application("Shop")


def happened(
    comment: str = "", application: Application | None = None, verb: Verb = Verb.EDIT
) -> Event:
    """One more event."""
    return events.record(verb, MACHINE, application=application, comment=comment)
