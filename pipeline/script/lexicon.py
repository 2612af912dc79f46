"""How words are said, from the production's lexicons: longest first, whole words, every use recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.manifests import Entry, Lexicon
from pipeline.records import Note, Replacement
from pipeline.script.spoken.numerals import roman


@dataclass(frozen=True)
class _Use:
    name: str  # of the lexicon
    entry: Entry
    pattern: re.Pattern[str]


class Lexicons:
    """Those of a production, for one language and voice at a time."""

    def __init__(self, lexicons: Sequence[tuple[str, Lexicon]]):
        self._lexicons = lexicons
        self.used: set[Entry] = set()

    @cached_property
    def _uses(self) -> list[tuple[str, _Use]]:
        found = [((entry.language or lexicon.language).split("-")[0], _Use(name, entry, _pattern(entry)))
                 for name, lexicon in self._lexicons for entry in lexicon.entries]
        # Longest first: "Lady Catherine de Bourgh" before "Catherine".
        return sorted(found, key=lambda use: -len(use[1].entry.text or use[1].entry.pattern))

    def replacements(self, text: str, language: str, voice: str) -> list[Replacement]:
        found: list[Replacement] = []
        for spoken_in, use in self._uses:
            entry = use.entry
            if spoken_in != language.split("-")[0] or entry.voice not in ("", voice):
                continue
            for match in use.pattern.finditer(text):
                if any(r.start < match.end() and match.start() < r.end for r in found):
                    continue
                self.used.add(entry)
                found.append(Replacement(match.start(), match.end(), _said(entry, match), f"lexicon {use.name}"))
        return found

    def unused(self) -> list[Note]:
        return [Note("s-003", name, f"{entry.text or entry.pattern!r} is never used")
                for name, lexicon in self._lexicons for entry in lexicon.entries if entry not in self.used]


def _pattern(entry: Entry) -> re.Pattern[str]:
    source = entry.pattern or re.escape(entry.text)
    if entry.text and entry.whole_words:
        source = rf"(?<!\w){source}(?!\w)"
    ignore = entry.case == "ignore" or (entry.case == "smart" and not entry.pattern and entry.text.islower())
    return re.compile(source, re.IGNORECASE if ignore else 0)


def _said(entry: Entry, match: re.Match[str]) -> str:
    """`say` with {1}, {2} for the pattern's groups, {roman:1} for a group read as a Roman numeral."""
    def group(place: re.Match[str]) -> str:
        value = match.group(int(place["number"])) or ""
        return str(roman(value)) if place["how"] else value

    return re.sub(r"\{(?P<how>roman:)?(?P<number>\d)\}", group, entry.say or f"[{match.group()}](/{entry.phonemes}/)")
