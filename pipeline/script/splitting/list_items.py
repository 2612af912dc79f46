"""Lists that are written in one line: 1.) first 2.) second, a. one b. two."""

from __future__ import annotations

import re

from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.script.splitting.words import short_words

_ITEM = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<bullet>[•‣▪⁃])\s*(?:\d{1,2}[.)]+\s)?|(?P<n>\d{1,2})(?P<how>\.\)|\)|\.)\s|"
    r"(?P<l>[a-h])(?P<h>\.\)|\)|\.)\s|(?P<u>[A-H])(?P<s>\.\)|\)|\.)\s|(?P<r>[ivx]{1,4}|[IVX]{1,4})(?P<d>\.|\))\s)(?=\S)"
)
# What every list has, looked for first.
_NUMBERED = re.compile(r"[•‣▪⁃]|[.)](?:(?<=\d.)|(?<=[\s(][a-hA-Hivx].)|(?<=[ivxIVX]{2}.)|(?<=[\s(][IVX].))\)?\s")
_LAST = re.compile(r"(\w+)\.$")


def list_items(text: str) -> tuple[set[int], set[int]]:
    """Where the items of lists begin, and where their markers end."""
    starts: set[int] = set()
    ends: set[int] = set()
    if text[1:2] not in (".", ")") and not _NUMBERED.search(text):
        return starts, ends
    for kind, run in _runs(text).items():
        if kind[0] in "urR" and not _things(text, run):
            continue  # A. B. Smith, I and V.
        head = bool(run) and not text[: run[0].start()].strip()
        if len(run) > 1 or head:
            ends |= {item.end() for item in run}
        if len(run) > 1:
            starts |= {item.start() for item in run}
    return starts, ends


def _runs(text: str) -> dict[str, list[re.Match[str]]]:
    """Markers that count upwards from the first, by what numbers them."""
    runs: dict[str, list[re.Match[str]]] = {}
    for item in _ITEM.finditer(text):
        run = runs.setdefault(_kind(item), [])
        order = _order(item)
        before = text[: item.start()].rstrip()
        if (word := _LAST.search(before)) and word[1].lower() in short_words():
            continue  # vol. i. of the work
        begins = not before or (order in (0, 1) and before[-1] in ".!?:;")
        if (begins and not run) or (run and order == _order(run[-1]) + bool(order)):
            run.append(item)
    return runs


def _kind(item: re.Match[str]) -> str:
    """What numbers an item: items of one list are numbered alike."""
    if item["bullet"]:
        return "bullet"
    if item["r"]:
        return ("r" if item["r"].islower() else "R") + item["d"]
    return next(name + item[sign] for name, sign in (("n", "how"), ("l", "h"), ("u", "s")) if item[name])


def _things(text: str, run: list[re.Match[str]]) -> bool:
    """Whether something of two words stands behind every letter of a list: A. B. Smith is none."""
    ends = [*(item.start() for item in run[1:]), len(text)]
    return len(run) > 1 and all(len(text[item.end() : end].split()) > 1 for item, end in zip(run, ends, strict=True))


def _order(item: re.Match[str]) -> int:
    letter = item["l"] or item["u"]
    if item["r"]:
        return roman(item["r"].upper()) if is_roman(item["r"].upper()) else -1
    return int(item["n"]) if item["n"] else ord(letter.lower()) - ord("a") + 1 if letter else 0
