"""The page of one campaign: what is shown, which moves are offered, and the moves."""

__all__ = ["buttons", "context", "evidence", "locks", "next_step", "urls"]
