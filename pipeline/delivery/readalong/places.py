"""Finds the lines of a script in a document, and marks them there with ids.

A block's spans hold every visible character of the source, read or not, so a block is found by its characters, and a
line by its place in the block. A line becomes one <span> with an id, or the id of an element that holds just this line;
where elements part it (half of it in italics, cells of a table) it becomes several, which share its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.delivery.readalong.markup import Element, MarkupDocument, TextRun, visible_text
from pipeline.intake.markup.semantics import BLOCKS
from pipeline.records import Block, Line

# The text inside these is marked as a whole: half a formula or half a ruby annotation cannot be marked.
WHOLE = frozenset(
    (
        "ruby",
        "math",
        "svg",
        "select",
        "button",
        "audio",
        "video",
        "object",
        "iframe",
        "canvas",
        "textarea",
        "label",
        "map",
    )
)
# Elements that no <span> may hold: those that break a line, and EPUB's choices between such.
PARTING = BLOCKS | {"switch", "case", "default"}
NO_ID = frozenset(("html", "body", "switch", "case", "default"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of bytes that gets one id, or the element that holds exactly this range."""

    start: int
    end: int
    size: int  # visible characters
    element: Element | None = None
    prefix: str = ""  # of XHTML's names in this document


@dataclass(slots=True)
class MarkedDocument:
    """A document's edits, and the ids of each line in it, with the characters that each holds."""

    document: MarkupDocument
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)  # (byte, order at the same byte, what is put in)
    ids: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # slate -> (id, characters)
    taken: int = 0  # bytes up to which the document is marked

    def bytes(self) -> bytes:
        out, at = [], 0
        for place, _, text in sorted(self.edits, key=lambda edit: edit[:2]):
            out += [self.document.data[at:place], text]
            at = place
        return b"".join((*out, self.document.data[at:]))


def find_lines(document: MarkupDocument, blocks: Sequence[tuple[Block, Sequence[Line]]]) -> dict[str, tuple[int, int]]:
    """slate -> its first and last+1 visible character in the document. What is not found is left out.

    Args:
        blocks: of this document, in the order in which they are read, each with the lines that are spoken from it.
    """
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for block, lines in blocks:
        spans = [
            (visible_text(span.text), span.reason is None or block.reason is not None, span.kind)
            for span in block.spans
        ]
        whole = "".join(text for text, _, kind in spans if kind != "alt")
        place = document.text.find(whole, at) if whole else -1
        place = document.text.find(whole) if whole and place < 0 else place
        if place < 0:
            found |= _line_by_line(document, lines, at)
            continue
        # Each character that may be spoken -> its place in the document; -1 for those of attributes.
        places: list[int] = []
        here = place
        for text, read, kind in spans:
            if read:
                places += [-1] * len(text) if kind == "alt" else range(here, here + len(text))
            here += len(text) if kind != "alt" else 0
        for line in lines:
            first = len(visible_text(block.text[: line.source.start]))
            mine = [p for p in places[first : first + len(visible_text(line.text))] if p >= 0]
            if mine:
                found[line.slate] = (mine[0], mine[-1] + 1)
        at = here
    return found


def _line_by_line(document: MarkupDocument, lines: Iterable[Line], at: int) -> dict[str, tuple[int, int]]:
    """Finds the lines of a block that is not found as a whole, because its parts were moved."""
    found = {}
    for line in lines:
        text = visible_text(line.text)
        place = document.text.find(text, at) if len(text) > 1 else -1
        if place >= 0:
            found[line.slate] = (place, place + len(text))
            at = place + len(text)
    return found


def mark_lines(document: MarkupDocument, found: dict[str, tuple[int, int]]) -> MarkedDocument:
    """Puts ids where the lines stand; a line whose place is taken by another gets none."""
    marked = MarkedDocument(document)
    used = document.ids
    bodies = [e for e in (document.root, *document.root.elements()) if e.tag == "body"][:1] or [document.root]
    for slate, (first, last) in sorted(found.items(), key=lambda item: item[1]):
        marks = [mark for body in bodies for mark in _cover(document, body, first, last) if mark.start >= marked.taken]
        for number, mark in enumerate(marks):
            name = mark.element.id if mark.element else ""
            if not name:
                name = _unused("vp-" + slate.replace(".", "-") + (f"-{number + 1}" if number else ""), used)
                _put(marked, mark, name)
            marked.ids.setdefault(slate, []).append((name, mark.size))
            marked.taken = mark.end
    return marked


def _put(marked: MarkedDocument, mark: Stretch, name: str) -> None:
    if mark.element:
        mark.element.id = name
        marked.edits.append((mark.element.start + 1 + len(mark.element.name.encode()), 0, f' id="{name}"'.encode()))
        return
    tag = f"{mark.prefix}:span" if mark.prefix else "span"
    # At the same byte, an end tag is put before a start tag.
    marked.edits.append((mark.start, 1, f'<{tag} id="{name}">'.encode()))
    marked.edits.append((mark.end, 0, f"</{tag}>".encode()))


def _unused(name: str, used: set[str]) -> str:
    while name in used:
        name += "x"
    used.add(name)
    return name


# ---------------------------------------------------------------- covering


def _cover(document: MarkupDocument, element: Element, first: int, last: int) -> list[Stretch]:
    """The fewest stretches of bytes that hold the visible characters `first:last` and cut no element."""
    out: list[Stretch] = []
    group: list[Element | TextRun] = []

    def close() -> None:
        while group and not _seen(group[-1]):
            group.pop()
        if group:
            low, high = max(first, group[0].low), min(last, group[-1].high)
            start = group[0].start if isinstance(group[0], Element) else document.byte_of(low)
            end = group[-1].end if isinstance(group[-1], Element) else document.byte_of(high - 1, end=True)
            out.append(Stretch(start, end, high - low, None, document.root.prefix))
        group.clear()

    for child in element.children:
        if child.high <= first or child.low >= last or child.low == child.high:
            # White space, breaks and images join the text on both sides of them, where there is text on both sides.
            if group and child.low == child.high and first < child.low < last and not _parts(child):
                group.append(child)
            elif isinstance(child, Element) and _parts(child):
                close()
        elif isinstance(child, TextRun) or (
            not _holds_blocks(child) and (child.tag in WHOLE or (first <= child.low and child.high <= last))
        ):
            group.append(child)
        else:
            close()
            out += _cover(document, child, first, last)
    close()
    if (
        len(out) == 1
        and out[0].element is None
        and element.tag not in NO_ID
        and element.tag not in WHOLE
        and first <= element.low
        and element.high <= last
        and not any(map(_parts, element.children))
    ):
        return [Stretch(element.start, element.end, element.high - element.low, element)]
    return out


def _seen(child: Element | TextRun) -> bool:
    return child.high > child.low


def _parts(child: Element | TextRun) -> bool:
    return isinstance(child, Element) and child.tag in PARTING


def _holds_blocks(element: Element) -> bool:
    return element.tag in PARTING or any(inner.tag in PARTING for inner in element.elements())
