"""Checks that the watermark of the takes is still detected in the finished files, after their codec."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.delivery.containers.container import container_in
from pipeline.delivery.formats.format import Format
from pipeline.engine import Watermark
from pipeline.records import Finding, Part
from pipeline.store import Store

CHECKED_PER_PACKAGE = 3  # sound files, spread over the package: all come from one encoder


def scored(store: Store, parts: Sequence[Part], form: Format, watermark: Watermark) -> tuple[list[Part], list[Finding]]:
    """The parts with the watermark's score in each, and one finding per part that has lost it."""
    with _sound_files(store, parts, form) as files:
        scores = iter(watermark.heard([path for paths in files for path in paths]))
    out, findings = [], []
    for part, paths in zip(parts, files, strict=True):
        score = min((s for s in [next(scores) for _ in paths] if s is not None), default=None)
        out.append(part if score is None else replace(part, watermark=round(score, 2)))
        if score is not None and score < watermark.threshold:
            findings.append(
                Finding(
                    "d-009",
                    part.name,
                    f"{watermark.name} is not heard in it (score {score:.2f} of 1, "
                    f"{watermark.threshold:g} at least): its bit rate may be too low",
                )
            )
    return out, findings


@contextmanager
def _sound_files(store: Store, parts: Sequence[Part], form: Format) -> Iterator[list[list[Path]]]:
    """The files with sound of each part; those of a package are unpacked while the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        yield [list(_files(store, part, form, Path(folder) / str(number))) for number, part in enumerate(parts)]


def _files(store: Store, part: Part, form: Format, folder: Path) -> Iterator[Path]:
    suffix = PurePosixPath(part.name).suffix.lower()
    if container_in(form.containers, part.name):
        yield store.file(part.digest)
    elif suffix and suffix == form.package_suffix:
        folder.mkdir()
        with zipfile.ZipFile(store.file(part.digest)) as package:
            names = [name for name in package.namelist() if container_in(form.containers, name)]
            for number, name in enumerate(names[:: max(1, len(names) // CHECKED_PER_PACKAGE)][:CHECKED_PER_PACKAGE]):
                path = folder / f"{number}{PurePosixPath(name).suffix}"
                with package.open(name) as packed, path.open("wb") as out:
                    shutil.copyfileobj(packed, out)
                yield path
