"""What marks a finished file carries: the statement in its tags, the record of its origin, a signature.

A watermark is in the sound and wants a network to hear it: models/watermark.py.
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

from pipeline.delivery.containers.essence import essence
from pipeline.delivery.provenance.record import BESIDE, SCHEMA, TAG
from pipeline.errors import RefusedError
from pipeline.intake.epub.archive import Archive
from pipeline.store import digest_of_file

STATEMENT_TAG = "AI_GENERATED"
SOUND = (".m4a", ".m4b", ".mp3", ".opus", ".flac")  # in a package
# Folders above a file in which provenance.json is looked for: audiobookshelf/Author/Series/Title/Title.m4b lies four
# below it.
SEARCHED = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark. `state`: fits, broken (it is there and belongs to another sound or file), none, unknown."""

    name: str
    state: str
    said: str
    detail: Any = None  # for machines: the record, the signature's manifest

    @property
    def there(self) -> bool:
        return self.state in ("fits", "broken")


def detect(path: Path) -> list[Mark]:
    """Every kind of mark that stands in the file beside its sound; in every sound file of a package (EPUB, LPF).

    Raises:
        RefusedError: the file cannot be read, or is of no kind that carries marks.
    """
    if zipfile.is_zipfile(path):
        return [*_packed(path), _beside(path), signature(path)]
    return [*_inside(path), _beside(path), signature(path)]


def _inside(path: Path) -> list[Mark]:
    container, sound = essence(path)
    tags = _tags(path)
    return [_statement(tags), _record(tags, container, sound)]


def _packed(path: Path) -> list[Mark]:
    """The worst of what its sound files carry."""
    found: list[tuple[str, list[Mark]]] = []
    with tempfile.TemporaryDirectory() as folder, Archive(path) as package:
        for number, name in enumerate(n for n in package.names() if n.lower().endswith(SOUND)):
            out = Path(folder) / f"{number}{PurePosixPath(name).suffix.lower()}"
            with out.open("wb") as file:
                file.writelines(package.blocks(name))
            found.append((name, _inside(out)))
            out.unlink()
    if not found:
        raise RefusedError(f"{path} is a package without sound: it carries no marks")
    return [_worst([(name, marks[n]) for name, marks in found]) for n in range(2)]


def _worst(marks: list[tuple[str, Mark]]) -> Mark:
    name, worst = max(marks, key=lambda mark: ("fits", "unknown", "none", "broken").index(mark[1].state))
    if worst.state == "fits":
        return replace(worst, said=f"{len(marks)} sound files, each: {worst.said}")
    return replace(worst, said=f"in {name}: {worst.said}")


def _tags(path: Path) -> Mapping[str, str]:
    """The two tags that carry marks, as text, whatever the container calls them."""
    import mutagen

    try:
        file: Any = mutagen.File(str(path))
    except mutagen.MutagenError as error:
        raise RefusedError(f"{path} cannot be read: {error}") from None
    found = {}
    for name in (STATEMENT_TAG, TAG):
        for key in (name, f"TXXX:{name}", f"----:com.apple.iTunes:{name}"):
            value = (file.tags or {}).get(key) if file is not None else None
            if value:
                first = value[0] if isinstance(value, list) else value.text[0]
                found[name] = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return found


def _statement(tags: Mapping[str, str]) -> Mark:
    said = tags.get(STATEMENT_TAG, "")
    return Mark("statement", "fits", said) if said else Mark("statement", "none", "no statement in the tags")


def _record(tags: Mapping[str, str], container: str, sound: str) -> Mark:
    text = tags.get(TAG, "")
    if not text:
        return Mark("record", "none", "no record of its origin in the tags")
    try:
        record = json.loads(text)
        wanted = record["audio"]["sha256"]
        said = f"{record['schema']}: {record['title']!r}, {_who(record)}; made by {record['tool']}"
        known = record["schema"] == SCHEMA
    except (ValueError, KeyError, TypeError):
        return Mark("record", "broken", "a record is there that cannot be read", text)
    if not known:
        return Mark("record", "unknown", f"a record of another schema, {record['schema']!r}", record)
    if wanted != sound:
        said += f"; but it belongs to another sound: {wanted[:12]} is not {sound[:12]}"
        return Mark("record", "broken", said, record)
    return Mark("record", "fits", f"{said}; it fits this sound ({container}, {sound[:12]})", record)


def _who(record: Mapping[str, Any]) -> str:
    return ", ".join(
        f"spoken by {voice['narrator']} (version {voice['version']}, {voice['engine']}"
        f"{', cloned' if voice['cloned'] else ''}, "
        + (f"consent {voice['consent']['of']})" if voice["consent"] else "no consent recorded)")
        for voice in record["voices"]
    )


def _beside(path: Path) -> Mark:
    """provenance.json of the folder that the file was delivered in."""
    for folder in path.resolve().parents[:SEARCHED]:
        try:
            files = json.loads((folder / BESIDE).read_text("utf-8"))["files"]
            listed = {file["path"]: file["sha256"] for file in files}
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError):
            return Mark("listing", "broken", f"{folder / BESIDE} cannot be read")
        name = path.resolve().relative_to(folder).as_posix()
        digest = digest_of_file(path)
        if listed.get(name) == digest:
            return Mark("listing", "fits", f"{BESIDE} lists it with this digest ({digest[:12]})")
        if digest in listed.values():
            return Mark("listing", "fits", f"{BESIDE} lists it under another name")
        if name in listed:
            return Mark("listing", "broken", f"{BESIDE} lists it with another digest: it was changed since")
    return Mark("listing", "none", f"no {BESIDE} near it lists it")


# ---------------------------------------------------------------- extras


def signature(path: Path) -> Mark:
    """A C2PA manifest, and whether it still fits the file."""
    if not importlib.util.find_spec("c2pa"):
        return Mark("signature", "unknown", "not looked for: pip install 'voicepress[c2pa]'")
    from pipeline.delivery.provenance.signing import read_signature

    found = read_signature(path)
    if found is None:
        return Mark("signature", "none", "no C2PA manifest")
    return Mark("signature", "fits" if found.valid else "broken", found.said, found.manifest)
