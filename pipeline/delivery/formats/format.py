"""What a format is: one record, from which every list of formats, codecs, suffixes and marks is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.containers.container import Container
from pipeline.delivery.encoding.encodings import Cut, Encoding
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store

Made = tuple[list[Part], list[Finding]]


class Build(Protocol):
    """Writes a deliverable's files into the store and checks them as delivered."""

    def __call__(self, store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Made: ...


def _no_settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:  # noqa: ARG001
    return {}


def _no_cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> Iterable[Cut]:  # noqa: ARG001
    return ()


def _always(book: Book, roles: Sequence[str]) -> str:  # noqa: ARG001
    return ""


@dataclass(frozen=True, slots=True)
class Format:
    name: str  # as `deliver:` has it
    what: str  # it is, for people: one line
    version: int  # of its recipe, part of its key: raise it when the same inputs should give another file
    build: Build
    encoding: Callable[[Spec], Encoding] | None = None  # of single chapters, that it is made from
    # What decides the file beside version, tags, cover and audio, for its key.
    settings: Callable[[Book, Sequence[ChapterAudio], Spec], Mapping[str, Any]] = _no_settings
    # Stretches of chapters that are encoded on their own.
    cuts: Callable[[Sequence[ChapterAudio], Spec], Iterable[Cut]] = _no_cuts
    # Why it cannot be made of a book with chapters of these roles; "" where it can.
    wants: Callable[[Book, Sequence[str]], str] = _always
    containers: tuple[Container, ...] = ()  # of its files of sound
    package_suffix: str = ""  # of the ZIP file in which they lie, where they do
    shows: tuple[str, ...] | None = None  # tags that it shows; None: all
    shows_cover: bool = True  # False where it shows no cover of the production's
    shop: str = ""  # the spec of the shop whose upload set it is, by which it is judged

    def encoding_at(self, spec: Spec) -> Encoding | None:
        """What its chapters are encoded in; None where it has no sound, or the masters as they are."""
        encoding = self.encoding(spec) if self.encoding else None
        return None if encoding and encoding.is_the_masters else encoding

    def settings_of(self, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:
        return {"version": self.version, **self.settings(book, chapters, spec)}
