"""The audit log's verbs, and the hash chain over its events."""

__all__ = ["chain", "verbs"]
