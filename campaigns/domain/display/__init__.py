"""What a phone shows of a body (surfaces), why (notes), what else it does (effects), and how long
its texts may be (counters)."""

__all__ = ["counters", "effects", "surfaces"]
