from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Push campaigns")

    def ready(self) -> None:
        from . import checks  # noqa: F401 (registers the system checks)
