"""User ids that people paste or upload: decode the file, split the table, find the id column."""

__all__ = ["chunks", "parse", "table"]
