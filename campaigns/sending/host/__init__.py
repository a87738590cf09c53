"""The machine that sends: its clock, its sent.log, where its database is, and why it refuses."""

__all__ = [
    "adoption",
    "answer_log",
    "beat",
    "clock",
    "database_location",
    "durable_files",
    "interval",
    "machine_file",
    "machine_rows",
    "marks",
    "membership",
    "process",
    "readiness",
    "release",
    "restore_guard",
    "sent_log",
    "witness",
]
