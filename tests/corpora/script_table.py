"""Two tables over gold data: sentence splitting and spoken forms, ours beside libraries on the same texts.

    python -m tests.corpora.script_table FOLDER [--language en ...] [--libraries pysbd ...] [--misses 10]

FOLDER is what `tests.corpora.gold` reads. Every set has a half to learn from, dev, whose misses are shown, and one to be
judged by, test, of which only the score is printed: rules are never written by what test holds.
Libraries that are installed are scored beside ours, by language and category, and the others are named: pysbd comes with
voicepress; put blingfire, syntok, wetext, num2words and nemo-text-processing into an environment of their own to have
all columns (the last builds its grammars for minutes). NeMo and WeText follow conventions that differ: each gold set is
a block of its own. A spoken form is right when it is the gold's but for case and punctuation.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from pipeline.languages.spoken import spoken
from pipeline.script import split
from tests.corpora import gold
from tests.corpora.libraries import SAYERS, SPLITTERS, Sayer, Splitter, library, sayers, splitters

LANGUAGES = ("en", "zh", "ja", "de", "fr", "es", "it", "pt")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--language", nargs="*", default=LANGUAGES)
    parser.add_argument("--libraries", nargs="*", default=[*SPLITTERS, *SAYERS], help="only these beside ours")
    parser.add_argument("--misses", type=int, default=5, help="how many of dev are shown for each language and set")
    options = parser.parse_args()
    folder: Path = options.corpora
    if not folder.is_dir():
        print(f"{folder} is not there; nothing to compare with")
        return 0
    wanted = set(options.libraries)
    found = {
        name: module
        for name, path in (SPLITTERS | SAYERS).items()
        if name in wanted and (module := library(path)) is not None
    }
    print("not installed: " + (", ".join(sorted(wanted - set(found))) or "nothing"))
    lost = _sentence_table(folder, {"ours": split, **splitters(found)}, options.language, options.misses)
    ours: Sayer = lambda text, language: spoken(text, language).text  # noqa: E731
    _spoken_table(folder, {"ours": ours, **sayers(found)}, options.language, options.misses)
    return 1 if lost else 0


# ---------------------------------------------------------------- sentences


def _sentence_table(folder: Path, cutters: dict[str, Splitter], languages: list[str], most: int) -> int:
    """Boundary F1 / texts that are exactly right, of dev and of test; how many of ours lost text."""
    rows = list(gold.sentences(folder))
    columns = [f"{name} {half}" for name in cutters for half in gold.HALVES]
    print(f"\n| language | gold | dev + test | {' | '.join(columns)} |\n|{'---|' * (3 + len(columns))}")
    times: dict[str, list[float]] = defaultdict(list)
    lost: dict[str, int] = defaultdict(int)
    missed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language in languages:
        mine = [row for row in rows if row.language == language]
        scores: dict[str, list[_Score | None]] = {}
        for name, cut in cutters.items():
            started = time.process_time()
            found = [cut(row.text, language) for row in mine]
            times[name].append(1000 * (time.process_time() - started) / max(1, len(mine)))
            scores[name] = [_score(row, sentences) for row, sentences in zip(mine, found, strict=True)]
            lost[name] += sum(score is not None and score[4] for score in scores[name])
            for row, sentences in zip(mine, found, strict=True):
                if name == "ours" and row.half == "dev" and sentences is not None:
                    missed[language, row.gold] += _differences(row, sentences)
        for name_of_set in ["all", *sorted({row.gold for row in mine})]:
            here = {
                half: [i for i, row in enumerate(mine) if row.half == half and name_of_set in ("all", row.gold)]
                for half in gold.HALVES
            }
            cells = [_f1([scores[name][i] for i in here[half]]) for name in cutters for half in gold.HALVES]
            print(f"| {language} | {name_of_set} | {len(here['dev'])} + {len(here['test'])} | {' | '.join(cells)} |")
    for name in cutters:
        print(
            f"{name}: {lost[name]} texts lost something; ms a text by language: "
            + " ".join(f"{ms:.2f}" for ms in times[name])
        )
    _show(missed, most)
    return lost["ours"]


_Score = tuple[int, int, int, bool, bool]  # boundaries hit, missed, too many; exact; something lost


def _score(row: gold.Split, found: list[str] | None) -> _Score | None:
    if found is None:
        return None
    right, mine = _bounds(row.sentences), _bounds(found)
    lost = re.sub(r"\s", "", "".join(found)) != re.sub(r"\s", "", row.text)
    return len(right & mine), len(right - mine), len(mine - right), right == mine, lost


def _bounds(sentences: list[str] | tuple[str, ...]) -> set[int]:
    out, at = set(), 0
    for sentence in sentences:
        at += len(re.sub(r"\s", "", sentence))
        out.add(at)
    return out - {at}


def _differences(row: gold.Split, found: list[str]) -> list[str]:
    """Each boundary that is missed or too many, with what stands around it."""
    places = [i for i, c in enumerate(row.text) if not c.isspace()]
    right, mine = _bounds(row.sentences), _bounds(found)
    out = []
    for bound in sorted(right ^ mine):
        if bound < len(places):
            at = places[bound]
            around = f"{row.text[max(0, at - 60) : at].rstrip()} ‖ {row.text[at : at + 40]}".replace("\n", "⏎")
            out.append(f"{'missed' if bound in right else 'too many'}: {around}")
    return out


def _f1(scores: list[_Score | None]) -> str:
    known = [score for score in scores if score is not None]
    if not known:
        return "-"
    hit, missed, extra = (sum(score[i] for score in known) for i in range(3))
    f1 = 2 * hit / (2 * hit + missed + extra) if hit + missed + extra else 1.0
    return f"{f1:.4f} / {sum(score[3] for score in known) / len(known):.3f}"


# ---------------------------------------------------------------- spoken forms


def _spoken_table(folder: Path, said_by: dict[str, Sayer], languages: list[str], most: int) -> None:
    """How many lines are said as the gold says them, by language, gold set and category: dev / test."""
    columns = [f"{name} {half}" for name in said_by for half in gold.HALVES]
    print(f"\n| language | gold | category | dev + test | {' | '.join(columns)} |\n|{'---|' * (4 + len(columns))}")
    times: dict[str, list[float]] = defaultdict(list)
    missed: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = list(gold.spoken_forms(folder))
    for language in languages:
        mine = [row for row in rows if row.language == language]
        lines: dict[tuple[str, str, str], int] = defaultdict(int)
        right: dict[tuple[str, str, str, str], int] = defaultdict(int)
        silent = set()
        for row in mine:
            lines[row.gold, "all", row.half] += 1
            lines[row.gold, row.category, row.half] += 1
        for name, say in said_by.items():
            started = time.process_time()
            for row in mine:
                found = say(row.written, language)
                if found is None:
                    silent.add(name)
                    break
                same = gold.plain(found) in map(gold.plain, row.accepted)
                right[name, row.gold, "all", row.half] += same
                right[name, row.gold, row.category, row.half] += same
                if name == "ours" and not same and row.half == "dev":
                    missed[language, row.gold].append(
                        f"{row.category}: {row.written} → {found} (gold: {' ||| '.join(row.accepted[:3])})"
                    )
            times[name].append(1000 * (time.process_time() - started) / max(1, len(mine)))
        for of, category in sorted({key[:2] for key in lines}, key=lambda key: (key[0], key[1] != "all", key[1])):
            cells = [
                "-" if name in silent else f"{right[name, of, category, half]}"
                for name in said_by
                for half in gold.HALVES
            ]
            counts = " + ".join(str(lines[of, category, half]) for half in gold.HALVES)
            print(f"| {language} | {of} | {category} | {counts} | {' | '.join(cells)} |", flush=True)
    for name in said_by:
        print(f"{name}: ms a line by language: " + " ".join(f"{ms:.2f}" for ms in times[name]))
    _show(missed, most)


def _show(missed: dict[tuple[str, str], list[str]], most: int) -> None:
    for (language, name), lines in missed.items() if most else ():
        if lines:
            print(
                f"\n{language}, {name}: {len(lines)} misses of dev"
                + ("" if len(lines) <= most else f", {most} of them")
            )
            print("\n".join(f"  {line}" for line in lines[:most]))


if __name__ == "__main__":
    sys.exit(main())
