"""Detects the marks of a finished file: the statement in its tags, its record of provenance, its signature.

A watermark is in the sound, and a network detects it: models/watermark.py.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.delivery.containers.container import PROVENANCE_TAG, STATEMENT_TAG, Container, container_in
from pipeline.delivery.containers.essence import container_of, sound_of
from pipeline.delivery.formats import containers_of
from pipeline.delivery.provenance.record import BESIDE, SCHEMA
from pipeline.errors import RefusedError
from pipeline.intake.epub.archive import Archive
from pipeline.store import digest_of_file

# Folders above a file in which provenance.json is looked for: audiobookshelf/Author/Series/Title/Title.m4b lies four
# below it.
SEARCHED = 5


@dataclass(frozen=True, slots=True)
class DetectedMark:
    """One kind of mark. `state`: fits, broken (it is there and belongs to another sound or file), none, unknown."""

    name: str
    state: str
    said: str
    detail: Any = None  # for machines: the record, the signature's manifest

    @property
    def there(self) -> bool:
        return self.state in ("fits", "broken")


def detect(path: Path) -> list[DetectedMark]:
    """Every kind of mark that stands in the file beside its sound; in every sound file of a package (EPUB, LPF).

    Raises:
        RefusedError: the file cannot be read, or is of no kind that carries marks.
    """
    inside = _packed(path) if zipfile.is_zipfile(path) else _inside(path)
    return [*inside, _beside(path), signature(path)]


def essence(path: Path) -> tuple[str, str]:
    """The name of the container that a file is, of all in which formats deliver sound, and the sha256 of its sound.

    Raises:
        RefusedError: it is none of them, or is cut off.
    """
    container, digest = sound_of(path, containers_of())
    return container.name, digest


def _inside(path: Path) -> list[DetectedMark]:
    container, digest = sound_of(path, containers_of())
    tags = _tags(path, container)
    return [_statement(tags), _record(tags, container.name, digest)]


def _packed(path: Path) -> list[DetectedMark]:
    """The worst of what its sound files carry."""
    found: list[tuple[str, list[DetectedMark]]] = []
    with tempfile.TemporaryDirectory() as folder, Archive(path) as package:
        for number, name in enumerate(n for n in package.names() if container_in(containers_of(), n)):
            out = Path(folder) / f"{number}{PurePosixPath(name).suffix.lower()}"
            with out.open("wb") as file:
                file.writelines(package.blocks(name))
            found.append((name, _inside(out)))
            out.unlink()
    if not found:
        raise RefusedError(f"{path} is a package without sound: it carries no marks")
    return [_worst([(name, marks[n]) for name, marks in found]) for n in range(2)]


def _worst(marks: list[tuple[str, DetectedMark]]) -> DetectedMark:
    name, worst = max(marks, key=lambda mark: ("fits", "unknown", "none", "broken").index(mark[1].state))
    if worst.state == "fits":
        return replace(worst, said=f"{len(marks)} sound files, each: {worst.said}")
    return replace(worst, said=f"in {name}: {worst.said}")


def _tags(path: Path, container: Container) -> Mapping[str, str]:
    import mutagen

    try:
        return container.read_tags(path)
    except mutagen.MutagenError as error:
        raise RefusedError(f"{path} cannot be read: {error}") from None


def _statement(tags: Mapping[str, str]) -> DetectedMark:
    if statement := tags.get(STATEMENT_TAG, ""):
        return DetectedMark("statement", "fits", statement)
    return DetectedMark("statement", "none", "no statement in the tags")


def _record(tags: Mapping[str, str], container: str, sound: str) -> DetectedMark:
    text = tags.get(PROVENANCE_TAG, "")
    if not text:
        return DetectedMark("record", "none", "no record of its origin in the tags")
    try:
        record = json.loads(text)
        wanted = record["audio"]["sha256"]
        said = f"{record['schema']}: {record['title']!r}, {_who(record)}; made by {record['tool']}"
        known = record["schema"] == SCHEMA
    except (ValueError, KeyError, TypeError):
        return DetectedMark("record", "broken", "a record is there that cannot be read", text)
    if not known:
        return DetectedMark("record", "unknown", f"a record of another schema, {record['schema']!r}", record)
    if wanted != sound:
        said += f"; but it belongs to another sound: {wanted[:12]} is not {sound[:12]}"
        return DetectedMark("record", "broken", said, record)
    return DetectedMark("record", "fits", f"{said}; it fits this sound ({container}, {sound[:12]})", record)


def _who(record: Mapping[str, Any]) -> str:
    return ", ".join(
        f"spoken by {voice['narrator']} (version {voice['version']}, {voice['engine']}"
        f"{', cloned' if voice['cloned'] else ''}, "
        + (f"consent {voice['consent']['of']})" if voice["consent"] else "no consent recorded)")
        for voice in record["voices"]
    )


def _beside(path: Path) -> DetectedMark:
    """provenance.json of the folder that the file was delivered in."""
    for folder in path.resolve().parents[:SEARCHED]:
        try:
            files = json.loads((folder / BESIDE).read_text("utf-8"))["files"]
            listed = {file["path"]: file["sha256"] for file in files}
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError):
            return DetectedMark("listing", "broken", f"{folder / BESIDE} cannot be read")
        name = path.resolve().relative_to(folder).as_posix()
        digest = digest_of_file(path)
        if listed.get(name) == digest:
            return DetectedMark("listing", "fits", f"{BESIDE} lists it with this digest ({digest[:12]})")
        if digest in listed.values():
            return DetectedMark("listing", "fits", f"{BESIDE} lists it under another name")
        if name in listed:
            return DetectedMark("listing", "broken", f"{BESIDE} lists it with another digest: it was changed since")
    return DetectedMark("listing", "none", f"no {BESIDE} near it lists it")


# ---------------------------------------------------------------- extras


def signature(path: Path) -> DetectedMark:
    """A C2PA manifest, and whether it still fits the file."""
    if not importlib.util.find_spec("c2pa"):
        return DetectedMark("signature", "unknown", "not looked for: pip install 'voicepress[c2pa]'")
    from pipeline.delivery.provenance.signing import read_signature

    with path.open("rb") as file:
        container = container_of(file, containers_of())
    found = read_signature(path, container) if container else None
    if found is None:
        return DetectedMark("signature", "none", "no C2PA manifest")
    return DetectedMark("signature", "fits" if found.valid else "broken", found.said, found.manifest)
