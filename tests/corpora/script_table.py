"""Two tables over gold data: sentence splitting and spoken forms, ours beside libraries on the same texts.

    python -m tests.corpora.script_table FOLDER

FOLDER holds sentences/*.jsonl ({lang, text, sentences}) and normalisation/*_tn*.tsv (lang, category, written, spoken).
A library that is not installed is left out; install pysbd, syntok, blingfire, wetext, num2words and
nemo-text-processing into an environment of their own to have all columns. NeMo and WeText follow conventions that
differ: each is scored by itself. `same` is the exact text but for case and punctuation.
"""

from __future__ import annotations

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
Splitter = Callable[[str, str], list[str] | None]
Sayer = Callable[[str, str], str | None]


def main() -> int:
    folder = Path(sys.argv[1])
    if not folder.is_dir():
        print(f"{folder} is not there; nothing to compare with")
        return 0
    sentences = [json.loads(line) for path in sorted((folder / "sentences").glob("*.jsonl"))
                 for line in path.read_text("utf-8").splitlines()]
    print("| splitter | language | texts | boundary F1 | exact text | lost | ms a text |\n|---|---|---|---|---|---|---|")
    lost = 0
    for name, splitter in _splitters():
        for language in LANGUAGES:
            lost += _split_row(name, splitter, language, [row for row in sentences if row["lang"] == language]) * (name == "ours")
    print("\n| spoken by | gold | language | category | same | of | ms a line |\n|---|---|---|---|---|---|---|")
    for name, say in _sayers():
        for language in LANGUAGES:
            _spoken_rows(name, say, language, [row for row in _gold(folder / "normalisation") if row[1] == language])
    return 1 if lost else 0


# ---------------------------------------------------------------- sentences


def _bounds(sentences: list[str]) -> set[int]:
    out, at = set(), 0
    for sentence in sentences:
        at += len(re.sub(r"\s", "", sentence))
        out.add(at)
    return out - {at}


def _split_row(name: str, splitter: Splitter, language: str, rows: list[dict[str, Any]]) -> int:
    hit = missed = extra = exact = lost = 0
    started = time.process_time()
    for row in rows:
        found = splitter(row["text"], language)
        if found is None:
            return 0
        gold, mine = _bounds(row["sentences"]), _bounds(found)
        hit, missed, extra = hit + len(gold & mine), missed + len(gold - mine), extra + len(mine - gold)
        exact += gold == mine
        lost += re.sub(r"\s", "", "".join(found)) != re.sub(r"\s", "", row["text"])
    ms = 1000 * (time.process_time() - started) / max(1, len(rows))
    f1 = 2 * hit / (2 * hit + missed + extra) if hit + missed + extra else 1.0
    print(f"| {name} | {language} | {len(rows)} | {f1:.4f} | {exact / max(1, len(rows)):.3f} | {lost} | {ms:.2f} |")
    return lost


def _splitters() -> Iterator[tuple[str, Splitter]]:
    yield "ours", split
    if pysbd := _library("pysbd"):
        segmenter = functools.lru_cache(lambda language: pysbd.Segmenter(language=language, clean=False))
        yield "pysbd", lambda text, language: list(segmenter(language).segment(text))
    if blingfire := _library("blingfire"):
        yield "blingfire", lambda text, _: str(blingfire.text_to_sentences(text)).split("\n")
    if syntok := _library("syntok.segmenter"):
        yield "syntok", lambda text, language: None if language not in ("en", "de", "es") else [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in syntok.process(text) for sentence in paragraph]


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


def _spoken_rows(name: str, say: Sayer, language: str, rows: list[tuple[str, str, str, str, list[str]]]) -> None:
    table: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    started = time.process_time()
    for convention, _, category, written, accepted in rows:
        found = say(written, language)
        if found is None:
            return
        same = _plain(found) in map(_plain, accepted)
        for key in ((convention, "all"), (convention, category)):
            table[key][0] += same
            table[key][1] += 1
    ms = 1000 * (time.process_time() - started) / max(1, len(rows))
    for (convention, category), (same, total) in sorted(table.items()):
        if category == "all" or name == "ours":
            print(f"| {name} | {convention} | {language} | {category} | {same} | {total} | {ms:.2f} |")


def _sayers() -> Iterator[tuple[str, Sayer]]:
    yield "ours", lambda text, language: spoken(text, language).text
    if wetext := _library("wetext"):
        normalizer = functools.lru_cache(lambda language: wetext.Normalizer(lang=language, operator="tn"))
        yield "wetext", lambda text, language: _wetext(normalizer(language), text) if language in ("en", "zh", "ja") else None
    if num2words := _library("num2words"):
        yield "num2words", lambda text, language: None if language == "zh" else re.sub(
            r"\d+", lambda m: _number(num2words, m.group(), language), text)
    if nemo := _library("nemo_text_processing.text_normalization.normalize"):
        made = functools.lru_cache(lambda language: nemo.Normalizer(input_case="cased", lang=language))
        yield "nemo", lambda text, language: str(made(language).normalize(text, punct_post_process=True))


def _wetext(normalizer: Any, text: str) -> str:
    try:
        return str(normalizer.normalize(text))
    except AssertionError:  # it refuses texts of which it has thrown everything away
        return ""


def _number(library: Any, figures: str, language: str) -> str:
    try:
        return str(library.num2words(int(figures), lang=language))
    except (NotImplementedError, OverflowError):
        return figures


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    sys.exit(main())
