"""What a reviewer compares and confirms: the checklist, and the differences between two bodies."""

__all__ = ["checklist", "differences"]
