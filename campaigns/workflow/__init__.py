"""Moves of a campaign from status to status, the comments beside them, and forms that act once."""

__all__ = ["comments", "idempotency", "transitions"]
