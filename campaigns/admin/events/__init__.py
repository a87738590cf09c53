"""The list of events and its export as CSV."""

__all__ = ["admin"]
