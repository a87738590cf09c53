"""A stand-in for the provider, for rehearsals, demos and tests. It knows nothing of campaigns.

What the provider's pages leave open is decided here and said where it is decided.
"""
