"""The list of campaigns: tabs, search, filters and each row's menu."""

__all__ = ["changelist", "tabs"]
