"""Finds the fields that somebody else changed between showing a form and saving it. A form carries
a fingerprint of every stored value. It is neither secret nor trusted: a forged one only changes
what its own author is shown."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

DIGEST_BYTES = 5
DIVIDER = "."


def fingerprints(values: Mapping[str, Any], names: Sequence[str]) -> str:
    """One short digest for each of `names`, in their order."""
    return DIVIDER.join(fingerprint(values.get(name)) for name in names)


def fingerprint(value: Any) -> str:
    """Digest of a column's value. All empty values have the same digest."""
    plain = None if value in ("", [], {}) else value
    text = json.dumps(plain, default=str)
    return hashlib.blake2s(text.encode("ascii"), digest_size=DIGEST_BYTES).hexdigest()


def differing(seen: str, values: Mapping[str, Any], names: Sequence[str]) -> set[str] | None:
    """The `names` whose value differs from the one in `seen`; None if `seen` was made for other
    names or not at all."""
    digests = seen.split(DIVIDER)
    if len(digests) != len(names):
        return None
    return {
        name
        for name, old in zip(names, digests, strict=True)
        if fingerprint(values.get(name)) != old
    }
