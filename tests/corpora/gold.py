"""Gold sets of sentences and spoken forms, each line in one of two halves: dev to learn from, test to be judged by.

FOLDER/sentences/*.jsonl ({lang, text, sentences}) and FOLDER/normalisation/*_tn*.tsv (lang, category, written, spoken).
A line's half follows from a hash of what it says, so that it stays the same when files grow, are sorted or are mixed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HALVES = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Split:
    """A text and its sentences."""

    gold: str  # the file's name
    language: str
    half: str
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A line and the forms in which it may be said."""

    gold: str
    language: str
    half: str
    category: str
    written: str
    accepted: tuple[str, ...]


def half(language: str, text: str) -> str:
    """dev or test, by the last bit of the SHA-256 of the language, a tab and the text as it is written."""
    return HALVES[hashlib.sha256(f"{language}\t{text}".encode()).digest()[-1] & 1]


def sentences(folder: Path) -> Iterator[Split]:
    for path in sorted((folder / "sentences").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield Split(path.stem, row["lang"], half(row["lang"], row["text"]), row["text"], tuple(row["sentences"]))


def spoken_forms(folder: Path) -> Iterator[Said]:
    for path in sorted((folder / "normalisation").glob("*_tn*.tsv")):
        gold = path.stem.replace("_tn", "").replace("_", " ")
        for line in path.read_text("utf-8").splitlines()[1:]:
            language, category, written, said = line.split("\t")[:4]
            if gold == "nemo" and language == "de":
                written, said = said, written  # NeMo's German files have their columns the other way round
            yield Said(gold, language, half(language, written), category, written, tuple(said.split(" ||| ")))


def plain(text: str) -> str:
    """What is compared of a spoken form: no case, no punctuation."""
    return " ".join(re.sub(r"[^\w\s'<>+=%$/@]|_", " ", text.lower()).split())
