"""Confirmation of blocks that are not read: page numbers, contents, licences and notes must show it by their words.

A class name is a claim: `pgmonospaced` stood on licences and on 500,000 characters of poems, `pagebreak` stands on page
numbers and on whole chapters that begin a page. A block that does not confirm its class is read as a paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.intake.structure import roles
from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.intake.structure.drafts import ChapterDraft
from pipeline.intake.structure.matter import LABEL, PAGE, Passage, confirms, prose
from pipeline.records import BlockKind

PICTURE = re.compile(
    r"\s*[\[(（［]\s*(?:(?:full[- ]page )?illustrations?|image|picture|plate|frontispiece|map|"
    r"abbildung|bild|ilustraci[oó]n|illustrazione|gravure|插图|挿絵|図)\b[^\[\]]{0,400}[\])）］]\s*",
    re.IGNORECASE | re.DOTALL,
)
_TYPED = re.compile(
    r"[\[(*]*\s*(?:this )?(?:e-?text|e-?book|html|text|file|transcript(?:ion)?|digital (?:edition|text))?\s*"
    r"(?:was |is )?(?:typed|transcribed|keyed(?: in)?|scanned|proof-?read|digiti[sz]ed|prepared|produced|converted|"
    r"entered|formatted|created and distributed|contributed|ocr(?:'?ed)?)"
    r"(?: and (?:typed|proof-?read|formatted|scanned|corrected|edited))*"
    r"(?: for [^.\n]{3,60})? by:? (?-i:[^\W\d_a-zß-ÿ]).{1,200}|"
    r"(?:abgetippt|gescannt|erfasst|digitalisiert|korrekturgelesen)(?: und \w+)? (?:von|durch) "
    r"(?-i:[^\W\d_a-zß-ÿ]).{1,120}|"
    r"(?:saisi|num[ée]ris[ée]|transcrit|relu)e?s?(?: et \w+)? par (?-i:[^\W\d_a-zß-ÿ]).{1,120}|"
    r"(?:digitalizado|escaneado|transcrito|tecleado)(?: y \w+)? por (?-i:[^\W\d_a-zß-ÿ]).{1,120}|"
    r"(?:入力|校正|作成|扫描|掃描|录入|校对|整理|OCR)\s*[：:]\s*\S.{0,80}",
    re.IGNORECASE | re.DOTALL,
)
_MADE = re.compile(
    r"(?:(?:©|\(c\)|copyright)[^.]{0,120}(?:\.\d[^.]{0,20})*\.?\s*)?(?:(?:this (?:page|document|site) was )?"
    r"(?:last (?:updated|modified|changed) (?:on |at )?.{4,40}?\.?\s*)?"
    r"(?:created|built|generated|made|powered|hosted|published|rendered)\s+(?:using|with|by|on)\s+(?:the\s+)?"
    r"(?:sphinx|mkdocs|jekyll|hugo|docusaurus|pandoc|calibre|sigil|doxygen|asciidoctor|docbook|gitbook|mdbook|wordpress|"
    r"read the docs|github pages|furo|alabaster|bookdown|quarto)\b.{0,120})",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_TYPES = frozenset(("footnote", "endnote", "rearnote", "footnotes", "endnotes", "rearnotes", "annotation"))
_ASIDE = 160  # characters of a margin note without a reference


def confirm_blocks(drafts: Sequence[ChapterDraft]) -> None:
    """Turns blocks into paragraphs that are marked as page numbers, contents, licences or notes and are none."""
    referred = {
        span.target
        for draft in drafts
        for placed in draft.blocks
        for span in placed.block.spans
        if span.kind == "noteref" and span.target
    }
    for n, draft in enumerate(drafts):
        if draft.role == "boilerplate":
            continue
        if roles.by_types(draft.types) not in roles.UNREAD:
            _set_credits_apart(draft, typed=n < 3 or n >= len(drafts) - 3)
        confirmed: list[PlacedBlock] = []
        for kind, group in itertools.groupby(draft.blocks, key=lambda placed: placed.block.kind):
            confirmed += _confirmed(kind, list(group), referred)
        draft.blocks = confirmed


def _set_credits_apart(draft: ChapterDraft, *, typed: bool) -> None:
    """Marks lines at either end of the book that name its transcriber or the program that made the page."""
    last = len(draft.blocks) - 4
    for n, placed in enumerate(draft.blocks):
        if (
            (n < 6 or n >= last)
            and placed.block.kind in ("paragraph", "quote", "list-item")
            and placed.size < 300
            and ((typed and _TYPED.fullmatch(_words(placed).strip())) or _MADE.fullmatch(_words(placed).strip()))
        ):
            draft.blocks[n] = _as(placed, "boilerplate")


def _confirmed(kind: BlockKind, run: list[PlacedBlock], referred: set[str]) -> Iterable[PlacedBlock]:
    if kind in ("paragraph", "caption"):
        return [_as(placed, "image") if PICTURE.fullmatch(_words(placed)) else placed for placed in run]
    if kind == "page-number":
        return [placed if _is_page(placed) else _unpaged(placed) for placed in run]
    if kind in ("boilerplate", "contents"):
        passages = [Passage(_words(placed), linked=placed.linked) for placed in run]
        return run if confirms(kind, passages) else [_as(placed, "paragraph") for placed in run]
    if kind == "note":
        return _notes(run, referred)
    return run


def _as(placed: PlacedBlock, kind: BlockKind) -> PlacedBlock:
    level = placed.block.level if kind == "heading" else 0
    return replace(placed, block=replace(placed.block, kind=kind, level=level))


def _words(placed: PlacedBlock) -> str:
    return "".join(span.text for span in placed.block.spans if span.kind != "noteref")


def _is_page(placed: PlacedBlock) -> bool:
    text = _words(placed)
    return (len(text) <= 24 and PAGE.fullmatch(text) is not None) or not any(map(str.isalnum, text))


def _unpaged(placed: PlacedBlock) -> PlacedBlock:
    """The block as a paragraph, where it holds more than page numbers."""
    spans = tuple(
        span if span.kind != "page-number" or PAGE.fullmatch(span.text) else replace(span, kind="text")
        for span in placed.block.spans
    )
    if all(span.kind in ("page-number", "line-number") for span in spans):
        return placed
    return replace(placed, block=replace(placed.block, kind="paragraph", spans=spans))


def _notes(run: Sequence[PlacedBlock], referred: set[str]) -> Iterable[PlacedBlock]:
    """Confirms notes: they are referred to, have a note's type, begin with a label, or are short margin notes."""
    known = False
    for placed in run:
        block, text = placed.block, _words(placed)
        own = (
            block.anchor in referred
            or bool(_NOTE_TYPES.intersection(placed.types))
            or LABEL.match(text) is not None
            or any(span.kind == "noteref" for span in block.spans[:2])
        )
        known = known or own  # a note's second paragraph has no label
        yield placed if known or placed.size <= _ASIDE or not prose([Passage(text)]) else _as(placed, "paragraph")
