"""Two work lists: campaigns that wait for a vote, and sends with an unknown outcome."""

__all__ = ["review", "unknown", "urls"]
