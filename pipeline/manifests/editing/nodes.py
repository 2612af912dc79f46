"""Nodes of a YAML text with their places in it: what the parser understands, and where each part is written.

Made from the parser's events rather than from composed nodes, which forget where an alias stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

Kind = Literal["scalar", "list", "mapping", "alias"]
_PROPERTY = re.compile(r"[&!]\S*[^\S\r\n]*")  # an anchor or a tag, with the blanks after it
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n\x85\u2028\u2029]*")
# libyaml's, where PyYAML has it: ten times as fast, and with the same places (800 random files).
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"[\r\n\x85\u2028\u2029]|\Z")


@dataclass(frozen=True, slots=True)
class Node:
    """A value as it is written: characters `start:end` of the text, without comments and blanks after it.

    Attributes:
        start: of what it holds; an anchor or a tag stands before, from `whole` on.
        column: of a block's indicators ("-", keys), counted in characters from the start of its line.
        items: of a list its items; of a mapping key, value, key, value ...
        style: of a scalar: "" plain, "'", '"', "|", ">"; of a collection "flow" or "block".
    """

    kind: Kind
    start: int
    end: int
    whole: int
    column: int
    style: str
    items: tuple[Node, ...] = ()

    @property
    def flow(self) -> bool:
        return self.style == "flow"

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        return zip(self.items[::2], self.items[1::2], strict=True)


def root_of(text: str) -> Node | None:
    """The node of a document that the strict reader takes; None where it holds nothing but comments."""
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            root = _node(event, events, text)
            return None if root.kind == "scalar" and root.start == root.end else root
    return None


def _node(event: Any, events: Iterator[Any], text: str) -> Node:
    mark: Any = event.start_mark
    whole = start = mark.index
    until: Any = event.end_mark
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", start, until.index, whole, mark.column, "")
    while found := _PROPERTY.match(text, start) if event.anchor or getattr(event, "tag", None) else None:
        start = found.end()
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", *_scalar_place(event, start, text), whole, mark.column, event.style or "")
    kind: Kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
    items: list[Node] = []
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            until = inner.end_mark
            break
        items.append(_node(inner, events, text))
    if event.flow_style:
        return Node(kind, start, until.index, whole, mark.column, "flow", tuple(items))
    first, end = items[0].whole, items[-1].end
    column = first - line_start(text, first) if kind == "mapping" else mark.column
    if kind == "list":
        dash = dash_before(text, start, first)
        column, start = dash - line_start(text, dash), dash
    return Node(kind, start, end, whole, column, "block", tuple(items))


def _scalar_place(event: Any, start: int, text: str) -> tuple[int, int]:
    end = event.end_mark.index
    if event.style not in ("|", ">"):
        return min(start, end), end
    header = text[start : line_end(text, start)].partition("#")[0]
    return start, end if "+" in header else start + len(text[start:end].rstrip())


# ---------------------------------------------------------------- what stands between nodes


def line_start(text: str, place: int) -> int:
    """Where the line of a place begins."""
    return max(text.rfind(sign, 0, place) for sign in "\r\n\x85\u2028\u2029") + 1


def line_end(text: str, place: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = _LINE_END.search(text, place)
    return found.start() if found else len(text)


def next_line(text: str, place: int) -> int:
    """Where the line after that of a place begins; the text's end where it is the last."""
    end = line_end(text, place)
    return end + (2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0)


def dash_before(text: str, after: int, item: int) -> int:
    """The "-" of a block list's item that begins at `item`; `after` is where the item before ends."""
    gap = _COMMENT.sub(lambda found: " " * len(found[0]), text[after:item])
    return after + gap.rindex("-")


def comments(text: str, node: Node | None, start: int, end: int) -> list[str]:
    """The comments within `start:end`, those of a block scalar's first line included; no # of any text."""
    spans = sorted((n.start, n.end) for n in leaves(node, text)) if node else []
    found: list[str] = []
    at = start
    for first, last in [*((a, b) for a, b in spans if a < end and b > start), (end, end)]:
        gap = text[max(at - 1, 0) : first]  # with the character before, which tells whether # begins a comment
        found += [match[0].rstrip() for match in _COMMENT.finditer(gap, min(at, 1))]
        at = max(at, last)
    return found


def leaves(node: Node, text: str) -> Iterator[Node]:
    """The parts that hold text: scalars and aliases; of a block scalar what stands below its first line."""
    if node.style in ("|", ">") and node.kind == "scalar":
        below = min(next_line(text, node.start), node.end)
        yield Node("scalar", below, node.end, below, node.column, node.style)
    elif node.kind in ("scalar", "alias"):
        yield node
    for item in node.items:
        yield from leaves(item, text)
