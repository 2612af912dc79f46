"""Speakers: the limits of a voice's engine, and lines without the characters that it cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.engine import PHONEMES, Engine
from pipeline.languages.tags import primary, speaks
from pipeline.records import Finding, Line, visible_characters


def with_phonemes(text: str, phonemes: str) -> str:
    return f"[{text}](/{phonemes}/)"


def without_phonemes(spoken: str) -> str:
    return PHONEMES.sub(r"\g<text>", spoken) if "](/" in spoken else spoken


def phonemes_of(spoken: str) -> str:
    """The IPA in a word that `with_phonemes` has marked up."""
    match = PHONEMES.fullmatch(spoken)
    return match["ipa"] if match else ""


@dataclass(frozen=True)
class Speaker:
    """What the script needs to know of a voice and its engine."""

    languages: frozenset[str]
    max_characters: int
    min_characters: int  # shorter lines may be garbled; 0 for no limit
    engine: Engine
    phonemes: str = ""  # IPA symbols that it has sounds for; "*" for all
    # An engine's answer for a character holds in any context, so each is asked about once per language: (spoken, not).
    _known: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, engine: Engine, languages: Iterable[str]) -> Speaker:
        """The speaker of a voice; `languages` are those of its manifest, which may be fewer than its engine's."""
        spoken = frozenset(map(primary, languages))
        return cls(spoken, engine.max_characters, engine.min_characters, engine, engine.capabilities.phonemes)

    def without_sound(self, ipa: str) -> str:
        """The IPA symbols that the engine has no sound for, each once, in order."""
        return "" if self.phonemes == "*" else "".join(dict.fromkeys(sign for sign in ipa if sign not in self.phonemes))

    def takes(self, ipa: str) -> bool:
        return bool(self.phonemes and ipa.strip()) and not self.without_sound(ipa)

    def unspeakable(self, text: str, language: str) -> str:
        """The characters of `text` that the engine would drop without a word, each once, in order."""
        spoken, silent = self._known.setdefault(language, (set(), set()))
        characters = set(text)
        if characters <= spoken:
            return ""
        if new := characters - spoken - silent:
            dropped = new & set(self.engine.unspeakable(text, language))
            silent |= dropped
            spoken |= new - dropped
        return "".join(dict.fromkeys(c for c in text if c in silent))

    def speaks(self, language: str) -> bool:
        return speaks(self.languages, language)


def speakable(line: Line, speaker: Speaker, book: str = "") -> tuple[Line, Mapping[str, int], str, list[Finding]]:
    """The line without the characters that its engine cannot say: (line, skipped by reason, characters, findings).

    Args:
        book: the book's language; a voice reads a line as this where it does not speak the line's and can say more so.
    """
    lost: dict[str, int] = {}
    findings: list[Finding] = []
    unsaid = ""  # each as often as it occurs
    bare = without_phonemes(line.spoken)
    silent = speaker.unspeakable(bare, line.language)
    if (
        silent
        and book
        and not speaker.speaks(line.language)
        and speaker.speaks(book)
        and len(instead := speaker.unspeakable(bare, book)) < len(silent)
    ):
        line, silent = line.but(read_as=book), instead
    if silent:
        unsaid = "".join(c for c in bare if c in silent)
        covered = {i for r in line.replacements for i in range(r.start, r.end)}
        if number := sum(visible_characters(c) for i, c in enumerate(line.text) if c in silent and i not in covered):
            lost[f"unspeakable: {line.language}"] = number
        line = line.but(spoken=re.sub(r"\s+", " ", "".join(c for c in line.spoken if c not in silent)).strip())
        bare = without_phonemes(line.spoken)
    if not any(map(str.isalnum, bare)):
        covered = {i for r in line.replacements for i in range(r.start, r.end)}
        number = visible_characters("".join(c for i, c in enumerate(line.text) if i not in covered)) - sum(
            lost.values()
        )
        if number > 0:
            lost["no words"] = number
        if any(map(str.isalnum, line.text)):
            findings.append(Finding("s-002", line.slate, f"nothing of {line.text[:60]!r} is left to speak"))
        line = line.but(spoken="")
    return line, lost, unsaid, findings
