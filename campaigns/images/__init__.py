"""Checks of the images that a campaign names: a worker fetches one, pages show its copy."""

__all__ = ["checks", "views"]
