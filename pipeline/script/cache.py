"""The script's cache: a chapter's lines are worked out again only where something that decides them has changed.

There is one entry per chapter, and its key covers all that the entry depends on. A production brings its own
ChapterCache; without one, everything is worked out again (under 2 s for a long novel).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline import languages
from pipeline.manifests import Cast, Lexicon
from pipeline.records import Chapter
from pipeline.script.casting.speakers import Speaker
from pipeline.script.drafting.drafts import DraftLine
from pipeline.store import digest_of_code, digest_of_json, script_key


@dataclass(frozen=True, slots=True)
class CachedChapter:
    """A chapter's lines before they have slates, and the numbers of the lexicon entries that they use."""

    used: tuple[int, ...]
    drafts: tuple[DraftLine, ...]


class ChapterCache(Protocol):
    """Holds chapters' lines. `get` returns what `put` was given under the same key, or None."""

    def get(self, key: str) -> CachedChapter | None: ...
    def put(self, key: str, chapter: CachedChapter) -> None: ...


def shared_digest(
    language: str, cast: Cast, lexicons: Sequence[tuple[str, Lexicon]], speakers: Mapping[str, Speaker]
) -> str:
    """Digest of what decides the lines of every chapter of a production, the code included."""
    voices = [
        (name, sorted(s.languages), s.max_characters, s.min_characters, s.phonemes)
        for name, s in sorted(speakers.items())
    ]
    parts = (
        digest_of_code(Path(__file__).parent),
        digest_of_code(Path(languages.__file__).parent),
        language,
        cast.model_dump_json(),
        voices,
        [(name, lexicon.model_dump_json()) for name, lexicon in lexicons],
    )
    return digest_of_json(parts)


def chapter_key(shared: str, chapter: Chapter) -> str:
    """Key of one chapter's lines. What is selected is part of it; anchors are not, for they change no line."""
    parts = (
        chapter.title,
        chapter.role,
        [
            (
                b.kind,
                b.reason,
                b.language,
                b.first,
                [(s.text, s.kind, s.language, s.say, s.rule, s.phonemes, s.reason) for s in b.spans],
            )
            for b in chapter.blocks
        ],
    )
    return script_key(shared, parts)
