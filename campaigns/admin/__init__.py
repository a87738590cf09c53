"""The screens. Importing this package registers them on `site.site`."""

from django.conf import settings

from campaigns.sandbox import admin as sandbox

from .applications.admin import ApplicationAdmin
from .campaigns import CampaignAdmin
from .events.admin import EventAdmin
from .people.admin import PersonAdmin
from .site import site

__all__ = ["ApplicationAdmin", "CampaignAdmin", "EventAdmin", "PersonAdmin"]

if settings.SANDBOX:
    sandbox.register(site)
