"""The screens; importing this registers them on `site.site`."""

from . import applications, campaigns, events, people

__all__ = ["applications", "campaigns", "events", "people"]
