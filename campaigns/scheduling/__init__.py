"""When an application may send: its ledger of counted and reserved sends, and its day."""

__all__ = ["quota", "timeline"]
