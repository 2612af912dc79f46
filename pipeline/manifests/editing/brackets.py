"""Items between brackets, pairs between braces: put in with their commas, and taken out."""

from __future__ import annotations

from pipeline.manifests.editing.nodes import Node, comments, line_end, line_start, next_line
from pipeline.manifests.editing.writing import Value, flow
from pipeline.manifests.editing.written import Splice, UnsplicedError, Written


def added_in_brackets(doc: Written, items: Node, item: Value) -> list[Splice]:
    last = items.items[-1]
    comma = _commaafter_line(doc, last.end, items.end)
    opened, own = line_start(doc.text, items.start), line_start(doc.text, last.whole)
    new = flow(item)
    if opened == own or line_start(doc.text, items.end - 1) == own:  # on the line of a bracket
        return [Splice(comma + 1, comma + 1, f" {new},") if comma >= 0 else Splice(last.end, last.end, f", {new}")]
    indent = doc.prefix(last.whole, last.whole - own)
    at = line_end(doc.text, comma if comma >= 0 else last.end)
    line = f"{doc.line_break}{indent}{new}{',' if comma >= 0 else ''}"
    if comma < 0 and at == last.end:
        return [Splice(at, at, "," + line)]
    return [*([] if comma >= 0 else [Splice(last.end, last.end, ",")]), Splice(at, at, line)]


def removed_in_brackets(doc: Written, node: Node, index: int) -> list[Splice]:
    """Without the item (of a mapping: the pair) at `index`, and one of the commas around it."""
    step = 2 if node.kind == "mapping" else 1
    first, last = node.items[step * index], node.items[step * index + step - 1]
    if any(comments(doc.text, part, part.whole, part.end) for part in (first, last)):
        raise UnsplicedError
    start, end = first.whole, last.end
    comma = _commaafter_line(doc, end, node.end)
    splices = []
    if comma >= 0:
        end = comma + 1
    elif index:
        before = node.items[step * index - 1].end
        at = _commaafter_line(doc, before, start)
        if doc.text[at + 1 : start].strip():  # a comment between
            splices.append(Splice(at, at + 1, ""))
        else:
            start = at
    if comma >= 0 and (index == 0 or line_start(doc.text, start) == line_start(doc.text, end)):
        while doc.text[end] == " " and doc.text[end + 1] != "#":
            end += 1
    own = line_start(doc.text, start)
    if not doc.text[own:start].strip() and not doc.text[end : line_end(doc.text, end)].strip():
        start, end = own, next_line(doc.text, end)
    return [*splices, Splice(start, end, "")]


def _commaafter_line(doc: Written, place: int, before: int) -> int:
    """Where the comma after an item stands, -1 where there is none; commas of comments are none."""
    at = place
    while at < before:
        if doc.text[at] == ",":
            return at
        if doc.text[at] == "#":
            at = line_end(doc.text, at)
        elif doc.text[at].strip() or at >= before:
            return -1
        at += 1
    return -1
