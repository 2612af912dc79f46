"""Opens finished files as a player does, and checks their length, their chapters, their tags and their end.

The sound of each chapter was compared with its master when it was encoded; this makes sure that the container presents
it whole, to its end, which is decoded once more. The result is findings; `deliver` decides what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.containers.container import TITLE, ChapterMark, Container, Track
from pipeline.records import Finding

TAIL_S = 2.0  # decoded at a file's end
CHAPTER_MS = 50  # players and muxers round chapter starts


def check_one_file(
    path: Path, name: str, container: Container, marks: Sequence[ChapterMark], rate: int, frame: int
) -> list[Finding]:
    """Checks a book in one file with `frame` samples per packet: its length, chapters, tags and end."""
    import av

    end_ms = marks[-1].end_ms
    with av.open(str(path)) as file:
        length_ms = (file.duration or 0) / 1000
        # In the order of the file, as players that read with FFmpeg show them.
        found = [(round(1000 * c["start"] * c["time_base"]), c["metadata"].get("title", "")) for c in file.chapters()]
    findings = [
        *_length(name, length_ms, end_ms, 1000 * frame / rate),
        *_tags(path, name, container, ""),
        *_end(path, name, end_ms, 1000 * frame / rate),
    ]
    if len(found) != len(marks):
        findings.append(Finding("d-002", name, f"the file shows {len(found)} chapters, the book has {len(marks)}"))
    for (start_ms, title), mark in zip(found, marks, strict=False):
        if abs(start_ms - mark.start_ms) > CHAPTER_MS or not mark.title.startswith(title):
            findings.append(
                Finding(
                    "d-002",
                    name,
                    f"the file's chapter {title!r} begins at {start_ms} ms, the book's "
                    f"{mark.title!r} at {mark.start_ms} ms",
                )
            )
            break
    return findings


def check_file(
    path: Path, name: str, container: Container, track: Track, duration_ms: int, frame_ms: float
) -> list[Finding]:
    """Checks one file of several: its length, tags and end."""
    import av

    with av.open(str(path)) as file:
        length_ms = (file.duration or 0) / 1000
    return [
        *_length(name, length_ms, duration_ms, frame_ms),
        *_tags(path, name, container, track.title),
        *_end(path, name, duration_ms, frame_ms),
    ]


def _length(name: str, length_ms: float, wanted_ms: int, frame_ms: float) -> list[Finding]:
    if abs(length_ms - wanted_ms) <= frame_ms + 1:
        return []
    return [Finding("d-001", name, f"it lasts {length_ms / 1000:.3f} s, the timeline {wanted_ms / 1000:.3f} s")]


def _tags(path: Path, name: str, container: Container, wanted: str) -> list[Finding]:
    """The title that was written must come out when the file is opened again."""
    import mutagen

    try:
        title = container.read_tags(path).get(TITLE, "")
    except mutagen.MutagenError as error:
        return [Finding("d-006", name, f"its tags cannot be read again: {error}")]
    if title and wanted in ("", title):
        return []
    return [Finding("d-006", name, f"its title is {title!r}" + (f", not {wanted!r}" if wanted else ""))]


def _end(path: Path, name: str, duration_ms: int, frame_ms: float) -> list[Finding]:
    """Decodes the last seconds: the sound must end where the timeline does, within a frame."""
    times = _decoded_times(path, max(0.0, duration_ms / 1000 - TAIL_S))
    end_ms = 1000 * (times[0][0] + sum(length_s for _, length_s in times)) if times else 0.0
    if abs(end_ms - duration_ms) <= frame_ms + 1:
        return []
    return [
        Finding("d-001", name, f"its sound ends at {end_ms / 1000:.3f} s, the timeline at {duration_ms / 1000:.3f} s")
    ]


def _decoded_times(path: Path, start_s: float) -> list[tuple[float, float]]:
    """(time, length) in seconds of every frame that decodes from `start_s` on, or a little before."""
    import av

    with av.open(str(path)) as file:
        stream: Any = file.streams.audio[0]
        if start_s:
            file.seek(int(start_s / stream.time_base), stream=stream)
        # A bare stream's clock begins with the encoder's delay, which is no sound.
        delay_s = float((stream.start_time or 0) * stream.time_base)
        return [
            (float(frame.pts * frame.time_base) - delay_s, frame.samples / frame.sample_rate)
            for frame in file.decode(stream)
        ]
