"""The image server of the guarded fetch serves the checks of images too."""

from tests.outbound.conftest import hasty as hasty
from tests.outbound.conftest import internet as internet
from tests.outbound.conftest import network as network
from tests.outbound.conftest import server as server
