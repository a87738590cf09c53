"""Applications: what operators decide about their settings, pauses, secrets and data centres."""

__all__ = ["actions", "data_centres", "pauses", "secret_rotation", "validation"]
