"""Strategies for bodies that nobody would write, as JSON and as a posted form."""

from typing import Any

from hypothesis import strategies as st

from campaigns.domain.message.shape import leaves

PATHS = tuple(leaf.path for leaf in leaves())
SURPRISES = ("\0", "\ud800", "\u2028", "\u202e", "{{x}}", "<b>", "9" * 30, "x" * 5000, "", " ")
texts = st.one_of(st.text(max_size=20), st.sampled_from(SURPRISES))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=8,
)


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, value in values.items():
        node, (*parents, key) = body, path.split(".")
        for parent in parents:
            inner = node.setdefault(parent, {})
            node = inner if isinstance(inner, dict) else node
        node[key] = value
    return body


bodies = st.one_of(
    anything,
    st.dictionaries(st.sampled_from(PATHS), st.one_of(anything, texts), max_size=6).map(_nested),
)
