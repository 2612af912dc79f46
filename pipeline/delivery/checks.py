"""Finished files opened as a player opens them: how long they are, where chapters begin, what tags say, how they end.

The sound of each chapter was held against its master when it was encoded; here it is made sure that the container
presents it whole, to its end, which is decoded once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.tags import Mark, Track
from pipeline.errors import NotDelivered

TAIL_S = 2.0  # decoded at a file's end
CHAPTER_MS = 50  # players and muxers round chapter starts


def check_one_file(path: Path, marks: Sequence[Mark], rate: int, frame: int) -> None:
    """A book in one file, `frame` samples a packet.

    Raises:
        NotDelivered: length, chapters, tags or the file's end are not what the timeline says.
    """
    import av

    end_ms = marks[-1].end_ms
    with av.open(str(path)) as file:
        length_ms = (file.duration or 0) / 1000
        found = [(round(1000 * c["start"] * c["time_base"]), c["metadata"].get("title", "")) for c in file.chapters()]
    if abs(length_ms - end_ms) > 1000 * frame / rate + 1:
        raise NotDelivered(f"{_said(path, length_ms)}, the timeline {end_ms / 1000:.3f} s")
    if len(found) != len(marks):
        raise NotDelivered(f"the file shows {len(found)} chapters, the book has {len(marks)}")
    for (start_ms, title), mark in zip(found, marks, strict=True):
        if abs(start_ms - mark.start_ms) > CHAPTER_MS or not mark.title.startswith(title):
            raise NotDelivered(f"the file's chapter {title!r} begins at {start_ms} ms, the book's {mark.title!r} "
                               f"at {mark.start_ms} ms")
    _check_tags(path, ())
    _check_end(path, end_ms, 1000 * frame / rate)


def check_file(path: Path, track: Track, duration_ms: int, frame_ms: float) -> None:
    """One file of several. Raises NotDelivered as `check_one_file` does."""
    import av

    with av.open(str(path)) as file:
        length_ms = (file.duration or 0) / 1000
    # Encoders that work in frames round up to a whole one.
    if abs(length_ms - duration_ms) > frame_ms + 1:
        raise NotDelivered(f"{_said(path, length_ms)}, its chapter {track.title!r} {duration_ms / 1000:.3f} s")
    _check_tags(path, (track.title,))
    _check_end(path, duration_ms, frame_ms)


def _check_tags(path: Path, wanted: Sequence[str]) -> None:
    """A second reader opens the file, and finds what was written."""
    import mutagen

    try:
        tags: Any = mutagen.File(str(path), easy=True)
    except mutagen.MutagenError as error:
        raise NotDelivered(f"the file's tags cannot be read again: {error}") from None
    title = (tags.get("title") or [""])[0] if tags else ""
    if not title or (wanted and title not in wanted):
        raise NotDelivered(f"the file's title is {title!r}" + (f", not {wanted[0]!r}" if wanted else ""))


def _check_end(path: Path, duration_ms: int, frame_ms: float) -> None:
    """Decodes the last seconds: nothing may be cut away, and nothing may be added, beyond a frame."""
    start_s = max(0.0, duration_ms / 1000 - TAIL_S)
    seconds = 0.0
    at = None
    for at_s, count_s in _decoded_times(path, start_s):
        at = at_s if at is None else at
        seconds += count_s
    end_ms = 1000 * ((at or 0.0) + seconds)
    if at is None or abs(end_ms - duration_ms) > frame_ms + 1:
        raise NotDelivered(f"the file's sound ends at {end_ms / 1000:.3f} s, the timeline at "
                           f"{duration_ms / 1000:.3f} s")


def _decoded_times(path: Path, start_s: float) -> list[tuple[float, float]]:
    """(time, length) in seconds of every frame that decodes from `start_s` on, or a little before."""
    import av

    with av.open(str(path)) as file:
        stream: Any = file.streams.audio[0]
        if start_s:
            file.seek(int(start_s / stream.time_base), stream=stream)
        # A bare stream's clock begins with the encoder's delay, which is no sound.
        delay_s = float((stream.start_time or 0) * stream.time_base)
        return [(float(frame.pts * frame.time_base) - delay_s, frame.samples / frame.sample_rate)
                for frame in file.decode(stream)]


def _said(path: Path, length_ms: float) -> str:
    return f"the {path.suffix or 'file'} lasts {length_ms / 1000:.3f} s"

