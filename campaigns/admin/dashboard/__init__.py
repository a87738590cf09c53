"""The front page: what waits, what leaves next, what happened, and the quota."""

__all__ = ["urls", "views"]
