"""Parts that several screens share: rows, sentences, the quota line, images of a draft."""

__all__ = [
    "body_json",
    "campaign_rows",
    "day_plan",
    "filters",
    "image_panel",
    "quota_bar",
    "send_windows",
    "sentences",
    "viewer",
]
