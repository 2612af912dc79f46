"""The builder of blocks: collects runs of text, forced breaks and scene breaks, and tells verse by its look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.intake.structure.block_text import BREAK, CJK, joined_spans, stripped, with_drop_capitals, with_ligatures
from pipeline.intake.structure.blocks import SCENE_BREAK, PlacedBlock, Shape, count
from pipeline.intake.structure.listings import is_code, laid_out
from pipeline.records import Block, BlockKind, Span


@dataclass
class Builder:
    """Collects blocks; `marks` gives the index of the block before which each wanted fragment stands."""

    language: str = ""
    wanted: frozenset[str] = frozenset()
    blocks: list[PlacedBlock] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    shape: Shape = field(default_factory=Shape)
    linked: int = 0
    stanza: bool = False  # the next verse line is the first of a stanza
    list_start: bool = False
    images: int = 0
    attributes: int = 0  # visible characters that stood in attributes, not in text
    _runs: list[tuple[str, Span]] = field(default_factory=list)

    def text(self, text: str, ink: Span) -> None:
        if text:
            self._runs.append((text, ink))

    @property
    def empty(self) -> bool:
        """Whether nothing visible has been written to the block yet."""
        return all(ink.kind in ("page-number", "line-number") or not count(text) for text, ink in self._runs)

    def mark(self, place: str) -> None:
        if place in self.wanted:
            self.marks.setdefault(place, len(self.blocks))

    def line_break(self, ink: Span) -> None:
        """Writes a forced line break. Two in a row end a paragraph; in verse, one ends the line."""
        if self.shape.row:
            self.text(" ", ink)
        elif self.shape.kind == "verse":
            if self.empty and self.blocks and self.blocks[-1].block.kind == "verse":
                self.stanza = True
            self.flush()
        else:
            if self.shape.kind not in ("heading", "code") and self._just_broken():
                self.flush()
            else:
                self.text(BREAK, Span("", reason=ink.reason))

    def _just_broken(self) -> bool:
        """Whether nothing but white space has been written since the last forced break."""
        for text, _ in reversed(self._runs):
            if BREAK in text:
                return True
            if text.strip():
                return False
        return False

    def flush(self) -> None:
        """Ends the block that is being written, if it is not empty."""
        runs, self._runs = self._runs, []
        linked, self.linked = self.linked, 0
        shape = self.shape
        spans = joined_spans(runs, shape)
        if not spans:
            return
        spans = with_drop_capitals(spans, shape.language or self.language)
        spans = [part for span in spans for part in with_ligatures(span)]
        for kind, line, begins in _parts(shape, spans):
            first = kind == "list-item" and self.list_start
            if kind == "verse":
                first = self.stanza or begins
            if kind == "verse":
                self.stanza = False
            if kind == "list-item":
                self.list_start = False
            block = Block(kind, tuple(line), shape.anchor, shape.level, shape.language, first, shape.reason)
            self.blocks.append(PlacedBlock(block, shape.types, linked, shape.looks))
            linked = 0

    def scene_break(self, shape: Shape) -> None:
        """Writes a scene break without characters: a rule, or an empty paragraph of such a class."""
        self.flush()
        # A rule at the head of a document or below a heading is layout.
        last = self.blocks[-1].block.kind if self.blocks else "heading"
        if last not in ("scene-break", "heading"):
            self.blocks.append(PlacedBlock(Block("scene-break", (), shape.anchor), shape.types))


def _parts(shape: Shape, spans: list[Span]) -> Iterable[tuple[BlockKind, list[Span], bool]]:
    """The blocks that the spans make: their kind, their spans, and whether a line begins a stanza."""
    if shape.kind == "code" or (shape.kind == "paragraph" and _set_as_code(spans)):
        if is_code("".join(span.text for span in spans), shape.listing):
            return [("code", spans, False)]
        return [(kind, stripped(line), begins) for kind, line, begins in laid_out(_lines(spans, blank=True))]
    return [(kind, line, n == 0 and shape.kind != "verse") for n, (kind, line) in enumerate(_kinds(shape, spans))]


def _kinds(shape: Shape, spans: list[Span]) -> Iterable[tuple[BlockKind, list[Span]]]:
    """The block's kind by its content; verse is cut into its lines."""
    kinds = {span.kind for span in spans if span.text.strip()}
    if kinds <= {"page-number", "line-number"}:
        return [("page-number", spans)]
    if kinds == {"alt"} and shape.kind not in ("heading", "table"):
        return [("image", spans)]
    if kinds == {"math"} and shape.kind == "paragraph":
        return [("math", spans)]
    if shape.kind not in ("code", "table", "contents"):
        text = "".join(span.text for span in spans if span.kind != "page-number").strip()
        if SCENE_BREAK.fullmatch(text) or (shape.breaks and not any(map(str.isalnum, text))):
            return [("scene-break", spans)]
    if shape.kind in ("paragraph", "quote") and _looks_like_verse(spans):
        return [("verse", line) for line in _lines(spans)]
    if shape.kind in ("paragraph", "quote", "boilerplate") and _looks_like_paragraphs(spans):
        return [(shape.kind, line) for line in _lines(spans)]
    return [(shape.kind, spans)]


def _set_as_code(spans: list[Span]) -> bool:
    return all("code" in span.style for span in spans if span.text.strip())


def _lines(spans: list[Span], blank: bool = False) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *more = span.text.split("\n")
        for n, part in enumerate([first, *more]):
            if n:
                lines.append([])
            if part:
                lines[-1].append(replace(span, text=part))
    return lines if blank else [line for line in map(stripped, lines) if line]


def _looks_like_paragraphs(spans: list[Span]) -> bool:
    """Whether forced breaks separate paragraphs: the lines are long and end as sentences do."""
    lines = [line.strip() for line in "".join(span.text for span in spans).split("\n") if line.strip()]
    if len(lines) < 3:
        return False
    wide = 40 if CJK.search(lines[0]) else 80
    ended = sum(1 for line in lines if line[-1] in '.!?:。！？：…”」』")）')
    return sum(map(len, lines)) > wide * len(lines) and ended > 0.6 * len(lines)


def _looks_like_verse(spans: list[Span]) -> bool:
    """Whether lines are verse: three or more, short, nearly all beginning with a capital."""
    text = "".join(span.text for span in spans if span.kind == "text")
    lines = [line.strip() for line in text.split("\n")] if "\n" in text else []
    lines = [line for line in lines if line]
    if len(lines) < 3 or max(map(len, lines)) > 75 or sum(map(len, lines)) > 55 * len(lines):
        return False
    begin = [line.lstrip("“‘\"'«„(—–-[ ")[:1] for line in lines]
    capitals = sum(1 for letter in begin if letter and not letter.islower())
    return capitals >= 0.8 * len(lines)
