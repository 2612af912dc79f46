"""Parses an XHTML document with byte positions of its elements and of each visible character.

Expat is used because it reports the byte of each event. Nothing outside the document is ever opened.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5
from xml.parsers import expat

from pipeline.intake.markup.xml import decode
from pipeline.records import visible

DROPPED = frozenset(("script", "style", "head", "template"))
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ENCODING = re.compile(r"(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")


@dataclass(slots=True)
class TextRun:
    """Consecutive characters of the source. One that is `whole` is an entity, which cannot be cut."""

    text: str
    start: int  # bytes
    end: int
    whole: bool
    low: int = 0  # of the document's visible characters: the first of this run
    high: int = 0


@dataclass(slots=True)
class Element:
    name: str  # with its prefix, as it is written
    start: int  # byte of its first tag
    id: str = ""
    inside: int = 0  # byte after its first tag
    inside_end: int = 0  # byte of its last tag
    end: int = 0  # byte after its last tag
    low: int = 0
    high: int = 0
    children: list[Element | TextRun] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return self.name.rpartition(":")[2].lower()

    @property
    def prefix(self) -> str:
        return self.name.rpartition(":")[0]

    def elements(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()


@dataclass(slots=True)
class MarkupDocument:
    data: bytes  # UTF-8
    root: Element
    text: str = ""  # visible characters of the body, as intake reads them
    runs: list[TextRun] = field(default_factory=list)  # of these, in order
    # Each one's run, and its place in it: numbers, for there are as many as the document has characters.
    in_run: array[int] = field(default_factory=lambda: array("L"))
    in_place: array[int] = field(default_factory=lambda: array("L"))
    entities: list[tuple[int, int, str]] = field(default_factory=list)  # (byte, byte, character) not of XML's own

    def byte_of(self, at: int, *, end: bool = False) -> int:
        """The byte at which the visible character `at` begins, or ends."""
        run, place = self.runs[self.in_run[at]], self.in_place[at]
        if run.whole:
            return run.end if end else run.start
        return run.start + len(run.text[: place + end].encode())

    @property
    def ids(self) -> set[str]:
        return {self.root.id} | {element.id for element in self.root.elements() if element.id}


def read_markup(data: bytes) -> MarkupDocument:
    """Raises ValueError where the document is not well formed: then nothing can be put into it safely."""
    data = _as_utf8(data)
    reader = _Reader(data)
    reader.parse()
    document = MarkupDocument(data, reader.root, entities=reader.entities)
    for body in _bodies(reader.root):
        _count(document, body)
    document.text = "".join(visible_text(run.text) for run in document.runs)
    return document


def _as_utf8(data: bytes) -> bytes:
    try:
        data.decode("utf-8")
        return data.removeprefix(b"\xef\xbb\xbf")
    except UnicodeDecodeError:
        return _ENCODING.sub(r"\1", decode(data)[0], count=1).encode()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.entities: list[tuple[int, int, str]] = []
        self._stack: list[Element] = []
        self._root: Element | None = None
        self._cdata = False
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._characters
        parser.SkippedEntityHandler = self._entity
        parser.StartCdataSectionHandler = self._open_cdata
        parser.EndCdataSectionHandler = self._close_cdata
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser = parser

    @property
    def root(self) -> Element:
        if self._root is None:
            raise ValueError("it holds no element")
        return self._root

    def parse(self) -> None:
        try:
            self._parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise ValueError(f"it is not well formed ({error})") from None
        finally:
            del self._parser  # its handlers refer to this reader: the cycle would keep the document in memory

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        found = _TAG_END.match(self.data, start)
        element = Element(name, start, attributes.get("id", ""), found.end() if found else start)
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._root = element
        self._stack.append(element)

    def _close(self, name: str) -> None:  # noqa: ARG002
        element, at = self._stack.pop(), self._parser.CurrentByteIndex
        if at == element.start:  # <br/>
            element.inside_end = element.end = element.inside
        else:
            element.inside_end, element.end = at, self.data.index(b">", at) + 1

    def _characters(self, text: str) -> None:
        start, coded = self._parser.CurrentByteIndex, text.encode()
        if self.data[start : start + 1] == b"&" and not self._cdata:
            self._add(TextRun(text, start, self.data.index(b";", start) + 1, True))
        elif self.data.startswith(coded, start):
            self._add(TextRun(text, start, start + len(coded), False))
        else:  # a line's end of two bytes
            self._add(TextRun(text, start, start + 2, True))

    def _open_cdata(self) -> None:
        self._cdata = True
        if self._stack and not any(element.tag in DROPPED for element in self._stack):
            raise ValueError("it has text in a CDATA section, where no id can be put")

    def _close_cdata(self) -> None:
        self._cdata = False

    def _entity(self, name: str, is_parameter: bool) -> None:
        start = self._parser.CurrentByteIndex
        if is_parameter or self.data[start : start + 1] != b"&":
            return
        end = self.data.index(b";", start) + 1
        character = html5.get(f"{name};", "")
        self.entities.append((start, end, character))
        if character:
            self._add(TextRun(character, start, end, True))

    def _add(self, run: TextRun) -> None:
        if self._stack:
            self._stack[-1].children.append(run)


def _bodies(root: Element) -> list[Element]:
    found = [e for e in (root, *root.elements()) if e.tag in ("body", "book")]
    return found[:1] or [root]


def _count(document: MarkupDocument, element: Element) -> None:
    """Numbers the visible characters inside an element."""
    element.low = len(document.in_run)
    if element.tag not in DROPPED:
        for child in element.children:
            if isinstance(child, Element):
                _count(document, child)
                continue
            child.low = len(document.in_run)
            number = len(document.runs)
            document.runs.append(child)
            for place, character in enumerate(child.text):
                if not character.isspace() and visible(character):
                    for _ in _folded(character):
                        document.in_run.append(number)
                        document.in_place.append(place)
            child.high = len(document.in_run)
    element.high = len(document.in_run)


@lru_cache(4096)
def _folded(character: str) -> str:
    """The character as intake reads it: typographic ligatures become letters."""
    return unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character


def visible_text(text: str) -> str:
    """The characters of a text that count, as `MarkupDocument.text` has them."""
    return "".join(_folded(c) for c in text if not c.isspace() and visible(c))
