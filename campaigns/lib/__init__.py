"""Small tools above Django and the domain that know nothing of campaigns."""

__all__ = [
    "broker",
    "contention",
    "database_clock",
    "encryption",
    "form_tokens",
    "i18n",
    "model_validation",
    "prepared_queries",
    "retry",
    "system_user",
]
