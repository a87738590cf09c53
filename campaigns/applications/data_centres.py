"""The data centres of this installation."""

from django.conf import settings

from campaigns.domain.provider import data_centres
from campaigns.domain.provider.data_centres import DataCentre


def known() -> dict[str, DataCentre]:
    """Code -> data centre: the provider's, and those of EXTRA_DATA_CENTRES and SANDBOX_URL."""
    return data_centres.centres_by_code(settings.EXTRA_DATA_CENTRES, settings.SANDBOX_URL)
