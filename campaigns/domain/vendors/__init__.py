"""One file per vendor: what its phones do with a push, each number with its source and date.

Second-hand where no vendor's page was reachable; where sources conflict, the tighter number."""

__all__ = ["facts", "harmony", "images", "iphone", "prominence", "registry", "vendor"]
