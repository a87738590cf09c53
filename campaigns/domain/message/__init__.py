"""The body of a `/push.json` request: its shape, its bytes, its texts and whom it reaches."""

__all__ = [
    "audience",
    "audience_kinds",
    "audience_summary",
    "draft_limits",
    "invisible_characters",
    "payload",
    "precedence",
    "recipients",
    "shape",
    "strict_json",
]
