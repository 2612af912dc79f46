"""The builder of blocks: runs of text, white space, forced breaks, drop capitals, scene breaks, verse by its look.

While a block is built, BREAK stands for a forced line break and CELL for the border of two table cells; in the finished
block they are "\\n" and "\\t".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.intake.structure.listings import is_code, laid_out
from pipeline.languages import record_of
from pipeline.records import Block, BlockKind, Span

BREAK, CELL = "\u2028", "\u2029"
_SPACE = re.compile(r"[ \t\r\n\f\u2028\u2029]+")
# Invisible characters that would cut a word in two: soft hyphen, zero-width space, word joiner, BOM, bidi marks.
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
)
_INVISIBLE_PRESENT = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
_CJK = re.compile(r"[\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
_LIGATURE_WORD = re.compile(r"(?<!\w)\w*[\ufb00-\ufb06]\w*")  # from a word's start, for some have 60,000 letters
_LIGATURES = {0xFB00 + n: text for n, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
SCENE_BREAK = re.compile(r"(?:[*＊∗⁎⁂⁑※✱-❋❖❦❧☙☆★✦✧◆◇○●◎□■△▲▽▼•·・‧∙~～〜#＃×✕=_\-–—―─━+×☸☽☾♦♥♠♣♢♡†‡§¤°¶/\\|]\s*){1,60}")
_ONE_LETTER_WORDS = "AIO"  # of languages that say nothing of theirs


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a block when its element opens."""

    kind: BlockKind = "paragraph"
    level: int = 0
    anchor: str = ""
    language: str | None = None
    types: tuple[str, ...] = ()
    reason: str | None = None
    breaks: bool = False  # its class is one of scene breaks
    verbatim: bool = False
    row: bool = False  # a table row, which the elements inside it do not end
    line: int = 0
    listing: bool = False  # its markup says that it is a program listing
    looks: frozenset[str] = frozenset()  # "centred", "large", "bold"


def count(text: str) -> int:
    """Counts characters other than white space and those that a block leaves out.

    It is several times as fast as records.visible_characters and differs for exotic control characters. It serves for
    comparing sizes, not for coverage.
    """
    if not text.isascii() and _INVISIBLE_PRESENT.search(text):
        text = text.translate(_INVISIBLE)
    return sum(map(len, text.split()))


@dataclass(frozen=True)
class PlacedBlock:
    """A block with what chapters and roles need to know about its place in the source."""

    block: Block
    types: tuple[str, ...] = ()  # epub:types of the sections around it, outermost first
    linked: int = 0  # visible characters inside links to other places of the book
    looks: frozenset[str] = frozenset()  # "centred", "large", "bold", where the whole block is

    @cached_property
    def size(self) -> int:
        return sum(count(span.text) for span in self.block.spans if span.kind != "alt")


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
        spans = _joined(runs, shape)
        if not spans:
            return
        spans = _with_drop_capitals(spans, shape.language or self.language)
        spans = [part for span in spans for part in _with_ligatures(span)]
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
        return [(kind, _stripped(line), begins) for kind, line, begins in laid_out(_lines(spans, blank=True))]
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


def _joined(runs: list[tuple[str, Span]], shape: Shape) -> list[Span]:
    """Runs as spans: white space is collapsed as in browsers, ends are stripped, equal neighbours are merged."""
    full = "".join(text for text, _ in runs)
    if not full.strip():
        return []
    merged: list[list[str | Span]] = []
    last, at = " ", 0
    for text, ink in runs:
        new = text.translate(_INVISIBLE) if not text.isascii() and _INVISIBLE_PRESENT.search(text) else text
        if shape.verbatim:
            new = new.replace(BREAK, "\n").replace(CELL, "\t").replace("\r", "")
        else:
            if "\n" in new and not new.isascii() and shape.kind != "heading":
                new = _without_breaks_in_cjk(new, full, at)
            new = _SPACE.sub(_collapsed, new)
            if new[:1] == " " and last in " \n\t":
                new = new[1:]
            if new[:1] in ("\n", "\t") and last == " " and merged:
                merged[-1][0] = str(merged[-1][0]).rstrip(" ")
            if new[:1] == "\n" and last == "\n":
                new = new[1:]
        at += len(text)
        if not new:
            continue
        last = new[-1]
        if merged and merged[-1][1] == ink and not (ink.say or ink.phonemes):  # two spans with readings stay two
            merged[-1][0] = str(merged[-1][0]) + new
        else:
            merged.append([new, ink])
    return _stripped([replace(ink, text=str(text)) for text, ink in merged if isinstance(ink, Span) and text])


