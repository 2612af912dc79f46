"""Caches of pure work in the store: manuscripts as they were read, and scripts, chapter by chapter.

Both are keyed on the code that worked them out beside its inputs, so that a reader or a rule that has changed is asked
again without anybody raising a number.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pipeline.intake
from pipeline.errors import ManuscriptError, StoreError
from pipeline.intake import read_manuscript
from pipeline.records import Manuscript, Missing
from pipeline.script import CachedChapter
from pipeline.store import (
    CacheEntry,
    NewEntry,
    Store,
    digest_of_code,
    digest_of_tree,
    from_json,
    manuscript_key,
    to_json,
)


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """What the cache entry of a chapter's lines holds: its place among the chapters that were kept together."""

    at: int


class ScriptCache:
    """The ChapterCache that `make_script` asks, kept in the store."""

    def __init__(self, store: Store):
        self._store = store
        self._new: dict[str, CachedChapter] = {}
        self._read: dict[str, tuple[CachedChapter, ...]] = {}
        self.asked: set[str] = set()  # keys of cache entries

    def get(self, key: str) -> CachedChapter | None:
        self.asked.add(key)
        chapter = self._store.find_as("script", key, self._chapter)
        return None if isinstance(chapter, Missing) else chapter

    def _chapter(self, entry: CacheEntry) -> CachedChapter:
        if entry.digest not in self._read:
            self._read[entry.digest] = self._kept_together(entry.digest)
        return self._read[entry.digest][entry.facts_as(ChapterFacts).at]

    def _kept_together(self, digest: str) -> tuple[CachedChapter, ...]:
        try:
            return from_json(self._store.read(digest), tuple[CachedChapter, ...])
        except (StoreError, ValueError):
            return ()  # damaged: its chapters are worked out again

    def put(self, key: str, chapter: CachedChapter) -> None:
        self._new[key] = chapter

    def keep(self) -> None:
        """Keeps everything that was put as one object: a book of 300 chapters is one file to read, not 300."""
        data = to_json(tuple(self._new.values()))
        _keep(self._store, [NewEntry("script", key, data, ChapterFacts(at), {}) for at, key in enumerate(self._new)])
        self._new = {}


def cached_manuscript(store: Store, path: Path, digest: str, encoding: str = "") -> Manuscript:
    """The manuscript at `path`, whose content has `digest`: from the store, or read and kept there.

    Raises:
        ManuscriptError: as `read_manuscript`.
    """
    key = key_of_source(path, digest, encoding)
    with suppress(StoreError):  # damaged: it is read again
        known = store.find_as("manuscript", key, lambda entry: from_json(store.read(entry.digest), Manuscript))
        if isinstance(known, Manuscript):
            return known
    manuscript = read_manuscript(path, encoding)
    if digest_of_tree(path) != digest:  # what was read would be cached under the digest of what was there before
        raise ManuscriptError(f"{path} was changed while it was read; run again when it is whole")
    _keep(store, [NewEntry("manuscript", key, to_json(manuscript), {}, {})])
    return manuscript


def key_of_source(path: Path, digest: str, encoding: str = "") -> str:
    """The key of the manuscript that a source is read as."""
    name = f"{path.name} as {encoding}" if encoding else path.name
    return manuscript_key(digest, name, digest_of_code(Path(pipeline.intake.__file__).parent))


def _keep(store: Store, new: list[NewEntry]) -> None:
    with suppress(StoreError):  # a plan may be asked of a store that cannot be written to
        store.keep(*new, synced=False)
