"""Every process, a shell included, listens for changes of roles."""

import sys
from pathlib import Path

import pytest

from tests.programs import MANAGE, run

SCRIPT = """
import django
django.setup()
from django.contrib.auth.models import Group, User
from campaigns.models import Access, Event
rita = User.objects.create(username="rita")
Access.objects.create(user=rita, all_applications=True)
rita.groups.add(Group.objects.get(name="reviewer"))
print(Event.objects.filter(verb="roles").count(), Access.objects.get().reviewer_since is not None)
"""


@pytest.mark.programs
def test_a_role_given_in_a_shell_leaves_an_event_and_a_date(tmp_path: Path) -> None:
    """A shell loads neither the URLs nor the system checks."""
    migrated = run([*MANAGE, "migrate", "--verbosity=0"], tmp_path, {}, seconds=180)
    assert migrated.returncode == 0, migrated.stderr
    named = {"DJANGO_SETTINGS_MODULE": "pushconsole.settings"}
    done = run([sys.executable, "-c", SCRIPT], tmp_path, named)
    assert (done.stdout.split(), done.stderr) == (["1", "True"], "")
