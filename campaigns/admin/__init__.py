"""The screens; importing this registers them on `site.site`."""

from django.conf import settings

from campaigns.sandbox import admin as sandbox

from . import applications, campaigns, events, people
from .site import site

__all__ = ["applications", "campaigns", "events", "people"]

if settings.SANDBOX:
    sandbox.register(site)
