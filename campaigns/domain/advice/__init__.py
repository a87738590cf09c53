"""Advice: what a vendor may drop, cut, silence or cap. Advice never blocks a campaign."""

__all__ = ["advise", "context", "images"]
