"""The rules that a message must keep before it may be submitted; `validate` runs all of them."""

__all__ = ["audience", "extras", "placeholders", "problem", "texts", "validate"]
