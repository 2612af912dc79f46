"""Voices and manuscripts for tests of the script: an engine with the limits that a test asks for, on the tone engine."""

from __future__ import annotations

from collections.abc import Sequence

from models.tone import Tone
from pipeline.manifests import Pauses
from pipeline.records import Block, Chapter, Manuscript, Metadata, Span
from pipeline.script import Speaker

PAUSES = Pauses(
    clause=100, sentence=200, verse=300, paragraph=400, stanza=500, scene=600, heading=700, head=800, tail=900
)


class Picky(Tone):
    """Hums, but speaks only so many characters, so many languages, and not these signs."""

    def __init__(self, most: int, least: int, languages: Sequence[str], silent: str):
        super().__init__({})
        self.max_characters, self.min_characters = most, least
        self._languages, self._silent = frozenset(languages), silent

    @property
    def languages(self) -> frozenset[str]:  # type: ignore[override]
        return self._languages

    def unspeakable(self, text: str, language: str) -> str:
        return "".join(dict.fromkeys(c for c in text if c in self._silent))


def speaker(
    most: int = 400, least: int = 0, languages: Sequence[str] = ("*",), silent: str = "", phonemes: str = ""
) -> Speaker:
    engine = Picky(most, least, languages, silent)
    return Speaker(engine.languages, most, least, engine, phonemes)


def manuscript(*blocks: Block | str, language: str = "en", role: str = "body") -> Manuscript:
    """One chapter of these blocks; a string is a paragraph."""
    made = tuple(Block("paragraph", (Span(b),)) if isinstance(b, str) else b for b in blocks)
    return Manuscript(Metadata("A Book", ("A. Writer",), language), (Chapter("One", role, made),))
