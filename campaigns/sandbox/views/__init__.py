"""The sandbox's views: the provider's API, and pages for people."""

__all__ = ["api", "pages"]
