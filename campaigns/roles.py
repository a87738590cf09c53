"""The four roles and what each may do; a migration makes them groups of these names."""

MARKETER, REVIEWER, OPERATOR, AUDITOR = "marketer", "reviewer", "operator", "auditor"

_VIEW = frozenset(
    f"view_{model}"
    for model in (
        "application",
        "campaign",
        "submission",
        "review",
        "attempt",
        "event",
        "outsidesend",
    )
)

ROLES: dict[str, frozenset[str]] = {
    MARKETER: _VIEW | {"compose_campaign", "push_to_everyone"},
    REVIEWER: _VIEW | {"review_campaign", "resolve_campaign", "pause_application"},
    OPERATOR: _VIEW | {"operate_application", "pause_application", "resolve_campaign"},
    AUDITOR: _VIEW,
}
"""Role -> permission code names of the app `campaigns`."""
