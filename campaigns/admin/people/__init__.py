"""The screens of people: rights, password, second factor."""

__all__ = ["admin"]
