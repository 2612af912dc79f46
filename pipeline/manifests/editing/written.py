"""Written: a manifest as it is written, and splices: what an edit replaces in its text.

Everything outside of the splices stays byte for byte what it was. Nothing is written out again that an edit is not
about, so comments, order, quotes, indentation and line ends cannot change. A comment inside of what is removed stays,
on a line of its own: a person wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.manifests.editing.nodes import Node, line_end, line_start, next_line, root_of

_BREAK = re.compile(r"\r\n|\n|\r")


class UnsplicedError(Exception):
    """The text is written in a way in which this cannot be changed without touching more."""


@dataclass(frozen=True, slots=True)
class Splice:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A manifest's text, without a byte order mark, with its nodes."""

    text: str
    root: Node | None
    line_break: str

    @classmethod
    def of(cls, text: str) -> Written:
        found = _BREAK.search(text)
        return cls(text, root_of(text), found[0] if found else "\n")

    def value(self, field: Sequence[str]) -> tuple[Node, Node, Node] | None:
        """(mapping, key, value) of a field within mappings, None where it is not written."""
        mapping, found = self.root, None
        for name in field:
            if mapping is None or mapping.kind != "mapping":
                return None
            pairs = [(k, v) for k, v in mapping.pairs() if self.name_of(k) == name]
            if not pairs:
                return None
            found = (mapping, *pairs[0])
            mapping = pairs[0][1]
        return found

    def name_of(self, node: Node) -> str:
        """The name that a key has; names of fields need no escapes."""
        written = self.text[node.start : node.end]
        return written.strip("\"'") if node.kind == "scalar" else ""

    def prefix(self, place: int, column: int) -> str:
        """The indentation of a block at `column` whose first sign is at `place`."""
        before = self.text[line_start(self.text, place) : place]
        return before if not before.strip() else " " * column


def spliced(text: str, splices: Iterable[Splice]) -> str:
    for one in sorted(splices, key=lambda s: (s.start, s.end), reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def after_line(doc: Written, place: int, column: int, lines: Sequence[str]) -> Splice:
    """Lines after the line of a place, and after the comments below it that are indented more than `column`."""
    end = line_end(doc.text, place)
    at = next_line(doc.text, place)
    while at > end:
        line = doc.text[at : line_end(doc.text, at)]
        bare = line.lstrip(" \t")
        if not bare.startswith("#") or len(line) - len(bare) <= column:
            break
        end, at = line_end(doc.text, at), next_line(doc.text, at)
    return Splice(end, end, "".join(doc.line_break + line for line in lines))


def without_lines(doc: Written, start: int, last: int, instead: Sequence[str]) -> Splice:
    """Removes the lines from `start` to that of `last`, and puts others `instead`."""
    end = next_line(doc.text, last)
    if end > line_end(doc.text, last):
        return Splice(start, end, "".join(line + doc.line_break for line in instead))
    before = start  # the last line of a file that ends without a line break: it goes on doing so
    while (
        before and doc.text[before - 1] in "\r\n" and start - before < (2 if doc.text[:start].endswith("\r\n") else 1)
    ):
        before -= 1
    if not instead:
        return Splice(before, end, "")
    return Splice(start, end, doc.line_break.join(instead))
