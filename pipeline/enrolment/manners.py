"""Clips of manners of speaking beside a voice: calm.wav, tense.wav, whisper.wav, and manners.tsv with what they say.

A manifest names the folder (`manners_folder`), so that a version of the voice keeps them. Each can stand in place of
the voice's reference: it is as long as an engine continues from, and its text is known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import soundfile

from pipeline.enrolment.choosing import REFERENCE_MS, Reference
from pipeline.errors import VoiceError
from pipeline.store import write_atomically
from pipeline.untrusted.bounds import inside

FOLDER, TABLE = "manners", "manners.tsv"
COLUMNS = ("label", "file", "language", "text", "why")


@dataclass(frozen=True, slots=True)
class MannerClip:
    """A clip of a manner of speaking."""

    label: str
    path: Path
    language: str
    text: str


def write_manners(folder: Path, styles: Sequence[Reference], language: str) -> Path | None:
    """Copies of the clips by label, and their table, in the voice's folder; None where there are none. A label of an
    earlier run that this one has not goes."""
    target = folder / FOLDER
    fit = [one for one in styles if one.text and _plain(one.style)]
    if not fit and not target.exists():
        return None
    target.mkdir(parents=True, exist_ok=True)
    wanted = {f"{one.style}.wav": one for one in fit}
    for path in target.glob("*.wav"):
        if path.name not in wanted:
            path.unlink()
    for name, one in wanted.items():
        write_atomically(target / name, (folder / one.file).read_bytes())
    rows = [COLUMNS, *((one.style, name, language, one.text, one.why) for name, one in wanted.items())]
    write_atomically(target / TABLE, "".join("\t".join(row) + "\n" for row in rows).encode())
    return target if fit else None


def _plain(label: str) -> bool:
    return bool(label) and all(c.isalnum() or c in "-_" for c in label)


def read_manners(folder: Path) -> list[MannerClip]:
    """The clips of a folder, each fit to be an engine's reference.

    Raises:
        VoiceError: the table is missing or no table; a clip is missing, of another length, or without its text.
    """
    path = folder / TABLE
    try:
        written = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceError(f"manners_folder: {path} cannot be read ({error}); enrol the voice again") from None
    rows = list(csv.DictReader(io.StringIO(written, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_clip(folder, row) for row in rows]


def _clip(folder: Path, row: dict[str, str]) -> MannerClip:
    label, text = row.get("label") or "", row.get("text") or ""
    path = inside(folder, row.get("file") or "")
    if not _plain(label) or path is None or not path.is_file():
        raise VoiceError(f"manners_folder: {folder / TABLE} names {row.get('file')!r}, which is not there")
    try:
        ms = round(1000 * soundfile.info(str(path)).duration)
    except soundfile.SoundFileError as error:
        raise VoiceError(f"manners_folder: {path} cannot be read: {error}") from None
    if not REFERENCE_MS[0] - 1 <= ms <= REFERENCE_MS[1] + 1:
        raise VoiceError(f"manners_folder: {path} lasts {ms / 1000:.1f} s; engines continue from 3 to 10 s")
    if not text.strip():
        raise VoiceError(f"manners_folder: {path} has no text; write down exactly what is said in it")
    return MannerClip(label, path, row.get("language") or "", text)
