"""What the script knows of a voice's engine, and what that engine cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.engine import PHONEMES, Engine
from pipeline.languages.tags import primary
from pipeline.records import Finding, Line, visible_characters


def with_phonemes(text: str, phonemes: str) -> str:
    return f"[{text}](/{phonemes}/)"


def without_phonemes(spoken: str) -> str:
    return PHONEMES.sub(r"\g<text>", spoken) if "](/" in spoken else spoken


def phonemes_of(spoken: str) -> str:
    """The IPA of a word that `with_phonemes` made."""
    found = PHONEMES.fullmatch(spoken)
    return found["ipa"] if found else ""


@dataclass(frozen=True)
class Speaker:
    """What the script needs to know of a voice's engine."""

    languages: frozenset[str]
    max_characters: int
    min_characters: int  # shorter lines may be garbled; 0: none is
    engine: Engine
    phonemes: str = ""  # the signs of IPA that it has sounds for; "*": all
    # What an engine says of a character holds wherever it stands, so each is asked about once a language: those that
    # are spoken, and those that are not.
    _known: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, engine: Engine, languages: Iterable[str] = ("*",)) -> Speaker:
        """`languages` are those of the voice's manifest, of which its engine may know more."""
        spoken = engine.languages if "*" in languages else frozenset(map(primary, languages))
        return cls(spoken, engine.max_characters, engine.min_characters, engine, engine.capabilities.phonemes)

    def without_sound(self, ipa: str) -> str:
        """The signs of `ipa` that the engine has no sound for, each once, in order."""
        return "" if self.phonemes == "*" else "".join(dict.fromkeys(sign for sign in ipa if sign not in self.phonemes))

    def takes(self, ipa: str) -> bool:
        return bool(self.phonemes and ipa.strip()) and not self.without_sound(ipa)

    def unspeakable(self, text: str, language: str) -> str:
        """The characters of `text` that would be dropped in silence, each once, in order."""
        spoken, silent = self._known.setdefault(language, (set(), set()))
        characters = set(text)
        if characters <= spoken:
            return ""
        if new := characters - spoken - silent:
            found = new & set(self.engine.unspeakable(text, language))
            silent |= found
            spoken |= new - found
        return "".join(dict.fromkeys(c for c in text if c in silent))

    def speaks(self, language: str) -> bool:
        return "*" in self.languages or primary(language) in self.languages


def speakable(line: Line, speaker: Speaker, book: str = "") -> tuple[Line, Mapping[str, int], str, list[Finding]]:
    """The line with what its engine can say; what it cannot is counted and named, never dropped in silence.

    Args:
        book: the language in which a voice reads what it does not speak, where it would say none of it otherwise.
    """
    lost: dict[str, int] = {}
    findings: list[Finding] = []
    unsaid = ""  # each as often as it stands there
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
