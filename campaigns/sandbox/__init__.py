"""The sandbox: a stand-in for the provider, for rehearsals, demos and tests; it knows no campaigns.

"Decided here" marks each answer that the provider's pages leave open."""

__all__ = ["admin", "models", "population", "reach", "urls"]
