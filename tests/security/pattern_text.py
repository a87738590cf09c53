"""The text of a regular expression: its tokens, and characters that its atoms tell apart."""

import re
from typing import Any

_TOKEN = re.compile(
    r"""(?P<atom> \\x.. | \\u.{4} | \\U.{8} | \\. | \[\^?\]?(?:\\.|[^\]\\])*+\] )
      | (?P<look> \(\?<?[=!] )
      | (?P<open> \((?:\?(?:P<\w+>|>|[a-zA-Z-]*:))? )
      | (?P<close> \) )
      | (?P<bar> \| )
      | (?P<repeat> (?:[*+?]|\{(?P<least>\d*)(?:,\d*)?\})[+?]? )
      | (?P<literal> . )""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)#.*")
PLACES = {"^": r"\n", "$": r"\n", r"\A": r"\n", r"\Z": r"\n", r"\b": r"\w", r"\B": r"\w"}
"""What stands for no character, and by which characters it tells places apart."""
_SETS = {".", *(rf"\{letter}" for letter in "wWdDsS")}
_CLASS_MEMBERS = 4


class Alphabet:
    """One character for each way in which the classes of a pattern tell characters apart; what
    most of its atoms accept comes first."""

    def __init__(self, pattern: "re.Pattern[Any]") -> None:
        self._bytes = isinstance(pattern.pattern, bytes)
        self._flags = pattern.flags & (re.IGNORECASE | re.DOTALL | re.ASCII)
        self._characters = _characters(pattern)
        found = [each[0] for each in tokens(pattern) if each.lastgroup in ("atom", "literal")]
        atoms = [self._compiled(PLACES.get(atom, atom)) for atom in dict.fromkeys(found)]
        classes = [atom for atom in atoms if not self._is_one(atom)]
        fame = {each: len(self._kind(atoms, each)) for each in self._characters}
        self._miss = min(self._characters, key=lambda each: fame[each])
        ordered = sorted(self._characters, key=lambda each: -fame[each])
        by_kind = {self._kind(classes, each): each for each in reversed(ordered)}
        self._most = sorted(by_kind.values(), key=lambda each: -fame[each])

    def members(self, atom: str) -> list[str]:
        """A few that it accepts; one for a literal."""
        compiled = self._compiled(atom)
        among = self._characters if self._is_one(compiled) else self._most
        found = [each for each in among if compiled.fullmatch(self._as_given(each))]
        if not found:
            raise ValueError(f"no character is known for {atom!r}")
        return found[: 1 if self._is_one(compiled) else _CLASS_MEMBERS]

    def miss(self) -> str:
        """What fewest of the atoms accept."""
        return self._miss

    def _kind(self, atoms: list["re.Pattern[Any]"], each: str) -> tuple[int, ...]:
        """The numbers of those that accept it."""
        given = self._as_given(each)
        return tuple(n for n, atom in enumerate(atoms) if atom.fullmatch(given))

    def _is_one(self, atom: "re.Pattern[Any]") -> bool:
        text = _source(atom)
        return text[0] != "[" and text not in _SETS

    def _compiled(self, atom: str) -> "re.Pattern[Any]":
        return re.compile(self._as_given(atom), self._flags)

    def _as_given(self, text: str) -> Any:
        return text.encode("latin-1") if self._bytes else text


def tokens(pattern: "re.Pattern[Any]") -> list["re.Match[str]"]:
    source = _source(pattern)
    verbose = bool(pattern.flags & re.VERBOSE)
    found = list(_TOKEN.finditer(_COMMENT.sub("", source) if verbose else source))
    return [each for each in found if not (verbose and each[0].isspace())]


def _source(pattern: "re.Pattern[Any]") -> str:
    given = pattern.pattern
    return given.decode("latin-1") if isinstance(given, bytes) else given


def _characters(pattern: "re.Pattern[Any]") -> list[str]:
    """Those of the pattern's text, written out or as \\uXXXX, then one of every sort."""
    source = _source(pattern)
    hidden = [chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-fA-F]{4})", source)]
    more = [] if isinstance(pattern.pattern, bytes) else ["中", "\u3000", "\u200b", "\ud800"]
    return [*source, *hidden, *map(chr, range(256)), *more]
