"""Runs the front ends over texts: `python -m models.gpt_sovits.bench.frontend FILE...`

A .json file in the form of the specification's gold pairs (text -> phones) is compared phone by phone; a .tsv file
with a column `text`, `sentence` or `written` is only spoken: nothing may crash, and what is not spoken is counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.gpt_sovits.frontend import mixed

COLUMNS = ("text", "sentence", "written", "en")


@dataclass(slots=True)
class Score:
    lines: int = 0
    characters: int = 0
    phones: int = 0
    equal: int = 0  # lines whose phones are those of the gold
    near: float = 0.0  # sum of each line's share of phones in place
    gold: int = 0
    unspoken: int = 0  # characters that are reported as not spoken
    seconds: float = 0.0
    crashes: list[str] = field(default_factory=list)


def score(paths: list[Path]) -> dict[str, Score]:
    scores: dict[str, Score] = defaultdict(Score)
    for path in paths:
        for language, text, gold in _texts(path):
            one = scores[f"{path.stem} {language}"]
            one.lines += 1
            one.characters += len(text)
            start = time.perf_counter()
            try:
                phrase = mixed.phrase(text, language, guard=False)
                one.unspoken += len(mixed.unspeakable(text, language))
            except Exception as error:  # noqa: BLE001  (a crash is what is looked for)
                one.crashes.append(f"{type(error).__name__} on {text[:40]!r}: {error}")
                continue
            one.seconds += time.perf_counter() - start
            one.phones += len(phrase)
            if gold is not None:
                ours = [p for segment in phrase.segments for p in segment.phones]
                one.gold += 1
                one.equal += phrase.ids(gold["version"]) == gold["ids"]
                one.near += _alike(ours, gold["phones"])
    return scores


def _texts(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any] | None]]:
    if path.suffix == ".json":
        for pair in json.loads(path.read_text("utf-8"))["phones"]:
            yield pair["lang"], pair["text"], pair
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            column = next((c for c in COLUMNS if c in row), None)
            language = mixed.primary(row.get("lang") or "en")
            if column and row[column] and language in mixed.LANGUAGES:
                yield language, row[column], None


def _alike(ours: list[str], theirs: list[str]) -> float:
    """1 minus the edit distance over the longer length."""
    row = list(range(len(theirs) + 1))
    for i, one in enumerate(ours, 1):
        before, row[0] = row[0], i
        for j, two in enumerate(theirs, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != two))
    return 1 - row[-1] / max(len(ours), len(theirs), 1)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.frontend",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path)
    scores = score(parser.parse_args().files)
    print(
        f"{'texts':<36} {'lines':>6} {'crashed':>7} {'phones':>8} {'equal':>9} {'in place':>8} {'unspoken':>8} "
        f"{'char/s':>8}"
    )
    for name, one in scores.items():
        equal = f"{one.equal}/{one.gold}" if one.gold else "-"
        near = f"{one.near / one.gold:.1%}" if one.gold else "-"
        print(
            f"{name:<36} {one.lines:>6} {len(one.crashes):>7} {one.phones:>8} {equal:>9} {near:>8} {one.unspoken:>8} "
            f"{one.characters / max(one.seconds, 1e-9):>8.0f}"
        )
    crashes = [crash for one in scores.values() for crash in one.crashes]
    print(*crashes[:10], sep="\n")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
