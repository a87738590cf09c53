from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Push campaigns")

    def ready(self) -> None:
        from .audit import append_only  # noqa: F401 (registers its signal handler)
        from .checks import settings  # noqa: F401 (registers the system checks)
