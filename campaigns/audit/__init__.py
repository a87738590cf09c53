"""Events, their seals and the triggers that keep both: what happened, who did it or was refused."""

__all__ = [
    "append_only",
    "denials",
    "events",
    "kept_rows",
    "middleware",
    "pace",
    "request_denials",
    "seals",
    "told",
    "verify",
    "verify_rows",
]
