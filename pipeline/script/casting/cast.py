"""The cast: the first rule that fits a passage gives its voice, else the narrator speaks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.languages.tags import primary
from pipeline.manifests import Cast, Pattern, Rule
from pipeline.matching import plain
from pipeline.records import Block, Chapter, Manner
from pipeline.script.casting import dialogue

# (first, last + 1, name of the character or "", name of the voice or "")
Part = tuple[int, int, str, str]


def plain_name(text: str) -> str:
    """The normal form of a character's name as plays write it before a speech: "ROMEO." is romeo."""
    return re.sub(r"[\s.:,;()\[\]_*–—-]+", " ", text).strip().casefold()


class Casting:
    """A production's cast with an index of its characters' names."""

    def __init__(self, cast: Cast):
        self._cast = cast
        self._names = {
            plain_name(name): rule.character
            for rule in cast.rules
            if rule.character
            for name in (rule.character, *rule.also)
        }
        self._written = [name for rule in cast.rules if rule.character for name in (rule.character, *rule.also)]

    def voice(self, chapter: Chapter, block: Block, language: str, text: str, character: str) -> str:
        """The name of the voice that speaks a passage."""
        for rule in self._cast.rules:
            if _fits(rule, chapter, block, language, text, character):
                return rule.voice
        return self._cast.narrator

    def manner(self, chapter: Chapter, block: Block, language: str, text: str, character: str) -> Manner:
        """How the voice of `voice` is to speak the passage."""
        rule = next((rule for rule in self._cast.rules if _fits(rule, chapter, block, language, text, character)), None)
        return Manner(rule.style, rule.strength) if rule is not None and rule.style else Manner()

    def for_language(self, chapter: Chapter, block: Block, language: str, text: str, character: str) -> str:
        """The voice for a phrase in another language inside a sentence, "" where the cast has none."""
        rule = next((rule for rule in self._cast.rules if _fits(rule, chapter, block, language, text, character)), None)
        return rule.voice if rule is not None and rule.language else ""

    def character(self, name: str) -> str:
        """The cast's name of the character that `name` means; `name` itself where the cast does not have it."""
        return self._names.get(plain_name(name), name.strip(" .:,—–-"))

    def speeches(self, text: str, language: str) -> Sequence[tuple[int, int, str]]:
        """Quotations whose speaker is named without doubt, as (start, end, character)."""
        if not self._cast.speech_tags or not self._written:
            return ()
        quotes = dialogue.quotations(text, language)
        name = dialogue.speaker_of(text, quotes, self._written, language)
        return [(a, b, self.character(name)) for a, b in quotes] if name else ()


def _fits(rule: Rule, chapter: Chapter, block: Block, language: str, text: str, character: str) -> bool:
    return (
        (not rule.character or rule.character == character)
        and (not rule.chapter or plain(rule.chapter).casefold() == plain(chapter.title).casefold())
        and (not rule.role or rule.role == chapter.role)
        and (not rule.kind or rule.kind == block.kind)
        and (not rule.language or primary(rule.language) == primary(language))
        and (not rule.text or _pattern(rule.text, rule.voice).found_in(text))
    )


@lru_cache(maxsize=256)
def _pattern(source: str, voice: str) -> Pattern:
    return Pattern(source, f"the cast's rule for {voice!r}")
