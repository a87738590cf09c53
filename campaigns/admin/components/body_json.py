"""The JSON body of a push, for people to read."""

import json

from campaigns.domain.message import invisible_characters


def pretty_json(raw: bytes) -> str:
    """Indented, with invisible characters made visible."""
    return invisible_characters.escape(json.dumps(json.loads(raw), ensure_ascii=False, indent=2))
