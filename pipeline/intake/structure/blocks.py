"""Blocks in the making: what is known of a block when its element opens, and finished ones with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.records import Block, BlockKind

# Invisible characters that would cut a word in two: soft hyphen, zero-width space, word joiner, BOM, bidi marks.
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
)
INVISIBLE_PRESENT = re.compile(f"[{''.join(map(chr, INVISIBLE))}]")
SCENE_BREAK = re.compile(r"(?:[*＊∗⁎⁂⁑※✱-❋❖❦❧☙☆★✦✧◆◇○●◎□■△▲▽▼•·・‧∙~～〜#＃×✕=_\-–—―─━+×☸☽☾♦♥♠♣♢♡†‡§¤°¶/\\|]\s*){1,60}")


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
    if not text.isascii() and INVISIBLE_PRESENT.search(text):
        text = text.translate(INVISIBLE)
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
