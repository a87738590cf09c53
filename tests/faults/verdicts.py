"""What the database says became of each push, against what the server in the provider's place
knows."""

from collections import Counter
from collections.abc import Iterator

from tests.faults.installation import Installation
from tests.faults.moody_server import Mood

MAY_SAY = {
    Mood.ACCEPTED: {"accepted", "unknown"},
    Mood.REFUSED: {"refused", "unknown"},
    Mood.SILENT: {"unknown"},
}
"""Mood -> outcomes that are no lie: a killed sender may not know what it was told."""
NEVER_READ = {"not_sent", "unknown"}


def wrong_verdicts(installation: Installation, told: dict[str, list[Mood]]) -> list[str]:
    """Sentences about what is wrong: a push that left twice, a verdict that lies."""
    attempts = installation.rows(
        "SELECT request_id, submission_id, outcome FROM campaigns_attempt ORDER BY id"
    )
    known = {request_id for request_id, _, _ in attempts}
    posts = Counter(
        submission for request_id, submission, _ in attempts for _ in told.get(request_id, [])
    )
    return [
        *(f"{request_id} was read and is no attempt" for request_id in told.keys() - known),
        *(f"submission {one} was posted {n} times" for one, n in posts.items() if n > 1),
        *_lies(attempts, told),
    ]


def _lies(attempts: list[tuple[str, int, str]], told: dict[str, list[Mood]]) -> Iterator[str]:
    for request_id, _, outcome in attempts:
        moods = told.get(request_id, [])
        honest = MAY_SAY[moods[0]] if moods else NEVER_READ
        if outcome not in honest:
            yield f"{request_id}: told {moods or 'nothing'}, recorded {outcome}"
