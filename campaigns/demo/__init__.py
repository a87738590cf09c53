"""The demo: sample data, and all programs of the console started as one."""

__all__ = ["data", "processes"]
