from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Push campaigns")

    def ready(self) -> None:
        from . import checks  # noqa: F401 (they register themselves)
        from .accounts import (
            middleware,  # noqa: F401 (likewise)
            role_changes,  # noqa: F401 (they register themselves)
        )
        from .audit import append_only  # noqa: F401 (they register themselves)
