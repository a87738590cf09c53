"""Applications: what operators decide about their settings, pauses, secrets and data centres."""

__all__ = [
    "actions",
    "data_centres",
    "key_checks",
    "pauses",
    "secret_rotation",
    "standing_pauses",
    "validation",
]
