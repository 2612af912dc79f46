"""Job of an audiobook: the manuscript as read, with what the production says of it in place of its own metadata."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from pipeline.delivery import FORMATS, shop_of
from pipeline.delivery.covers import media_type_of
from pipeline.errors import ManifestError
from pipeline.intake import check_source, read_manuscript
from pipeline.manifests import AudiobookProduction
from pipeline.matching import plain
from pipeline.production.audiobook.cache import cached_manuscript
from pipeline.production.audiobook.credits import with_credits
from pipeline.production.job.job import Job
from pipeline.records import Cover, Manuscript
from pipeline.store import Store

COVER_TYPES = (".jpg", ".jpeg", ".png", ".svg")


@dataclass(frozen=True)
class AudiobookJob(Job):
    FORMATS: ClassVar[Collection[str]] = FORMATS

    production: AudiobookProduction

    @classmethod
    def check_source(cls, path: Path) -> None:
        check_source(path)

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """Those that are made at this spec; of several specs, a shop's own set only at that shop's."""
        production = self.production
        bound = isinstance(production.deliver, dict) or len(production.specs) == 1
        return tuple(
            form
            for form in production.formats
            if self.spec_name in production.specs_of(form)
            and (bound or shop_of(form) not in production.specs or shop_of(form) == self.spec_name)
        )

    @property
    def gain_db(self) -> float | None:
        """The book's gain, as its lock has it; None where another voice or another level makes it say nothing."""
        if self.lock is None or "voices" in (changed := self.changed()):
            return None
        same = self.lock.level == self.fixed.level if self.lock.level else "spec" not in changed
        return self.lock.gain_db if same else None

    def recall(self, store: Store) -> None:
        """Takes the manuscript from the store's memory, where it was read before: reading a novel takes 0.7 s."""
        if "_source" not in self.__dict__:
            self.__dict__["_source"] = cached_manuscript(
                store, self.manuscript_path, self.fixed.manuscript, self.production.encoding
            )

    @cached_property
    def _source(self) -> Manuscript:
        return read_manuscript(self.manuscript_path, self.production.encoding)

    @cached_property
    def manuscript(self) -> Manuscript:
        """The source as read, with what the production says of it in place of its own metadata."""
        read = self._source
        production = self.production
        titles = {chapter.title for chapter in read.chapters}
        if unknown := [title for title in production.read.skip_chapters if plain(title) not in map(plain, titles)]:
            raise ManifestError(
                f"{self.path}: read: skip_chapters: there is no chapter {unknown[0]!r} in "
                f"{self.manuscript_path.name}; there are: " + ", ".join(sorted(filter(None, titles)))[:600]
            )
        mine = production.metadata()
        answered = {code for code, name in (("i-010", "title"), ("i-013", "language")) if name in mine}
        findings = tuple(
            finding
            for finding in read.findings
            if finding.code not in answered and not (finding.code == "i-018" and finding.where in mine)
        )
        metadata = replace(read.metadata, **mine, narrator=self.narrator)
        cover = self._cover(production.cover) if production.cover else read.cover
        manuscript = replace(read, metadata=metadata, cover=cover, findings=findings)
        cloned = any(used.voice.cloned for used in self.voices.values())
        return with_credits(manuscript, production, self.narrator, cloned=cloned)

    def _cover(self, name: str) -> Cover:
        path = self.path.parent / name
        if path.suffix.lower() not in COVER_TYPES:
            raise ManifestError(f"{self.path}: cover: {name} is not one of {', '.join(COVER_TYPES)}")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ManifestError(f"{self.path}: cover: {path} cannot be read: {error.strerror}") from None
        if not (kind := media_type_of(data)):
            raise ManifestError(f"{self.path}: cover: {name} is neither JPEG nor PNG nor SVG, whatever its name says")
        return Cover(data, kind)
