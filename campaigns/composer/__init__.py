"""Everything that happens to a draft until it is submitted, and what its writer is told."""

__all__ = [
    "audience_summaries",
    "copies",
    "drafts",
    "json_import",
    "lifecycle",
    "message_columns",
    "reach",
    "readiness",
    "rehearsals",
    "sizes",
    "splits",
    "templates",
]
