"""Other ways to start a campaign: copy, test, JSON import, template."""

__all__ = ["urls"]
