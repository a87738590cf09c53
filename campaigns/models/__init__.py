from .application import Access, Application, KnownTag
from .campaign import Campaign
from .event import Event
from .review import Review, Submission
from .sending import Attempt, Heartbeat, OutsideSend, Pause

__all__ = [
    "Access",
    "Application",
    "Attempt",
    "Campaign",
    "Event",
    "Heartbeat",
    "KnownTag",
    "OutsideSend",
    "Pause",
    "Review",
    "Submission",
]
