"""How prominently a device shows a push."""

from enum import StrEnum

from campaigns.domain.translatable import Text, translatable


class Prominence(StrEnum):
    """From silent in the list, over the usual way, to a banner with sound."""

    LIST_ONLY = "list only"
    NORMAL = "normal"
    BANNER = "banner"


PROMINENCES: dict[Prominence, Text] = {
    Prominence.LIST_ONLY: translatable("Silent, in the list only"),
    Prominence.NORMAL: translatable("As usual on this device"),
    Prominence.BANNER: translatable("Banner with sound"),
}
