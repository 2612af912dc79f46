"""Captions of the whole book in SubRip, WebVTT and LRC: the written form, one cue per line of the script.

Times are those of the book in one file. A line too long for two rows of 42 columns becomes several cues, which
share its time by their characters; rows break after punctuation where that is near.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.encoding.encodings import Runs, starts_of
from pipeline.delivery.formats.format import Format
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

ROW = 42  # columns: what subtitle houses ask for; an ideograph has two
ROWS = 2
_NO_START = "、。，．！？；：」』）】〉》…ー々%)]}!?,.;:’”"  # never at a row's beginning


@dataclass(frozen=True, slots=True)
class Caption:
    name: str
    start_ms: int
    end_ms: int
    rows: tuple[str, ...]
    character: str = ""


def caption_settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:  # noqa: ARG001
    lines = [[line.slate, line.text, line.character] for c in chapters for line in c.lines]
    return {"lines": lines, "times": [list(map(list, c.master.timeline)) for c in chapters]}


def build_captions(
    store: Store,
    book: Book,
    chapters: Sequence[ChapterAudio],
    spec: Spec,  # noqa: ARG001
) -> tuple[list[Part], list[Finding]]:
    starts = starts_of(chapters)
    rate = chapters[0].master.sample_rate_hz
    captions = [caption for n, chapter in enumerate(chapters) for caption in captions_of(chapter, starts[n])]
    lines = list(_whole(chapters, starts))
    texts = {".srt": srt(captions), ".vtt": vtt(captions, book.language), ".lrc": lrc(lines, book)}
    parts: list[Part] = []
    for suffix, text in texts.items():
        with store.making() as path:
            path.write_text(text, "utf-8", newline="\n")
            # The book's length, once.
            length_ms = 0 if parts else round(1000 * starts[-1] / rate)
            parts.append(Part(f"captions/{file_name(book.title, suffix)}", store.keep_object(path), length_ms))
    return parts, []


def captions_of(chapter: ChapterAudio, start: int = 0, runs: Runs = ()) -> Iterator[Caption]:
    """The cues of a chapter that begins at sample `start` of the book; of `runs` of it, as if they were joined."""
    rate = chapter.master.sample_rate_hz
    for line, span in zip(chapter.lines, chapter.master.timeline, strict=True):
        text = " ".join(line.text.split())
        placed = _placed(span, runs)
        if not placed or not text:
            continue
        first, last = placed
        cues = [broken(part) for part in parts_of(text, ROW * ROWS)]
        sizes = [sum(map(len, rows)) for rows in cues]
        at, total = first, sum(sizes)
        for n, (rows, size) in enumerate(zip(cues, sizes, strict=True)):
            end = last if n == len(cues) - 1 else at + (last - first) * size // total
            name = line.slate if len(cues) == 1 else f"{line.slate}.{n + 1}"
            yield Caption(name, _ms(start + at, rate), _ms(start + end, rate), rows, line.character)
            at = end


def _placed(span: tuple[int, int], runs: Runs) -> tuple[int, int] | None:
    """Where a line lies in `runs` of its master; None where it does not, or has no sound."""
    first, last = span
    if last <= first:
        return None
    if not runs:
        return span
    before = 0
    for a, b in runs:
        if a <= first and last <= b:
            return before + first - a, before + last - a
        before += b - a
    return None


def _whole(chapters: Sequence[ChapterAudio], starts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(milliseconds, text) of every line, unbroken."""
    for start, chapter in zip(starts, chapters, strict=False):
        for line, (first, last) in zip(chapter.lines, chapter.master.timeline, strict=True):
            if last > first and (text := " ".join(line.text.split())):
                yield _ms(start + first, chapter.master.sample_rate_hz), text


# ---------------------------------------------------------------- breaking


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def parts_of(text: str, limit: int) -> list[str]:
    """Splits a text into the fewest parts that fit `limit` columns, of about equal size."""
    count = -(-columns(text) // limit)
    while True:
        parts, rest = [], text
        for left in range(count, 1, -1):
            head, rest = _cut(rest, columns(rest) / left, limit)
            parts.append(head)
        parts = [part for part in (*parts, rest) if part]
        # A row that breaks between words may leave too much for the last part; a word of its own size cannot be cut.
        if all(columns(part) <= limit for part in parts) or count > 2 * columns(text) / limit + 2:
            return parts
        count += 1


def broken(text: str) -> tuple[str, ...]:
    return (text,) if columns(text) <= ROW else tuple(parts_of(text, ROW))


def _cut(text: str, wanted: float, limit: int) -> tuple[str, str]:
    """Splits a text in two: the first of about `wanted` columns, and at most `limit` where it can be broken there."""
    best, best_cost, at = 0, float("inf"), 0
    for n in range(1, len(text)):
        at += columns(text[n - 1])
        spaced = text[n - 1] == " "
        wide = (
            unicodedata.east_asian_width(text[n]) in "WF"
            and text[n] not in _NO_START
            and text[n - 1] not in "「『（【〈《"
        )
        if not (spaced or wide):
            continue
        cost = abs(at - wanted) + (1000 if at - spaced > limit else 0)
        if text[:n].rstrip()[-1:] in ",.;:!?—–、。，；：！？…”’」』)":
            cost -= wanted / 4  # worth a row that is so much shorter
        if cost < best_cost:
            best, best_cost = n, cost
    return (text[:best].strip(), text[best:].strip()) if best else (text, "")


# ---------------------------------------------------------------- formats


# SubRip and LRC have no escapes, and players hide what looks like a tag or a time (FFmpeg, libass). Such text is
# written with the most similar signs that players show.
_TAG = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)>")
_BRACES = str.maketrans("{}", "()")
_TIME = re.compile(r"[\[<](\d+:\d[\d:.]*)[\]>]")


def srt(captions: Iterable[Caption]) -> str:
    return "\n".join(
        f"{n}\n{_clock(c.start_ms, ',')} --> {_clock(c.end_ms, ',')}\n" + _without_tags("\n".join(c.rows)) + "\n"
        for n, c in enumerate(captions, start=1)
    )


def vtt(captions: Iterable[Caption], language: str) -> str:
    out = [f"WEBVTT\nKind: captions\nLanguage: {language}\n"]
    for c in captions:
        text = "\n".join(_escaped(row) for row in c.rows)
        text = f"<v {_escaped(c.character)}>{text}</v>" if c.character else text
        out.append(f"{c.name}\n{_clock(c.start_ms, '.')} --> {_clock(c.end_ms, '.')}\n{text}\n")
    return "\n".join(out)


def lrc(lines: Iterable[tuple[int, str]], book: Book) -> str:
    head = [f"[ti:{book.title}]", f"[ar:{book.metadata.authors}]", f"[al:{book.title}]", f"[la:{book.language}]"]
    timed = [
        f"[{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms // 10 % 100:02}]{_without_times(text)}" for ms, text in lines
    ]
    return "\n".join(head + timed) + "\n"


def _without_tags(text: str) -> str:
    return _TAG.sub(r"‹\1›", text.replace("-->", "→")).translate(_BRACES)


def _without_times(text: str) -> str:
    text = _TIME.sub(r"(\1)", text)
    return "(" + text[1:].replace("]", ")", 1) if text.startswith("[") else text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ms(sample: int, rate: int) -> int:
    return round(1000 * sample / rate)


def _clock(ms: int, point: str) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


CAPTIONS = Format(
    "captions",
    "SubRip, WebVTT and LRC of the whole book",
    2,  # 2: no text is hidden as a tag
    build_captions,
    settings=caption_settings,
    shows=("title", "creators", "language"),
    shows_cover=False,
)
