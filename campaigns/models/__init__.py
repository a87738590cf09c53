"""The tables, with the constraints that the database holds. Rules live in services."""

from .access import Access
from .application import Application, KnownTag
from .attempt import COUNTED_OUTCOMES, Attempt, Heartbeat, OutsideSend, Pause, RepeatedTries
from .campaign import CONTENT_COLUMNS, OPEN_STATES, Campaign
from .creation import Creation
from .event import Event
from .image import CHECK_LOST_AFTER, CheckStatus, ImageCheck, image_key
from .installation import Installation, Machine
from .kept_form import KeptForm
from .label import Label, Labelling
from .rehearsal import Rehearsal
from .review import Review, Submission, SubmissionVoter
from .seal import Seal
from .template import CampaignTemplate

__all__ = [
    "CONTENT_COLUMNS",
    "COUNTED_OUTCOMES",
    "CHECK_LOST_AFTER",
    "OPEN_STATES",
    "Access",
    "Application",
    "Attempt",
    "Campaign",
    "CampaignTemplate",
    "CheckStatus",
    "Creation",
    "Event",
    "Heartbeat",
    "ImageCheck",
    "Installation",
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
    "image_key",
]
