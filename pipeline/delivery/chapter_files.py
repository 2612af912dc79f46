"""Splits chapters into files: one per chapter, or several where a shop limits their length.

A chapter is cut between two lines, at the longest pause within the limit, which is a scene break if there is one. Each
file begins with the head of its chapter and ends with its tail: silence or room tone, as the spec says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.delivery.book import ChapterAudio
from pipeline.delivery.encoding.encodings import Runs, length_of
from pipeline.errors import DeliveryError
from pipeline.manifests import Spec
from pipeline.records import Master

TAIL_MARGIN_MS = 300  # meters find the end of speech to 100 ms, and hear its decay as silence


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """The sound of one file: stretches of a chapter's master, or all of it."""

    title: str
    master: Master
    runs: Runs = ()

    @property
    def duration_ms(self) -> int:
        return round(1000 * length_of(self.master, self.runs) / self.master.sample_rate_hz)


def files_of(chapters: Iterable[ChapterAudio], spec: Spec, codec: str = "") -> list[ChapterFile]:
    """The files of all chapters, cut for the spec's shop where it takes files in this codec."""
    return [file for chapter in chapters for file in _files(chapter, spec, codec)]


def _files(chapter: ChapterAudio, spec: Spec, codec: str) -> list[ChapterFile]:
    master = chapter.master
    limit = round(spec.max_file_minutes * 60 * master.sample_rate_hz)
    if not limit or master.samples <= limit:
        return [ChapterFile(chapter.title, master, _credits(chapter, spec) if codec in spec.limits.codecs else ())]
    cuts = _cuts(chapter, limit)
    return [
        ChapterFile(f"{chapter.title} ({n} of {len(cuts)})", master, stretch(master, first, last))
        for n, (first, last) in enumerate(cuts, start=1)
    ]


def _credits(chapter: ChapterAudio, spec: Spec) -> Runs:
    """Credits without most of their tail: they last seconds, and a chapter's tail would lower their RMS by 1 dB."""
    limits, master = spec.limits, chapter.master
    if chapter.role != "credits" or limits.rms_db is None or limits.tail_ms is None or not master.timeline:
        return ()
    end = master.timeline[-1][1] + (limits.tail_ms[0] + TAIL_MARGIN_MS) * master.sample_rate_hz // 1000
    return ((0, end),) if end < master.samples else ()


def stretch(master: Master, first: int, last: int) -> Runs:
    """Lines `first:last` with the chapter's own head and tail around them."""
    times = master.timeline
    runs = [(0, times[0][0]), (times[first][0], times[last - 1][1]), (times[-1][1], master.samples)]
    out: list[tuple[int, int]] = []
    for a, b in runs:
        if out and out[-1][1] == a:
            out[-1] = (out[-1][0], b)
        elif b > a:
            out.append((a, b))
    return tuple(out)


def _cuts(chapter: ChapterAudio, limit: int) -> list[tuple[int, int]]:
    """Ranges of lines that each fit the limit, of about equal length, so that the last is no short rest."""
    times = chapter.master.timeline
    around = times[0][0] + chapter.master.samples - times[-1][1]
    room = limit - around
    out: list[tuple[int, int]] = []
    first = 0
    while first < len(times):
        left = times[-1][1] - times[first][0]
        if left <= room:
            out.append((first, len(times)))
            break
        wanted = left / -(-left // room)
        out.append((first, last_line(times, first, min(room, round(1.15 * wanted)), round(0.7 * wanted))))
        if out[-1][1] == first:
            raise DeliveryError(f"a line of the chapter {chapter.title!r} alone is longer than a file may be")
        first = out[-1][1]
    return out


def last_line(times: Sequence[tuple[int, int]], first: int, most: int, least: int = 0) -> int:
    """The end of a range of lines from `first` on of at most `most` samples: at the longest pause after `least`."""
    best, longest = first, -1
    for n in range(first, len(times)):
        length = times[n][1] - times[first][0]
        if length > most:
            break
        pause = times[n + 1][0] - times[n][1] if n + 1 < len(times) else most
        if length < least:
            best = n + 1
        elif pause >= longest:
            best, longest = n + 1, pause
    return best