def _collapsed(match: re.Match[str]) -> str:
    space = match.group()
    return "\t" if CELL in space else "\n" if BREAK in space else " "


def _without_breaks_in_cjk(text: str, full: str, at: int) -> str:
    """Removes line ends of the source between Chinese or Japanese characters (CSS Text 3, segment breaks)."""

    def joined(match: re.Match[str]) -> str:
        before = full[max(0, at + match.start() - 40) : at + match.start()].rstrip()
        after = full[at + match.end() : at + match.end() + 40].lstrip()
        return "" if before and after and _CJK.match(before[-1]) and _CJK.match(after[0]) else match.group()

    return re.sub(r"[ \t\r]*\n[ \t\r\n]*", joined, text)


def _stripped(spans: list[Span]) -> list[Span]:
    while spans and not spans[0].text.strip():
        spans = spans[1:]
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return spans


def _with_drop_capitals(spans: list[Span], language: str) -> list[Span]:
    """Joins drop capitals to their words: "I T was" is "IT was", unless the capital is a word of its own.

    The class stands on whole paragraphs and first words, too: a drop capital is one letter, the first of its line.
    """
    begun = False
    for n, span in enumerate(spans[:-1]):
        within, begun = begun, any(map(str.isalpha, span.text.rpartition("\n")[2])) or (begun and "\n" not in span.text)
        if "drop-cap" not in span.style or within or sum(map(str.isalpha, span.text)) != 1:
            continue
        if n + 2 < len(spans) and not spans[n + 1].text.strip():
            spans[n], spans[n + 1] = replace(span, text=span.text + spans[n + 1].text), replace(span, text="")
            span, after = spans[n], spans[n + 2]
        else:
            after = spans[n + 1]
        following = spans.index(after, n)
        letter, rest = span.text.rstrip()[-1:], after.text.lstrip()
        gap = len(span.text.rstrip()) < len(span.text) or len(rest) < len(after.text)
        if not gap or not letter.isalpha() or not rest[:1].isalpha():
            continue
        word = re.match(r"\w+", rest)
        letters = record_of(language).letters
        own_word = letter.upper() in ((letters and letters.single) or _ONE_LETTER_WORDS)
        if not own_word or (word and len(word.group()) == 1 and word.group().upper() not in "AIO"):
            spans[n] = replace(span, text=span.text.rstrip())
            spans[following] = replace(after, text=rest)
    return [span for span in spans if span.text]


def _with_ligatures(span: Span) -> list[Span]:
    """Gives words with ligature characters a spoken form without them."""
    if span.text.isascii() or span.say or not _LIGATURE_WORD.search(span.text):
        return [span]
    parts, at = [], 0
    for match in _LIGATURE_WORD.finditer(span.text):
        if match.start() > at:
            parts.append(replace(span, text=span.text[at : match.start()]))
        parts.append(replace(span, text=match.group(), say=match.group().translate(_LIGATURES), rule="ligature"))
        at = match.end()
    return [*parts, replace(span, text=span.text[at:])] if at < len(span.text) else parts


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
    return lines if blank else [stripped for stripped in map(_stripped, lines) if stripped]


def _looks_like_paragraphs(spans: list[Span]) -> bool:
    """Whether forced breaks separate paragraphs: the lines are long and end as sentences do."""
    lines = [line.strip() for line in "".join(span.text for span in spans).split("\n") if line.strip()]
    if len(lines) < 3:
        return False
    wide = 40 if _CJK.search(lines[0]) else 80
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
