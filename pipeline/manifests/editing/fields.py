"""Fields of mappings: changed, added and removed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.manifests.editing.brackets import removed_in_brackets
from pipeline.manifests.editing.nodes import Node, comments, line_end, line_start
from pipeline.manifests.editing.writing import Value, block, flow
from pipeline.manifests.editing.written import Splice, UnsplicedError, Written, after_line, without_lines


def set_value(doc: Written, field: Sequence[str], new: Value) -> list[Splice]:
    """A field's value, within mappings, written or changed."""
    found = doc.value(field)
    return [set_scalar(doc, found[2], new)] if found else new_field(doc, field, new)


def set_fields(doc: Written, item: Node, old: Mapping[str, Value], new: Mapping[str, Value]) -> list[Splice]:
    splices: list[Splice] = []
    own = {doc.name_of(key): n for n, (key, _) in enumerate(item.pairs())}
    for name, value in new.items():
        if name not in own and old.get(name) != value:
            splices.append(_added_pair(doc, item, name, value))
        elif name in own and old.get(name) != value:
            splices.append(set_scalar(doc, item.items[2 * own[name] + 1], value))
    gone = [n for name, n in own.items() if name not in new and name != "<<"]
    if len(gone) > 1 and item.flow:
        raise UnsplicedError  # commas between them: written anew
    return splices + [one for n in gone for one in _removed_pair(doc, item, n)]


def set_scalar(doc: Written, node: Node, value: Value) -> Splice:
    """Another value where one stands; its anchor stays, and so do comments in its place."""
    if node.kind in ("list", "mapping") and not node.flow:
        raise UnsplicedError
    kept = comments(doc.text, node, node.whole, node.end)
    style = node.style if node.style in ("'", '"') else ""
    written = flow(value, style) if isinstance(value, str) else flow(value)
    space = "" if doc.text[node.start - 1 : node.start].strip() in ("", "[", "{", ",") or style else " "
    return Splice(node.start, node.end, "  ".join([space + written, *kept]))


def _added_pair(doc: Written, item: Node, name: str, value: Value) -> Splice:
    if not item.items:  # {}
        return Splice(item.start + 1, item.start + 1, f"{name}: {flow(value)}")
    last = item.items[-1]
    if not item.flow:
        key = item.items[0]
        column = key.whole - line_start(doc.text, key.whole)
        indent = doc.prefix(key.whole, column)
        return after_line(doc, last.end, item.column, [f"{indent}{name}: {flow(value)}"])
    return Splice(last.end, last.end, f", {name}: {flow(value)}")


def _removed_pair(doc: Written, item: Node, number: int) -> list[Splice]:
    if item.flow:
        return removed_in_brackets(doc, item, number)
    key, value = item.items[2 * number], item.items[2 * number + 1]
    start = line_start(doc.text, key.whole)
    if doc.text[start : key.whole].strip():  # "- text: ...", the first of an item
        raise UnsplicedError
    region = Node("mapping", key.whole, value.end, key.whole, key.column, "block", (key, value))
    kept = comments(doc.text, region, key.whole, line_end(doc.text, value.end))
    return [without_lines(doc, start, value.end, [doc.text[start : key.whole] + comment for comment in kept])]


def new_field(doc: Written, field: Sequence[str], value: Value) -> list[Splice]:
    """A field that is not written yet, with the mappings around it that are not."""
    depth = next(n for n in range(len(field) - 1, -1, -1) if n == 0 or doc.value(field[:n]))
    for name in reversed(field[depth + 1 :]):
        value = {name: value}
    name = field[depth]
    mapping = doc.value(field[:depth])[2] if depth else doc.root  # type: ignore[index]
    if mapping is None:
        return [_first_field(doc, name, value)]
    if mapping.kind != "mapping":
        raise UnsplicedError
    if mapping.flow:
        return [_added_pair(doc, mapping, name, value)]
    prefix = doc.prefix(mapping.items[0].whole, mapping.column)
    return [after_line(doc, mapping.items[-1].end, mapping.column, field_lines(prefix, name, value))]


def _first_field(doc: Written, name: str, value: Value) -> Splice:
    """The first field of a text that holds nothing but comments."""
    ends = re.search(r"^\.\.\.(\s|\Z)", doc.text.replace("\r", "\n"), re.MULTILINE)
    at = ends.start() if ends else len(doc.text)
    lines = doc.line_break.join(field_lines("", name, value))
    before = doc.line_break if doc.text[:at].rstrip(" ") and not doc.text[:at].endswith(("\n", "\r")) else ""
    return Splice(at, at, before + lines + doc.line_break)


def field_lines(prefix: str, name: str, value: Value) -> list[str]:
    if not isinstance(value, tuple) or not any(isinstance(item, Mapping) for item in value):
        return [f"{prefix}{name}: {flow(value)}"]
    entries = [line for item in value for line in entry_lines(item, prefix + "  ", " ", flow_style=False)]
    return [f"{prefix}{name}:", *entries]


def entry_lines(item: Value, prefix: str, gap: str, *, flow_style: bool) -> list[str]:
    if flow_style or not isinstance(item, Mapping):
        return [f"{prefix}-{gap}{flow(item)}"]
    first, *rest = block(item, prefix + " " * (1 + len(gap)))
    return [f"{prefix}-{gap}{first}", *rest]
