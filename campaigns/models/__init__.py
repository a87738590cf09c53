"""The tables, with the constraints that the database holds. Rules live in services."""

from .access import Access
from .allowance import Allowance
from .application import Application, KnownTag
from .attempt import COUNTED_OUTCOMES, Attempt, Heartbeat, OutsideSend, RepeatedTries
from .campaign import CONTENT_COLUMNS, LARGE_COLUMNS, OPEN_STATES, Campaign
from .creation import Creation
from .event import Event
from .image import CHECK_LOST_AFTER, CheckStatus, ImageCheck, image_key
from .installation import Installation, Machine
from .kept_form import KeptForm
from .key_check import KeyCheck
from .label import Label, Labelling
from .pause import ApplicationPause, Pause
from .rehearsal import Rehearsal
from .review import Review, Submission, SubmissionVoter
from .seal import Seal
from .template import CampaignTemplate
from .totp_key import SEALED, AuthenticatorApp, TotpKey

__all__ = [
    "CONTENT_COLUMNS",
    "LARGE_COLUMNS",
    "COUNTED_OUTCOMES",
    "CHECK_LOST_AFTER",
    "OPEN_STATES",
    "SEALED",
    "Access",
    "Allowance",
    "Application",
    "ApplicationPause",
    "Attempt",
    "AuthenticatorApp",
    "Campaign",
    "CampaignTemplate",
    "CheckStatus",
    "Creation",
    "Event",
    "Heartbeat",
    "ImageCheck",
    "Installation",
    "KeyCheck",
    "KeptForm",
    "KnownTag",
    "Label",
    "Labelling",
    "Machine",
    "OutsideSend",
    "Pause",
    "Rehearsal",
    "RepeatedTries",
    "Review",
    "Seal",
    "Submission",
    "SubmissionVoter",
    "TotpKey",
    "image_key",
]
