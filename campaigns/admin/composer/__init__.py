"""The compose page: one form in four steps, the live preview, and the edit conflict."""

__all__ = ["forms", "urls", "views"]
