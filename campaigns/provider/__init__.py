"""The provider's API: the only HTTP POST of the product, and proof of whether it left."""

__all__ = ["connection", "key_check", "push"]
