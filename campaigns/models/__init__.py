"""The tables, with the constraints that the database holds. Rules live in services."""

from .access import Access
from .application import Application, KnownTag
from .attempt import Attempt, Heartbeat, OutsideSend, Pause
from .campaign import Campaign
from .creation import Creation
from .event import Event
from .image import ImageCheck
from .installation import Installation, Machine
from .label import Label, Labelling
from .rehearsal import Rehearsal
from .review import Review, Submission, SubmissionVoter
from .seal import Seal
from .template import CampaignTemplate

__all__ = [
    "Access",
    "Application",
    "Attempt",
    "Campaign",
    "CampaignTemplate",
    "Creation",
    "Event",
    "Heartbeat",
    "ImageCheck",
    "Installation",
    "KnownTag",
    "Label",
    "Labelling",
    "Machine",
    "OutsideSend",
    "Pause",
    "Rehearsal",
    "Review",
    "Seal",
    "Submission",
    "SubmissionVoter",
]
