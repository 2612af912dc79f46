"""How much of a produced book a listener hears otherwise than it should be said: syllables of Chinese with their tones,
kana of Japanese, words of other languages.

    make heard LANGUAGE=es     the book that `make book LANGUAGE=es` produced
    python -m tests.heard PRODUCTION.yaml [--store STORE] [--role second] [--lines]

Text and transcript are compared as the gate compares them, by one front end: homophones, numbers in figures and other
spellings are no errors.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.ears import listening
from pipeline.listener import Hearing, Role, Word
from pipeline.manifests import repo_of
from pipeline.qa.examining import Asked, heard_first
from pipeline.qa.gate.alignment import align
from pipeline.records import Take

Units = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    slate: str
    spoken: str
    take: str
    duration_ms: int


@dataclass(frozen=True)
class Score:
    line: Line
    units: int
    wrong: int
    differing: tuple[tuple[str, str], ...]  # what should be said, and what was heard


def lines_of(sheet: Path) -> Iterator[Line]:
    """The lines of a take sheet that have a take, each spoken form once."""
    seen = set()
    with sheet.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["take"] and row["spoken"] not in seen:
                seen.add(row["spoken"])
                yield Line(row["slate"], row["spoken"], row["take"], int(row["milliseconds"] or 0))


def scored(line: Line, hearing: Hearing, language: str) -> Score:
    expected, heard = hearing.expected, hearing.words or ()
    regions = [one for one in align(expected, heard) if one.cost]
    differing = tuple((_text(expected[slice(*one.expected)]), _text(heard[slice(*one.heard)])) for one in regions)
    if language in ("zh", "ja"):
        should, said = _syllables(expected, language), _syllables(heard, language)
        return Score(line, len(should), edits(should, said), differing)
    wrong = sum(max(one.expected[1] - one.expected[0], one.heard[1] - one.heard[0]) for one in regions)
    return Score(line, len(expected), wrong, differing)


def _syllables(words: Sequence[Word], language: str) -> Units:
    if language == "zh":
        return tuple(word.sounds for word in words)
    return tuple((sound,) for word in words for sound in word.sounds)


def edits(one: Units, other: Units) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
    return row[-1]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def heard(lines: Sequence[Line], language: str, store: Path, role: Role = "words") -> list[Score]:
    """What the gate's listener in a role hears of each take; from the store, where it has heard it."""
    asked = [Asked(Take("", one.take, one.duration_ms, 1000, 0, 0), one.spoken, language) for one in lines]
    with listening(str(store), 1) as ears:
        takes = heard_first(ears, asked, [(role,)] * len(asked))
    return [scored(one, take.hearings[role], language) for one, take in zip(lines, takes, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("production", type=Path)
    parser.add_argument("--language", required=True)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--role", choices=("words", "second"), default="words")
    parser.add_argument("--lines", action="store_true", help="tell what differs, line by line")
    options = parser.parse_args()
    root = repo_of(options.production)
    lines = list(lines_of(root / "out" / options.production.resolve().parent.name / "takesheet.csv"))
    scores = heard(lines, options.language, options.store or root / "store", options.role)
    for one in scores if options.lines else ():
        print(f"{one.line.slate} {one.wrong:3d} of {one.units:3d}  {'; '.join(f'{a} > {b}' for a, b in one.differing)}")
    units, wrong = sum(one.units for one in scores), sum(one.wrong for one in scores)
    print(f"{len(scores)} lines, {units:,} units, {wrong} heard otherwise: {100 * wrong / max(1, units):.1f} %")


if __name__ == "__main__":
    main()
