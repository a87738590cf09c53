"""The machine that sends: its clock, its sent.log, where its database is, and why it refuses."""

__all__ = [
    "adoption",
    "beat",
    "clock",
    "database_location",
    "interval",
    "machine_file",
    "machine_rows",
    "marks",
    "membership",
    "process",
    "readiness",
    "restore_guard",
    "sent_log",
    "witness",
]
