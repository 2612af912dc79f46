"""Writes SMIL overlays, which say when each id of a document is heard (EPUB 3.3, Media Overlays)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from pipeline.delivery.book import ChapterAudio


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of a chapter's audio with the place in the text where it is spoken."""

    document: str  # name in the archive
    id: str
    audio: int  # of the chapter, from 0
    start_ms: int
    end_ms: int


def heard(
    number: int, chapter: ChapterAudio, documents: Mapping[str, tuple[str, Sequence[tuple[str, int]]]]
) -> list[Heard]:
    """A chapter's stretches in order, without a gap: a pause belongs to what stands before it, so players keep it.

    Args:
        documents: slate -> document and its ids with their characters. What has none is heard with what is before it.
    """
    master = chapter.master
    rate = master.sample_rate_hz
    marks: list[tuple[int, str, str]] = []  # (millisecond, document, id)
    for line, (first, last) in zip(chapter.lines, master.timeline, strict=True):
        if last <= first or line.slate not in documents:
            continue
        document, ids = documents[line.slate]
        total = sum(size for _, size in ids)
        at = 0
        for name, size in ids:
            marks.append((round(1000 * (first + (last - first) * at / total) / rate), document, name))
            at += size
    if not marks:
        return []
    starts = [0, *(ms for ms, _, _ in marks[1:]), 1000 * master.samples // rate]
    return [
        Heard(document, name, number, start, end)
        for (_, document, name), (start, end) in zip(marks, itertools.pairwise(starts), strict=True)
        if end > start
    ]


def smil(document: str, pars: Sequence[Heard], audio: Mapping[int, str]) -> str:
    """The overlay of one document; `document` and `audio` are references from where the overlay lies."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
        f"<body epub:textref={quoteattr(document)}>",
    ]
    for number, one in enumerate(pars, start=1):
        out += [
            f'<par id="p{number}">',
            f"<text src={quoteattr(f'{document}#{one.id}')}/>",
            f"<audio src={quoteattr(audio[one.audio])} clipBegin={quoteattr(seconds(one.start_ms))} "
            f"clipEnd={quoteattr(seconds(one.end_ms))}/>",
            "</par>",
        ]
    return "\n".join([*out, "</body>", "</smil>", ""])


def seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}s"


def clock(ms: int) -> str:
    """h:mm:ss.fff, as media:duration has it."""
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
