"""The audit log's verbs, the hash chain over its events, and what they prove of other rows."""

__all__ = ["chain", "evidence", "verbs"]
