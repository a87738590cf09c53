"""Form fields and widgets that several screens share."""

__all__ = ["errors", "extras", "fields", "layout", "message_fields"]
