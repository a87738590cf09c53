"""What every new draft of an application starts with: the vendors' channels and classes.

Applied once, when a draft is written by hand; an import, a copy and a template say what they mean.
"""

from typing import Any

from .compose import COLUMNS
from .models import Application

CLASSES = (
    "android_honor_importance",
    "android_hw_importance",
    "android_hw_category",
    "android_oppo_category",
    "android_oppo_notify_level",
    "android_vivo_classification",
    "android_vivo_category",
    "harmonyOS_ohos_category",
)
"""Columns by which vendors tell service from marketing, and how loud a push is."""
NAMES = tuple(name for name in COLUMNS.values() if name.endswith("_channelId") or name in CLASSES)
"""Columns of Campaign that may have a default, in the page's order."""


def columns(application: Application) -> dict[str, Any]:
    """Columns of Campaign -> values to start with; those without a default are left out."""
    stored = application.default_channels
    return {name: stored[name] for name in NAMES if name in stored}
