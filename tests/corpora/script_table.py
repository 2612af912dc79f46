"""Two tables over gold data: sentence splitting and spoken forms, ours beside libraries on the same texts.

    python -m tests.corpora.script_table FOLDER [--language en ...] [--libraries pysbd ...]

FOLDER holds sentences/*.jsonl ({lang, text, sentences}) and normalisation/*_tn*.tsv (lang, category, written, spoken).
Libraries that are installed are scored beside ours, by language and category, and the others are named: pysbd comes with
voicepress; put blingfire, syntok, wetext, num2words and nemo-text-processing into an environment of their own to have
all columns (the last builds its grammars for minutes). NeMo and WeText follow conventions that differ: each gold set is
a block of its own. A spoken form is right when it is the gold's but for case and punctuation.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.script import split, spoken

LANGUAGES = ("en", "zh", "ja", "de", "fr", "es")
# Libraries and what is imported of them; the others of a kind are what is scored where they are there.
SPLITTERS = {"pysbd": "pysbd", "blingfire": "blingfire", "syntok": "syntok.segmenter"}
SAYERS = {"wetext": "wetext", "num2words": "num2words", "nemo": "nemo_text_processing.text_normalization.normalize"}
Splitter = Callable[[str, str], list[str] | None]
Sayer = Callable[[str, str], str | None]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--language", nargs="*", default=LANGUAGES)
    parser.add_argument("--libraries", nargs="*", default=[*SPLITTERS, *SAYERS], help="only these beside ours")
    options = parser.parse_args()
    folder: Path = options.corpora
    if not folder.is_dir():
        print(f"{folder} is not there; nothing to compare with")
        return 0
    wanted = set(options.libraries)
    found = {name: library for name, module in (SPLITTERS | SAYERS).items()
             if name in wanted and (library := _library(module)) is not None}
    print("not installed: " + (", ".join(sorted(wanted - set(found))) or "nothing"))
    lost = _sentence_table(folder / "sentences", _splitters(found), options.language)
    _spoken_table(folder / "normalisation", _sayers(found), options.language)
    return 1 if lost else 0


# ---------------------------------------------------------------- sentences


def _sentence_table(folder: Path, splitters: dict[str, Splitter], languages: list[str]) -> int:
    """Boundary F1 / texts that are exactly right; how many of ours lost text."""
    rows = [(path.stem, json.loads(line)) for path in sorted(folder.glob("*.jsonl"))
            for line in path.read_text("utf-8").splitlines()]
    print(f"\n| language | gold | texts | {' | '.join(splitters)} |\n|{'---|' * (3 + len(splitters))}")
    times: dict[str, list[float]] = defaultdict(list)
    lost: dict[str, int] = defaultdict(int)
    for language in languages:
        mine = [(name, row) for name, row in rows if row["lang"] == language]
        scores: dict[str, list[_Score | None]] = {}
        for splitter, cut in splitters.items():
            started = time.process_time()
            scores[splitter] = [_score(row, cut(row["text"], language)) for _, row in mine]
            times[splitter].append(1000 * (time.process_time() - started) / max(1, len(mine)))
            lost[splitter] += sum(score is not None and score[4] for score in scores[splitter])
        for gold in ["all", *sorted({name for name, _ in mine})]:
            here = [i for i, (name, _) in enumerate(mine) if gold in ("all", name)]
            cells = [_f1([scores[name][i] for i in here]) for name in splitters]
            print(f"| {language} | {gold} | {len(here)} | {' | '.join(cells)} |")
    for splitter in splitters:
        print(f"{splitter}: {lost[splitter]} texts lost something; ms a text by language: "
              + " ".join(f"{ms:.2f}" for ms in times[splitter]))
    return lost["ours"]


_Score = tuple[int, int, int, bool, bool]  # boundaries hit, missed, too many; exact; something lost


def _score(row: dict[str, Any], found: list[str] | None) -> _Score | None:
    if found is None:
        return None
    gold, mine = _bounds(row["sentences"]), _bounds(found)
    lost = re.sub(r"\s", "", "".join(found)) != re.sub(r"\s", "", row["text"])
    return len(gold & mine), len(gold - mine), len(mine - gold), gold == mine, lost


def _bounds(sentences: list[str]) -> set[int]:
    out, at = set(), 0
    for sentence in sentences:
        at += len(re.sub(r"\s", "", sentence))
        out.add(at)
    return out - {at}


def _f1(scores: list[_Score | None]) -> str:
    known = [score for score in scores if score is not None]
    if not known:
        return "-"
    hit, missed, extra = (sum(score[i] for score in known) for i in range(3))
    f1 = 2 * hit / (2 * hit + missed + extra) if hit + missed + extra else 1.0
    return f"{f1:.4f} / {sum(score[3] for score in known) / len(known):.3f}"


def _splitters(found: dict[str, Any]) -> dict[str, Splitter]:
    out: dict[str, Splitter] = {"ours": split}
    if pysbd := found.get("pysbd"):
        segmenter = functools.lru_cache(lambda language: pysbd.Segmenter(language=language, clean=False))
        out["pysbd"] = lambda text, language: list(segmenter(language).segment(text))
    if blingfire := found.get("blingfire"):
        out["blingfire"] = lambda text, _: str(blingfire.text_to_sentences(text)).split("\n")
    if syntok := found.get("syntok"):
        out["syntok"] = lambda text, language: None if language not in ("en", "de", "es") else [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in syntok.process(text) for sentence in paragraph]
    return out


# ---------------------------------------------------------------- spoken forms


def _gold(folder: Path) -> Iterator[tuple[str, str, str, str, list[str]]]:
    """(convention, language, category, written, accepted)."""
    for path in sorted(folder.glob("*_tn*.tsv")):
        convention = path.stem.replace("_tn", "").replace("_", " ")
        for line in path.read_text("utf-8").splitlines()[1:]:
            language, category, written, said = line.split("\t")[:4]
            if convention == "nemo" and language == "de":
                written, said = said, written  # NeMo's German files have their columns the other way round
            yield convention, language, category, written, said.split(" ||| ")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s'<>+=%$/@]|_", " ", text.lower()).split())


def _spoken_table(folder: Path, sayers: dict[str, Sayer], languages: list[str]) -> None:
    """How many lines are said as the gold says them, by language, gold set and category."""
    print(f"\n| language | gold | category | lines | {' | '.join(sayers)} |\n|{'---|' * (4 + len(sayers))}")
    times: dict[str, list[float]] = defaultdict(list)
    gold = list(_gold(folder))
    for language in languages:
        rows = [row for row in gold if row[1] == language]
        lines: dict[tuple[str, str], int] = defaultdict(int)
        right: dict[tuple[str, str, str], int] = defaultdict(int)
        silent = set()
        for name, say in sayers.items():
            started = time.process_time()
            for convention, _, category, written, accepted in rows:
                found = say(written, language)
                if found is None:
                    silent.add(name)
                    break
                same = _plain(found) in map(_plain, accepted)
                for key in (convention, "all"), (convention, category):
                    lines[key] += name == "ours"
                    right[name, *key] += same
            times[name].append(1000 * (time.process_time() - started) / max(1, len(rows)))
        for convention, category in sorted(lines, key=lambda key: (key[0], key[1] != "all", key[1])):
            cells = ["-" if name in silent else str(right[name, convention, category]) for name in sayers]
            print(f"| {language} | {convention} | {category} | {lines[convention, category]} | {' | '.join(cells)} |",
                  flush=True)
    for name in sayers:
        print(f"{name}: ms a line by language: " + " ".join(f"{ms:.2f}" for ms in times[name]))


def _sayers(found: dict[str, Any]) -> dict[str, Sayer]:
    out: dict[str, Sayer] = {"ours": lambda text, language: spoken(text, language).text}
    if wetext := found.get("wetext"):
        normalizer = functools.lru_cache(lambda language: wetext.Normalizer(lang=language, operator="tn"))
        out["wetext"] = lambda text, language: (
            _wetext(normalizer(language), text) if language in ("en", "zh", "ja") else None)
    if num2words := found.get("num2words"):
        out["num2words"] = lambda text, language: None if language == "zh" else re.sub(
            r"\d+", lambda m: _number(num2words, m.group(), language), text)
    if nemo := found.get("nemo"):
        made = functools.lru_cache(lambda language: nemo.Normalizer(input_case="cased", lang=language))
        out["nemo"] = lambda text, language: _nemo(made(language), text)
    return out


def _wetext(normalizer: Any, text: str) -> str:
    try:
        return str(normalizer.normalize(text))
    except AssertionError:  # it refuses texts of which it has thrown everything away
        return ""


def _nemo(normalizer: Any, text: str) -> str:
    try:
        return str(normalizer.normalize(text, punct_post_process=True))
    except importlib.import_module("pynini").FstOpError:  # texts that its grammar's alphabet lacks
        return ""


def _number(library: Any, figures: str, language: str) -> str:
    try:
        return str(library.num2words(int(figures), lang=language))
    except (NotImplementedError, OverflowError):
        return figures


def _library(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


if __name__ == "__main__":
    sys.exit(main())
