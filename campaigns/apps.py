from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Push campaigns")

    def ready(self) -> None:
        from .accounts import (  # noqa: F401 (register signal handlers)
            middleware,
            outside_changes,
            role_changes,
            sign_in_events,
        )
        from .audit import append_only  # noqa: F401 (likewise)
        from .checks import settings  # noqa: F401 (registers the system checks)
