"""A third kind of production: a list of words, each spoken alone and delivered as a FLAC file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import soundfile
from pydantic import Field

from pipeline.audio import take_clip
from pipeline.delivery.book import file_name
from pipeline.delivery.stored import deliverable_of, facts_of
from pipeline.manifests import Kind, Production
from pipeline.production.assembly import Assembly, Whereabouts, Work
from pipeline.production.job.job import Job
from pipeline.production.state import ProductionState
from pipeline.records import (
    Coverage,
    Deliverable,
    Line,
    Metadata,
    Missing,
    Part,
    Script,
    Source,
    Take,
    visible_characters,
)
from pipeline.script import spoken
from pipeline.store import Store, deliverable_key


class WordListProduction(Production):
    """Words that are spoken one by one."""

    kind: Literal["word-list"] = "word-list"
    words: tuple[str, ...] = Field(min_length=1)
    deliver: tuple[str, ...] = ("flac",)

    def content(self) -> str:
        return "\n".join(self.words)


class WordListJob(Job):
    FORMATS: ClassVar[tuple[str, ...]] = ("flac",)

    production: WordListProduction


@dataclass
class WordList(Assembly):
    JOB: ClassVar[type[WordListJob]] = WordListJob

    job: WordListJob
    store: Store
    script: Script
    state: ProductionState
    body: int

    @classmethod
    def lay_out(cls, job: WordListJob, store: Store) -> WordList:
        lines = tuple(_line(job, number, word) for number, word in enumerate(job.production.words))
        size = sum(visible_characters(word) for word in job.production.words)
        script = Script(lines, Coverage(size, size, {}, {}))
        return cls(job, store, script, ProductionState.for_job(job, lines, store), size)

    @property
    def metadata(self) -> Metadata:
        return Metadata(self.job.production.title, language=self.job.production.language, narrator=self.job.narrator)

    def find(self, form: str) -> Deliverable | Missing:
        takes = self._takes()
        if isinstance(takes, Missing):
            return takes
        key = _key(form, self.job.production.words, takes)
        return self.store.find_as("deliverable", key, lambda entry: deliverable_of(form, entry))

    def deliver(self, form: str) -> Work:
        return Work("deliver", form, write_words, (self.store, form, self.job.production.words, self._takes()))

    def keys(self) -> set[tuple[str, str]]:
        takes = self._takes()
        if isinstance(takes, Missing):
            return set()
        return {("deliverable", _key(form, self.job.production.words, takes)) for form in self.job.formats}

    def whereabouts(self, index: int) -> Whereabouts:
        return Whereabouts(f"{self.job.path.name}: word {index + 1}")

    def _takes(self) -> list[Take] | Missing:
        takes = self.state.takes_of(0, len(self.state.lines))
        if takes is None:
            return Missing(f"words are to be spoken, {self.state.absent()} of {len(self.state.lines)}")
        return [take for take in takes if take]


def _line(job: WordListJob, number: int, word: str) -> Line:
    language = job.production.language or "en"
    slate = f"c001.l{number + 1:04}"
    return Line(slate, Source(0, number, 0, len(word)), word, spoken(word, language).text, language, job.cast.narrator)


def _key(form: str, words: Sequence[str], takes: Sequence[Take]) -> str:
    return deliverable_key(form, [(word, take.digest) for word, take in zip(words, takes, strict=True)], {})


def write_words(store: Store, form: str, words: Sequence[str], takes: Sequence[Take]) -> Deliverable:
    """Writes each take as a file under its word."""
    parts = []
    for word, take in zip(words, takes, strict=True):
        with store.making() as path:
            clip = take_clip(store.read(take.digest))
            soundfile.write(path, clip.samples, clip.sample_rate_hz, "PCM_16", format="FLAC")
            parts.append(Part(file_name(word, ".flac"), store.keep_object(path), clip.duration_ms))
    facts: Any = facts_of(form, parts, [])
    with store.making() as path:
        path.write_text("\n".join(words))
        entry = store.keep_file("deliverable", _key(form, words, takes), path, facts, {})
    return deliverable_of(form, entry)


WORD_LIST = Kind(WordListProduction, "tests.kinds.word_list:WordList")
