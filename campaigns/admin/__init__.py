"""The screens. Importing this package registers them on the console."""

from django.conf import settings
from django.contrib import admin

from campaigns.sandbox import admin as sandbox

from .applications.admin import ApplicationAdmin
from .campaigns import CampaignAdmin
from .events.admin import EventAdmin
from .people.admin import PersonAdmin

__all__ = ["ApplicationAdmin", "CampaignAdmin", "EventAdmin", "PersonAdmin"]

if settings.SANDBOX:
    sandbox.register(admin.site)
