"""Timeline of an audiobook: from a time of the book to the line that sounds, and from a line to its times."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from pipeline.delivery import ChapterAudio, chapter_starts_ms
from pipeline.errors import RefusedError
from pipeline.production.audiobook.chapters import ChapterState
from pipeline.records import Master, Missing


def line_at(chapters: Sequence[ChapterState], audio: Sequence[ChapterAudio], length_ms: int, at_ms: int) -> int:
    """Index of the line that sounds, or has just sounded, at this time of the book.

    Raises:
        RefusedError: a chapter has no master yet, or the book ends before.
    """
    if missing := [c.title for c in chapters if isinstance(c.master, Missing)]:
        raise RefusedError(
            f"times are known when every chapter has its master; {len(missing)} are still to be made "
            f"({missing[0]!r} ...): use --slate, or produce first"
        )
    starts = chapter_starts_ms(audio)
    if at_ms > length_ms:
        raise RefusedError(
            f"--at lies behind the end: the book lasts {length_ms // 3_600_000}:{length_ms // 60_000 % 60:02}:"
            f"{length_ms // 1000 % 60:02}"
        )
    n = bisect.bisect_right(starts, at_ms) - 1
    chapter, master = chapters[n], audio[n].master
    sample = (at_ms - starts[n]) * master.sample_rate_hz // 1000
    firsts = [first for first, _ in master.timeline]
    return chapter.first + max(0, bisect.bisect_right(firsts, sample) - 1)


def times_of(
    chapters: Sequence[ChapterState], audio: Sequence[ChapterAudio], index: int
) -> tuple[int, int] | tuple[None, None]:
    """Where the line at `index` begins and ends in the book; None while a chapter has no master."""
    if any(isinstance(c.master, Missing) for c in chapters):
        return None, None
    n = next(n for n, c in enumerate(chapters) if c.first <= index < c.last)
    start, master = chapter_starts_ms(audio)[n], audio[n].master
    first, last = master.timeline[index - chapters[n].first]
    rate = master.sample_rate_hz
    return start + round(1000 * first / rate), start + round(1000 * last / rate)


def spans_of(
    chapters: Sequence[ChapterState], audio: Sequence[ChapterAudio]
) -> Iterator[tuple[ChapterState, int, list[tuple[int, int]]]]:
    """Each chapter, where it begins in the book, and where its lines begin and end there; every master is there."""
    for chapter, start in zip(chapters, chapter_starts_ms(audio), strict=True):
        assert isinstance(chapter.master, Master)
        rate = chapter.master.sample_rate_hz
        yield (
            chapter,
            start,
            [(start + 1000 * a // rate, start + 1000 * b // rate) for a, b in chapter.master.timeline],
        )
