"""What went wrong on the way, in the reader's language; errors themselves are kept in English."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KNOWN: tuple[tuple[str, Any], ...] = (
    ("did not report back", _("The sender was gone before it could say what it was answered.")),
    ("The sender was stopped", _("The sender was stopped while it waited for the answer.")),
    ("The claim was not confirmed", _("The database did not confirm that this send was begun.")),
    ("Could not connect", _("No connection to RongCloud came about.")),
    ("timed out", _("No answer came in time.")),
    ("Remote end closed", _("The connection was closed before an answer came.")),
    ("onnection reset", _("The connection was cut off before an answer came.")),
    ("Bad file descriptor", _("No whole answer came within the time for one send.")),
    ("Broken pipe", _("The connection was closed while the request was being sent.")),
    ("BadStatusLine", _("What came back was no answer that a program can read.")),
    ("Too long after the claim", _("The sender was held up, so nothing was let go any more.")),
    ("The window is over", _("Its window was over, so nothing was let go any more.")),
    ("sending was paused", _("Sending was paused at the last moment, so nothing was let go.")),
)
"""Part of what is stored -> what it means; the first that fits. Source: our own sentences, and
those of requests, urllib3 and Python's sockets (seen in the tests of the provider)."""


def in_words(error: str) -> Any:
    """ "" for what nobody has put into words, the provider's own sentence among them."""
    return next((words for part, words in KNOWN if part in error), "")
