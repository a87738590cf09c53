"""The data centres of this installation."""

from django.conf import settings

from campaigns.domain.provider import data_centres
from campaigns.domain.provider.data_centres import DataCentre


def known() -> dict[str, DataCentre]:
    """Each by its code: the provider's, and those that the settings add."""
    return data_centres.centres_by_code(settings.EXTRA_DATA_CENTRES, settings.SANDBOX_URL)
