"""Caches of pure work in the store: manuscripts as they were read, and scripts, chapter by chapter.

Both are keyed on the code that worked them out beside its inputs, so that a reader or a rule that has changed is asked
again without anybody raising a number.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline import intake, languages
from pipeline.errors import ManuscriptError, StoreError
from pipeline.intake import read_manuscript
from pipeline.records import Block, Chapter, Cover, Finding, Manuscript, Pronunciation, Span
from pipeline.store import NewEntry, Store, digest_of_code, digest_of_tree, manuscript_key


class ScriptCache:
    """The ChapterCache that `make_script` asks, kept in the store."""

    def __init__(self, store: Store):
        self._store = store
        self._new: dict[str, list[Any]] = {}
        self._read: dict[str, list[Any] | None] = {}
        self.asked: set[str] = set()  # keys of cache entries

    def get(self, key: str) -> list[Any] | None:
        self.asked.add(key)
        entry = self._store.find("script", key)
        if isinstance(entry, str):
            return None
        if entry.digest not in self._read:
            self._read[entry.digest] = _read(self._store, entry.digest)
        together = self._read[entry.digest]
        value = self._store.understood(entry, lambda entry: together and together[entry.facts["at"]])
        return None if isinstance(value, str) else value

    def put(self, key: str, value: list[Any]) -> None:
        self._new[key] = value

    def keep(self) -> None:
        """Everything that was put, as one object: a book of 300 chapters is one file to read, not 300."""
        data = _json(list(self._new.values()))
        _remember(self._store, [NewEntry("script", key, data, {"at": at}, {}) for at, key in enumerate(self._new)])
        self._new = {}


def cached_manuscript(store: Store, path: Path, digest: str, encoding: str = "") -> Manuscript:
    """The manuscript at `path`, whose content has `digest`: from the store, or read and kept there.

    Raises:
        ManuscriptError: as `read_manuscript`.
    """
    key = key_of_source(path, digest, encoding)
    entry = store.find("manuscript", key)
    if not isinstance(entry, str) and (known := _read(store, entry.digest)) is not None:
        return unpacked(known)
    manuscript = read_manuscript(path, encoding)
    if digest_of_tree(path) != digest:  # what was read would be cached under the digest of what was there before
        raise ManuscriptError(f"{path} was changed while it was read; run again when it is whole")
    _remember(store, [NewEntry("manuscript", key, _json(packed(manuscript)), {}, {})])
    return manuscript


def key_of_source(path: Path, digest: str, encoding: str = "") -> str:
    name = f"{path.name} as {encoding}" if encoding else path.name
    code = " ".join(digest_of_code(Path(str(package.__file__)).parent) for package in (intake, languages))
    return manuscript_key(digest, name, code)


def _read(store: Store, digest: str) -> list[Any] | None:
    try:
        found: list[Any] = json.loads(store.read(digest))
    except StoreError:
        return None  # damaged: it is worked out again
    return found


def _remember(store: Store, made: list[NewEntry]) -> None:
    with suppress(StoreError):  # a plan may be asked of a store that cannot be written to
        store.keep(*made, synced=False)


def _json(value: list[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- records as rows of JSON


def _row_of(record: type) -> Callable[[Any], tuple[Any, ...]]:
    row: Callable[[Any], tuple[Any, ...]] = attrgetter(*(field.name for field in fields(record)))
    return row


_MANUSCRIPT, _CHAPTER, _BLOCK, _SPAN = map(_row_of, (Manuscript, Chapter, Block, Span))
_FINDING, _PRONUNCIATION = map(_row_of, (Finding, Pronunciation))


def packed(manuscript: Manuscript) -> list[Any]:
    """As JSON: every record a row of its fields in their order, a span that is nothing but text that text."""
    said = dict(zip((field.name for field in fields(Manuscript)), _MANUSCRIPT(manuscript), strict=True))
    said["chapters"] = [_chapter_row(chapter) for chapter in manuscript.chapters]
    if manuscript.cover:
        said["cover"] = [base64.b64encode(manuscript.cover.data).decode(), manuscript.cover.media_type]
    said["findings"] = [_FINDING(finding) for finding in manuscript.findings]
    said["pronunciations"] = [_PRONUNCIATION(p) for p in manuscript.pronunciations]
    return list(said.values())


def _chapter_row(chapter: Chapter) -> list[Any]:
    return [[_block_row(block) for block in value] if value is chapter.blocks else value for value in _CHAPTER(chapter)]


def _block_row(block: Block) -> list[Any]:
    spans = [span.text if span == Span(span.text) else _SPAN(span) for span in block.spans]
    return [spans if value is block.spans else value for value in _BLOCK(block)]


def unpacked(row: list[Any]) -> Manuscript:
    said = dict(zip((field.name for field in fields(Manuscript)), row, strict=True))
    said["creators"] = tuple(said["creators"])
    said["chapters"] = tuple(map(_chapter, said["chapters"]))
    said["cover"] = Cover(base64.b64decode(said["cover"][0]), said["cover"][1]) if said["cover"] else None
    said["findings"] = tuple(Finding(*finding) for finding in said["findings"])
    said["pronunciations"] = tuple(Pronunciation(*p) for p in said["pronunciations"])
    return Manuscript(**said)


_STYLE = [field.name for field in fields(Span)].index("style")


def _chapter(row: list[Any]) -> Chapter:
    title, role, blocks, *rest = row
    return Chapter(title, role, tuple(map(_block, blocks)), *rest)


def _block(row: list[Any]) -> Block:
    kind, spans, *rest = row
    return Block(kind, tuple([Span(s) if isinstance(s, str) else _span(s) for s in spans]), *rest)


def _span(row: list[Any]) -> Span:
    row[_STYLE] = tuple(row[_STYLE])
    return Span(*row)
