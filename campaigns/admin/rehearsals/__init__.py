"""Rehearsals of a campaign on the sandbox: the button and the page that waits for the answer."""

__all__ = ["urls", "views"]
