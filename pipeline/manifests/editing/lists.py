"""Items of lists: added at the end, changed where they differ, removed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.manifests.editing.brackets import added_in_brackets, removed_in_brackets
from pipeline.manifests.editing.fields import entry_lines, new_field, set_fields, set_scalar
from pipeline.manifests.editing.nodes import comments, dash_before, line_end, line_start
from pipeline.manifests.editing.writing import Value, block, flow
from pipeline.manifests.editing.written import Splice, UnsplicedError, Written, after_line, without_lines

_BLANK_OR_COMMENT = re.compile(r"[^\S\r\n\x85\u2028\u2029]*(#.*)?")
_PROPERTY = re.compile(r"[ ]*[&!]\S*")


def added(doc: Written, field: Sequence[str], item: Value, whole: Sequence[Value]) -> list[Splice]:
    """An item at the end of a list; the list as a `whole` where it is not written yet."""
    found = doc.value(field)
    if found is None:
        return new_field(doc, field, tuple(whole))
    mapping, key, items = found
    if items.kind != "list":
        raise UnsplicedError
    if not items.flow:
        last = items.items[-1]
        dash = dash_before(doc.text, items.items[-2].end if len(items.items) > 1 else items.start, last.whole)
        gap = doc.text[dash + 1 : last.whole]
        gap = gap if gap and not gap.strip(" ") else " "
        prefix = doc.prefix(dash, items.column)
        lines = entry_lines(item, prefix, gap, flow_style=last.flow)
        return [after_line(doc, last.end, items.column, lines)]
    if items.items:
        return added_in_brackets(doc, items, item)
    rest = doc.text[items.end : line_end(doc.text, items.end)]
    inner = doc.text[items.start + 1 : items.end - 1]
    colon = doc.text.find(":", key.end, items.whole)
    straight = not doc.text[colon + 1 : items.start].strip(" ") and not inner.strip()
    if mapping.flow or not straight or not _BLANK_OR_COMMENT.fullmatch(rest):
        return [Splice(items.start + 1, items.start + 1, flow(item))]
    prefix = doc.prefix(key.whole, mapping.column) + "  "
    lines = entry_lines(item, prefix, " ", flow_style=False)
    return [Splice(colon + 1, items.end, ""), after_line(doc, items.end, mapping.column, lines)]


def removed(doc: Written, field: Sequence[str], index: int) -> list[Splice]:
    """Without the item at `index` of a list."""
    found = doc.value(field)
    if found is None or found[2].kind != "list":
        raise UnsplicedError
    _, key, items = found
    item = items.items[index]
    before = items.items[index - 1].end if index else items.start
    if items.flow:
        return removed_in_brackets(doc, items, index)
    dash = dash_before(doc.text, before, item.whole)
    start = line_start(doc.text, dash)
    if doc.text[start:dash].strip():
        raise UnsplicedError
    kept = comments(doc.text, item, dash, line_end(doc.text, item.end))
    splices = [without_lines(doc, start, item.end, [doc.text[start:dash] + comment for comment in kept])]
    if len(items.items) == 1:
        colon = doc.text.find(":", key.end)
        at = items.whole if items.whole < items.start and doc.text[items.whole] in "&!" else colon + 1
        while found_property := re.compile(r"[ ]*[&!]\S*").match(doc.text, at):
            at = found_property.end()
        splices.insert(0, Splice(at, at, " []"))
    return splices


def replaced(doc: Written, field: Sequence[str], index: int, old: Value, new: Value) -> list[Splice]:
    """The item at `index` of a list, changed where it differs."""
    found = doc.value(field)
    if found is None or found[2].kind != "list":
        raise UnsplicedError
    item = found[2].items[index]
    if isinstance(old, Mapping) and isinstance(new, Mapping) and item.kind == "mapping":
        return set_fields(doc, item, old, new)
    return [set_scalar(doc, item, new)]


def rewritten(doc: Written, field: Sequence[str], index: int, new: Value) -> list[Splice]:
    """The item at `index` of a list, written anew; for one whose parts are shared by anchors and aliases."""
    found = doc.value(field)
    if found is None or found[2].kind != "list":
        raise UnsplicedError
    items = found[2]
    item = items.items[index]
    kept = comments(doc.text, item, item.whole, item.end)
    if items.flow or item.flow or item.kind == "alias":
        if kept:
            raise UnsplicedError
        return [Splice(item.whole, item.end, flow(new))]
    dash = dash_before(doc.text, items.items[index - 1].end if index else items.start, item.whole)
    start = line_start(doc.text, dash)
    column = item.whole - line_start(doc.text, item.whole)
    lines = block(new, " " * column)
    above = "".join(doc.prefix(dash, items.column) + comment + doc.line_break for comment in kept)
    return [Splice(start, start, above), Splice(item.whole, item.end, doc.line_break.join(lines))]
