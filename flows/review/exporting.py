"""Export: the review as a folder that needs no server. index.html opens from a disk, a stick or a web server.

Decisions stay in the browser of whoever listens, until they are saved as decisions.json, which `--import` writes into
the manifests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.review.bundling import bundle
from flows.review.desk import Desk
from flows.review.pages import FILES
from flows.review.sound import Waveform
from pipeline.audio import Clip, sound_writer
from pipeline.errors import RefusedError
from pipeline.production.reviewing import Reviewed, excerpt, peaks, review_line, take_named, take_sound
from pipeline.report.review import ReviewBook, ReviewLine, ReviewRow
from pipeline.store import to_json, write_atomically

DATA, PAGE, SOUNDS = "data.js", "page.js", "sounds"
HEADER = "window.VOICEPRESS = "
_LINKS = re.compile(r'"/static/([\w.-]+)"')


@dataclass(frozen=True, slots=True)
class Exported:
    """What data.js holds."""

    schema: int
    book: ReviewBook
    lines: Mapping[str, ReviewLine]
    waves: Mapping[str, Waveform]


def export(desk: Desk, folder: Path, *, everything: bool = False) -> int:
    """Writes the review of a production to a folder; how many lines can be heard there.

    Args:
        everything: with the sound of all lines, of a novel some gigabytes; else of those that somebody should hear.

    Raises:
        RefusedError: the folder holds something else.
    """
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file; name a folder")
    if folder.exists() and any(folder.iterdir()) and not (folder / DATA).is_file():
        raise RefusedError(f"{folder} is not empty; name a new folder, or one that holds an earlier export")
    (folder / SOUNDS).mkdir(parents=True, exist_ok=True)
    seen = desk.reviewed
    wanted = [index for index, row in enumerate(seen.book.rows) if everything or to_hear(row)]
    lines: dict[str, ReviewLine] = {}
    waves: dict[str, Waveform] = {}
    for index in wanted:
        line = review_line(seen, index)
        lines[line.row.slate] = line
        for name, clip, spans in _sounds(seen, index, line):
            waves[name] = Waveform(clip.duration_ms, peaks(clip), spans)
            path = folder / SOUNDS / f"{name}.flac"
            with sound_writer(path, clip.sample_rate_hz, 1, "PCM_16", format="FLAC") as file:
                file.write(clip.samples)
    data = to_json(Exported(1, seen.book, lines, waves))
    write_atomically(folder / DATA, HEADER.encode() + data + b";\n")
    _write_page(folder)
    return len(lines)


def to_hear(row: ReviewRow) -> bool:
    """Whether somebody who listens elsewhere should be given the line's sound."""
    return row.duration_ms > 0 and (row.open or row.decided.any or row.state in ("fail", "flag", "inconclusive"))


def _sounds(
    seen: Reviewed, index: int, line: ReviewLine
) -> Iterator[tuple[str, Clip, tuple[tuple[str, int, int], ...]]]:
    """Each attempt of a line, alone and in its context, by the names that the page asks for."""
    for attempt in line.attempts:
        yield attempt.take, take_sound(seen.assembly, attempt.take, line.gain_db), ()
        around = excerpt(seen.assembly, index, take_named(seen.assembly, index, attempt.take))
        yield f"{line.row.slate}-{attempt.take[:12]}", around.clip, around.spans


def _write_page(folder: Path) -> None:
    scripts = {name: path.read_text("utf-8") for name, path in FILES.items() if path.suffix == ".js"}
    write_atomically(folder / PAGE, bundle(scripts, "review.js").encode())
    html = FILES["review.html"].read_text("utf-8")
    html = html.replace(
        '<script type="module" src="/static/review.js"></script>',
        f'<script defer src="{DATA}"></script>\n<script defer src="{PAGE}"></script>',
    )
    for name in set(_LINKS.findall(html)):
        write_atomically(folder / name, FILES[name].read_bytes())
    write_atomically(folder / "index.html", _LINKS.sub(r'"\1"', html).encode())
