"""The send: tick, holds, claim, POST, record of the outcome. `host` is the machine that sends."""

__all__ = [
    "adopt",
    "attempts",
    "bulkheads",
    "claim",
    "hints",
    "hold_summaries",
    "holds",
    "host",
    "noted_answers",
    "record",
    "resolution",
    "send",
    "tick",
]
