"""Odd but valid manifests, made at random: every style that people and their editors write, with comments everywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hypothesis import strategies as st

from pipeline.manifests import Pickup

WORDS = st.sampled_from([
    "It was late.", "“Oh!”", "No: never", "C'est l'été", "Zeile # eins", "'quoted'", 'she said "no"', "日本語の行。", "Ёлка",
    "yes", "null", "1914", "12:30", "- a dash", "? why", "{brace}", "[x]", "*star", "&amp", "!bang", "%", "@home", "`tick`", "a, b", "x" * 90,
])  # fmt: skip
COMMENTS = st.sampled_from(
    ["# heard", "#", '# it\'s "odd": {a, b} [c]', "# - text: no entry", "#\ttab", "# ümlaut — and ’quotes’", "## # #"]
)
BLANKS = st.sampled_from(["", " ", "   "])


@dataclass(frozen=True)
class Odd:
    """A manifest of pickups; `chunks` are its parts: what stands before the entries, each entry, what stands after."""

    text: str
    pickups: tuple[Pickup, ...]
    comments: tuple[str, ...]
    chunks: tuple[str, ...]

    @property
    def data(self) -> bytes:
        return self.text.encode()


@st.composite
def pickups(draw: st.DrawFn) -> Pickup:
    number = draw(st.integers(1, 9))
    slate = draw(st.sampled_from(["", f"c001.l{number:04}"]))
    return Pickup(
        text=draw(WORDS) + f" {number}", slate=slate, attempt=draw(st.integers(1, 3)), reason=draw(WORDS) + " again"
    )


@st.composite
def odd_files(draw: st.DrawFn) -> Odd:
    """A file in block style; see `odd_brackets` for the other."""
    entries = tuple(draw(st.lists(pickups(), min_size=1, max_size=4)))
    comments: list[str] = []

    def remark(before: str = "  ") -> str:
        if not draw(st.booleans()):
            return draw(BLANKS)
        comments.append(f"{draw(COMMENTS)} n{len(comments)}.")
        return before + comments[-1]

    def lines_of_comments(indent: str) -> str:
        text = ""
        for _ in range(draw(st.integers(0, 2))):
            comments.append(f"{draw(COMMENTS)} n{len(comments)}.")
            text += draw(st.sampled_from([indent, ""])) + comments[-1] + "\n"
        return text + draw(st.sampled_from(["", "\n", " \n\n"]))

    indent = draw(st.sampled_from(["", "  ", "    "]))
    gap = draw(st.sampled_from([" ", "   "]))
    head = lines_of_comments("") + draw(st.sampled_from(["", "---\n", "%YAML 1.1\n---\n"]))
    head += draw(st.sampled_from(["pickups:", '"pickups":', "pickups: &all", "pickups :"])) + remark() + "\n"
    chunks = [head]
    for entry in entries:
        chunks.append(lines_of_comments(indent) + _entry(draw, entry, indent, gap, remark))
    tail = lines_of_comments("") + draw(st.sampled_from(["", "", "...\n"]))
    chunks.append(tail)
    text = "".join(chunks)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    line_break = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return Odd(
        mark + text.replace("\n", line_break),
        entries,
        tuple(comments),
        tuple(c.replace("\n", line_break) for c in chunks),
    )


def _entry(draw: st.DrawFn, entry: Pickup, indent: str, gap: str, remark) -> str:  # type: ignore[no-untyped-def]
    fields = [("text", entry.text), ("attempt", entry.attempt), ("reason", entry.reason)]
    fields += [("slate", entry.slate)] if entry.slate else []
    fields = draw(st.permutations(fields))
    if draw(st.booleans()):
        space = draw(st.sampled_from(["", " "]))
        inner = f",{space or ' '}".join(f"{name}: {_flow(draw, value)}" for name, value in fields)
        comma = draw(st.sampled_from(["", ","]))
        return f"{indent}-{gap}{{{space}{inner}{comma}{space}}}{remark(' ')}\n"
    text, start = "", f"{indent}-{gap}"
    for name, value in fields:
        text += f"{start}{name}:{draw(st.sampled_from([' ', '   ']))}{_block(draw, value, len(start), remark)}\n"
        start = " " * len(start)
    return text


def _flow(draw: st.DrawFn, value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return draw(st.sampled_from([json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"]))


def _block(draw: st.DrawFn, value: str | int, column: int, remark) -> str:  # type: ignore[no-untyped-def]
    style = draw(st.sampled_from(["quoted", "quoted", "literal", "folded", "broken"]))
    deeper = " " * (column + 2)
    if isinstance(value, int) or style == "quoted":
        return _flow(draw, value) + remark(" ")
    if style == "broken":
        return json.dumps(value, ensure_ascii=False).replace(" ", "\n" + deeper, 1) + remark(" ")
    sign = "|-" if style == "literal" else ">-"
    return f"{sign}{remark(' ')}\n{deeper}{value}"


@st.composite
def odd_brackets(draw: st.DrawFn) -> Odd:
    """A file whose list stands in brackets, on one line or on several."""
    entries = tuple(draw(st.lists(pickups(), min_size=0, max_size=4)))
    comments: list[str] = []
    lines = draw(st.booleans())

    def remark() -> str:
        if not lines or not draw(st.booleans()):
            return ""
        comments.append(f"{draw(COMMENTS)} n{len(comments)}.")
        return "  " + comments[-1]

    items = []
    for n, entry in enumerate(entries):
        fields = [("text", entry.text), ("attempt", entry.attempt), ("reason", entry.reason)]
        fields += [("slate", entry.slate)] if entry.slate else []
        body = ", ".join(f"{name}: {_flow(draw, value)}" for name, value in draw(st.permutations(fields)))
        comma = "," if n + 1 < len(entries) or draw(st.booleans()) else ""
        items.append(f"{{{body}}}{comma}" + (remark() + "\n" if lines else " " if comma else ""))
    if lines:
        inner = remark() + "\n" + "".join("    " + item for item in items) + draw(st.sampled_from(["", "  "]))
    else:
        inner = "".join(items)
    root = draw(st.booleans())
    text = f"{{pickups: [{inner}]}}" if root else f"pickups: [{inner}]"
    if draw(st.booleans()):
        comments.append(f"{draw(COMMENTS)} n{len(comments)}.")
        text += "  " + comments[-1]
    text += draw(st.sampled_from(["", "\n"]))
    line_break = draw(st.sampled_from(["\n", "\r\n"]))
    return Odd(text.replace("\n", line_break), entries, tuple(comments), ())
