"""Pronunciation lexicons: the longest entry that fits replaces whole words, and every use is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages.spoken import spoken
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.manifests import Entry, Lexicon, Pattern
from pipeline.records import Finding, Manuscript, Replacement
from pipeline.script.casting.speakers import with_phonemes

_VERB_AFTER = frozenset(
    "to will would can could may might must shall should do does did don’t don't didn’t didn't "
    "won’t won't i you we they he she it who let’s let's not never".split()
)
_NOUN_AFTER = frozenset(
    "the a an this that these those my your his her its our their of in on at by with from for "
    "some any no every each another two three".split()
)


OF_THE_BOOK = "of the book"


def lexicons_of(manuscript: Manuscript) -> list[tuple[str, Lexicon]]:
    """The lexicon that the manuscript brings along; phonemes of an entry come before its respelling."""
    entries = []
    for asked in manuscript.pronunciations:
        language = asked.language or manuscript.language
        if asked.phonemes:
            entries.append(Entry(text=asked.text, phonemes=asked.phonemes, language=language))
        if asked.say:
            entries.append(Entry(text=asked.text, say=asked.say, language=language))
    return [(OF_THE_BOOK, Lexicon(language=manuscript.language, entries=tuple(entries)))] if entries else []


@dataclass(frozen=True)
class _Use:
    number: int  # among all entries of the production
    name: str  # of the lexicon
    entry: Entry
    language: str
    pattern: re.Pattern[str] | Pattern
    needle: str  # lower-cased, contained in every text that the entry fits


class Lexicons:
    """All lexicons of a production."""

    def __init__(self, lexicons: Sequence[tuple[str, Lexicon]]):
        entries = [(name, lexicon, entry) for name, lexicon in lexicons for entry in lexicon.entries]
        uses = [
            _Use(
                n,
                name,
                entry,
                (entry.language or lexicon.language).split("-")[0].lower(),
                _pattern(entry, name),
                entry.text.lower(),
            )
            for n, (name, lexicon, entry) in enumerate(entries)
        ]
        # The production's entries come before the book's own, then the longest ("Lady Catherine de Bourgh" before
        # "Catherine"), then one for a voice, then the first.
        self._uses = sorted(
            uses,
            key=lambda u: (
                u.name == OF_THE_BOOK,
                -len(u.entry.text or u.entry.pattern),
                not u.entry.voice,
                not u.entry.part_of_speech,
            ),
        )
        self.used: set[int] = set()
        self._shadowed: dict[int, int] = {}

    def replacements(
        self,
        text: str,
        language: str,
        voice: str,
        *,
        phonemes: Callable[[str], bool],
        taken: Iterable[tuple[int, int]] = (),
    ) -> tuple[list[Replacement], set[int]]:
        """(replacements in `text`, numbers of the entries that were used).

        Args:
            phonemes: whether the voice's engine takes an entry's phonemes.
            taken: ranges with a spoken form already.
        """
        taken_by: list[tuple[int, int, int]] = [(a, b, -1) for a, b in taken]
        made: list[Replacement] = []
        used: set[int] = set()
        lowered = text.lower()
        primary = language.split("-")[0].lower()
        for use in self._uses:
            entry = use.entry
            if use.language != primary or entry.voice not in ("", voice) or use.needle not in lowered:
                continue
            for match in use.pattern.finditer(text):
                if entry.part_of_speech and entry.part_of_speech != _part_of_speech(text[: match.start()]):
                    continue
                over = next((n for a, b, n in taken_by if a < match.end() and match.start() < b), None)
                if over is not None:
                    self._shadowed.setdefault(use.number, over)
                    continue
                used.add(use.number)
                if entry.phonemes and not phonemes(entry.phonemes):
                    continue
                taken_by.append((match.start(), match.end(), use.number))
                rule = "lexicon phonemes" if entry.phonemes else "lexicon"
                made.append(
                    Replacement(match.start(), match.end(), _said(entry, match, language), f"{rule} {use.name}")
                )
        return made, used

    def with_phonemes(self) -> list[tuple[str, Entry]]:
        """The entries with phonemes, as (name of the lexicon, entry)."""
        return [(use.name, use.entry) for use in self._uses if use.entry.phonemes]

    def findings(self) -> list[Finding]:
        """Findings on entries that changed nothing in the whole book."""
        by_number = {use.number: use for use in self._uses}
        unused = []
        for number in sorted(set(by_number) - self.used):
            use = by_number[number]
            if use.name == OF_THE_BOOK:
                continue  # a publisher's lexicon serves many books
            what = repr(use.entry.text or use.entry.pattern)
            over = by_number.get(self._shadowed.get(number, -1))
            if over is not None:
                unused.append(
                    Finding(
                        "s-004",
                        use.name,
                        f"{what} is shadowed by {over.entry.text or over.entry.pattern!r} of {over.name}",
                    )
                )
            elif number in self._shadowed:
                unused.append(Finding("s-004", use.name, f"{what} is shadowed by what the manuscript says itself"))
            else:
                unused.append(Finding("s-003", use.name, f"{what} is never used"))
        return unused


def _pattern(entry: Entry, lexicon: str) -> re.Pattern[str] | Pattern:
    if entry.pattern:
        return Pattern(entry.pattern, f"the lexicon {lexicon}", ignore_case=entry.case == "ignore")
    # A space in an entry matches any white space, for books hold no-break spaces.
    source = re.sub(r"(?:\\ )+", r"\\s+", re.escape(entry.text))
    if entry.whole_words and not re.search("[\u3040-\u30ff\u3400-\u9fff]", entry.text):
        source = rf"(?<!\w){source}(?!\w)"
    ignore = entry.case == "ignore" or (entry.case == "smart" and entry.text.islower())
    return re.compile(source, re.IGNORECASE if ignore else 0)


def _said(entry: Entry, match: re.Match[str], language: str) -> str:
    """The spoken form: `say` with {1} for a group, {roman:1} for one read as a Roman numeral, figures in words."""
    if entry.phonemes:
        return with_phonemes(match.group(), entry.phonemes)

    def group(place: re.Match[str]) -> str:
        value = match.group(int(place["number"])) or ""
        return str(roman(value)) if place["how"] and is_roman(value.upper()) else value

    return _in_words(re.sub(r"\{(?P<how>roman:)?(?P<number>\d)\}", group, entry.say), language)


@lru_cache(maxsize=4096)
def _in_words(text: str, language: str) -> str:
    return spoken(text, language).text if any(map(str.isdecimal, text)) else text


def _part_of_speech(before: str) -> str:
    """Tells a noun from a verb by the preceding word; "" where it does not tell."""
    word = re.search(r"([\w’']+)\s+$", before)
    if not word:
        return ""
    return "verb" if word[1].lower() in _VERB_AFTER else "noun" if word[1].lower() in _NOUN_AFTER else ""
