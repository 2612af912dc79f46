"""A voice's folder: clips, dataset.tsv, references; and its manifest beside the folder.

manifests/voices/ann.yaml            the manifest, written once
manifests/voices/ann/dataset.tsv     a line a clip; people proofread it
manifests/voices/ann/clips/*.wav     every clip, the refused ones too, to be listened to
manifests/voices/ann/references/     what an engine is given besides the first reference
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.audio import Clip, take_bytes
from pipeline.enrolment.choosing import Reference
from pipeline.enrolment.dataset import NAME, Row, marked, merged, read_rows, write_rows
from pipeline.enrolment.enrolling import Enrolment, rows_of, sound_of
from pipeline.enrolment.manners import FOLDER as MANNERS
from pipeline.enrolment.manners import read_manners, write_manners
from pipeline.errors import RefusedError, StoreError
from pipeline.store import write_atomically

REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; `manifest` is None where none was, and `why` says why."""

    dataset: Path
    manifest: Path | None
    why: str = ""


def write_folder(enrolment: Enrolment, folder: Path) -> Path:
    """Writes clips and data set; the data set's path.

    Raises:
        StoreError: it cannot be written.
    """
    dataset = folder / NAME
    old = read_rows(dataset)
    try:
        (folder / "clips").mkdir(parents=True, exist_ok=True)
        for one in enrolment.judged:
            if one.stretch.speech:
                sound = sound_of(enrolment.recordings[one.stretch.recording], one.stretch)
                write_atomically(folder / one.file, take_bytes(_within(sound)))
        rows = [marked(row) for row in rows_of(enrolment, {row.clip: row.style for row in old if not row.corrected})]
        rows = merged(old, rows)
        write_rows(dataset, rows)
        _sweep(folder, old, rows)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written to: {error.strerror}") from None
    return dataset


def write_manifest(
    folder: Path,
    manifest: Mapping[str, Any],
    further: Sequence[Reference] = (),
    styles: Sequence[Reference] = (),
    *,
    replace_manifest: bool = False,
) -> Written:
    """Writes the manifest beside the folder, with the further references and the clips of styles; never over one that
    is there unasked.

    Raises:
        VoiceError: a clip of a style cannot be an engine's reference.
    """
    dataset, path = folder / NAME, _manifest_path(folder)
    text = yaml.safe_dump(dict(manifest), sort_keys=False, allow_unicode=True)
    if path.exists() and not replace_manifest:
        same = path.read_text("utf-8", "replace") == text
        return Written(
            dataset, None, "" if same else f"{path} is left as it is; --replace-manifest writes today's over it"
        )
    _write_references(folder, further)
    language = str(manifest.get("settings", {}).get("reference_language", ""))
    if target := write_manners(folder, styles, language):
        read_manners(target)
    write_atomically(path, text.encode())
    return Written(dataset, path)


def _manifest_path(folder: Path) -> Path:
    return folder.with_name(folder.name + ".yaml")


def _within(clip: Clip) -> Clip:
    """Lossy codecs decode to a little beyond full scale; such a clip is turned down, never cut off."""
    over = clip.peak
    return clip if over <= 1.0 else Clip(np.asarray(clip.samples / over, np.float32), clip.sample_rate_hz)


def _sweep(folder: Path, old: Sequence[Row], rows: Sequence[Row]) -> None:
    """Removes clips of earlier runs that are in no line any more; nothing that was not written here, and nothing that
    the voice's manifest names."""
    named = {row.clip for row in rows}
    path = _manifest_path(folder)
    manifest = path.read_text("utf-8", "replace") if path.is_file() else ""
    for row in old:
        if row.clip not in named and not row.corrected and row.clip.startswith("clips/") and row.clip not in manifest:
            (folder / row.clip).unlink(missing_ok=True)


def _write_references(folder: Path, further: Sequence[Reference]) -> None:
    """Copies of the further references; a file an earlier run chose and this one did not goes."""
    target = folder / REFERENCES
    wanted = {Path(one.file).name: one.file for one in further}
    if not wanted and not target.exists():
        return
    target.mkdir(exist_ok=True)
    for path in target.glob("*.wav"):
        if path.name not in wanted:
            path.unlink()
    for name, file in wanted.items():
        write_atomically(target / name, (folder / file).read_bytes())


# ---------------------------------------------------------------- manifests

CLONES = ("gpt-sovits",)  # engines that are given references
# The official files of v2Pro, as `voicepress voice fetch v2Pro FOLDER` lays them.
GPT, SOVITS = "s1v3.ckpt", "v2Pro/s2Gv2Pro.pth"
LANGUAGES = ("zh", "en", "ja", "ko", "yue")


def check_engine(engine: str, language: str) -> None:
    """Raises RefusedError: the engine takes no recordings, or does not speak the language."""
    if engine not in CLONES:
        raise RefusedError(
            f"the engine {engine!r} speaks with its own voices and takes no recordings; there are: {', '.join(CLONES)}"
        )
    if language.partition("-")[0].lower() not in LANGUAGES:
        raise RefusedError(f"{engine} does not speak {language!r}; it speaks {', '.join(LANGUAGES)}")


def manifest_of(
    enrolment: Enrolment, folder: Path, repo: Path, consent: Any, *, engine: str, narrator: str, pretrained: Path
) -> dict[str, Any]:
    """The manifest of a voice that continues from its first reference; paths are relative to the repo."""
    first = enrolment.references[0]

    def inside(path: Path) -> str:
        return os.path.relpath(path, repo)

    settings: dict[str, Any] = {
        "gpt_path": inside(pretrained / GPT),
        "sovits_path": inside(pretrained / SOVITS),
        "reference_path": inside(folder / first.file),
        "reference_text": first.text,
        "reference_language": enrolment.language.partition("-")[0].lower(),
        "pretrained_folder": inside(pretrained),
        "languages": [enrolment.language.partition("-")[0].lower()],
    }
    if len(enrolment.references) > 1:
        settings["styles_folder"] = inside(folder / REFERENCES)
    if enrolment.styles:
        settings["manners_folder"] = inside(folder / MANNERS)
    return {
        "engine": engine,
        "version": 1,
        "languages": [enrolment.language],
        "cloned": True,
        "seed": 1,
        "narrator": narrator,
        "consent": consent,
        "settings": settings,
    }
