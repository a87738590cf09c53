"""The machine that sends: its clock, its sent.log, where its database is, and why it refuses."""

__all__ = [
    "answer_log",
    "clock",
    "database_location",
    "interval",
    "readiness",
    "release",
    "restore_guard",
    "sent_log",
]
