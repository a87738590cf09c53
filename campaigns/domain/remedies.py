"""What a person has to see to after a pause that an answer of the provider brought."""

from .outcome import PAUSED_FOR_KEY, PAUSED_FOR_QUOTA
from .text import Text, gettext

REMEDIES: dict[str, Text] = {
    PAUSED_FOR_QUOTA.msgid: gettext(
        "Find out who else sends with this app key and record each send made elsewhere. It goes on "
        "by itself at the end of the pause; an operator or a reviewer may resume it sooner."
    ),
    PAUSED_FOR_KEY.msgid: gettext(
        "An operator compares app key, app secret, push service and the list of allowed IPs with "
        "RongCloud's console, sets the secret again if it changed, then resumes it."
    ),
}
"""By the reason that is stored with the pause. Quota: code 1008 or HTTP 429. App key: codes 1001,
1004, 1006, 1007, 1009, and 1002 about the app key."""
