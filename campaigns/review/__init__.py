"""Review: votes and comments on a submission, who may vote, and what it is compared with."""

__all__ = ["actions", "comparison", "policy", "voters", "votes"]
