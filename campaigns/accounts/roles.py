"""The four roles and their permissions; migration 0002 makes a group of each name."""

MARKETER, REVIEWER, OPERATOR, AUDITOR = "marketer", "reviewer", "operator", "auditor"

_SEEN = ("application", "campaign", "submission", "review", "attempt", "event", "outsidesend")
_VIEW = frozenset(f"campaigns.view_{model}" for model in _SEEN)
_SANDBOX = frozenset(
    f"sandbox.{verb}_{model}"
    for verb in ("view", "add", "change", "delete")
    for model in ("sandboxapp", "sandboxuser", "device", "call")
)

ROLES: dict[str, frozenset[str]] = {
    MARKETER: _VIEW | {"campaigns.compose_campaign", "campaigns.push_to_everyone"},
    REVIEWER: _VIEW
    | {
        "campaigns.review_campaign",
        "campaigns.resolve_campaign",
        "campaigns.pause_application",
    },
    OPERATOR: _VIEW
    | _SANDBOX
    | {
        "campaigns.operate_application",
        "campaigns.pause_application",
        "campaigns.resolve_campaign",
    },
    AUDITOR: _VIEW,
}
"""Role -> permissions as Django names them: app, dot, code name."""
