from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Push campaigns")

    def ready(self) -> None:
        from .accounts import middleware, role_changes  # noqa: F401 (register signal handlers)
        from .audit import append_only  # noqa: F401 (likewise)
        from .checks import settings  # noqa: F401 (registers the system checks)
