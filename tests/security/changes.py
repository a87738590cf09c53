"""The doors whose forms the console itself answers and whose POST changes something."""

from tests.security.doors import Door
from tests.security.matrix import DOORS, SANDBOX, SIGN_IN

OTHERWISE = [*SANDBOX, *SIGN_IN]
"""Django's own screens of the sandbox, and the steps of signing in."""
CHANGES = [door for door in DOORS if door.writes and door not in OTHERWISE]


def writer(door: Door) -> str:
    """Who may do it; a superuser where one may."""
    return "S" if "S" in door.writes else door.writes[0]
