"""Brackets in cues: descriptions of sounds and manners, names of speakers, or a parenthesis that is spoken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pipeline.intake.scripts.telling.words import ORDINARY, manner, off, person, sounds

BRACKET = re.compile(
    r"\((?P<a>[^()]{0,300})\)|（(?P<b>[^（）]{0,300})）|\[(?P<c>[^\[\]]{0,300})\]|［(?P<d>[^［］]{0,300})］|"
    r"【(?P<e>[^【】]{0,300})】|〔(?P<f>[^〔〕]{0,300})〕|(?<![\w*])\*(?P<g>[^*\n]{1,80})\*(?![\w*])"
)
_ROUND, _STAR = "(（", "*"
_ENDS = re.compile(r"[.!?…。！？؟।♪)\]）】」』”\"'’*:：—–-]\s*$")
_SENTENCE = re.compile(r"[.!?。！？؟।…][”\"'’」』]?\s*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
Fate = Literal["sound", "name", "off", "text"]


def bracketed_names(texts: Iterable[str]) -> frozenset[str]:
    """Labels in brackets that are names: they stand before speech at least twice, never alone, and name no sound."""
    before, alone = Counter[str](), set[str]()
    for text in texts:
        for line in text.split("\n"):
            bare = line.lstrip(" -‐‑–—−－>")
            if found := BRACKET.match(bare):
                content = inner(found)
                if bare[found.end() :].strip(" :：.,-"):
                    before[content.casefold()] += 1
                else:
                    alone.add(content.casefold())
    return frozenset(name for name, times in before.items() if times > 1 and name not in alone and _named(name))


def _named(name: str) -> bool:
    words = name.split()
    return bool(name) and len(words) <= 3 and len(name) <= 24 and name not in ORDINARY and not sounds(name) and (
        not off(name) and any(map(str.isalpha, name)))  # fmt: skip


def inner(found: re.Match[str]) -> str:
    return " ".join(next(group for group in found.groups() if group is not None).split())


def parted(content: str) -> tuple[str, bool]:
    """(a bracket's label without an aside, whether an aside says that its owner is not seen): Mother, voice-over."""
    parts = [part.strip() for part in re.split(r"[,;，、–—]| - ", content) if part.strip()]
    seen = [part for part in parts if not off(part)]
    return (seen[0] if len(seen) == 1 else content, True) if len(parts) > len(seen) > 0 else (content, off(content))


def fate(
    found: re.Match[str], said: str, after: str, names: frozenset[str], *, fresh: bool, japanese: bool = False
) -> Fate:
    """What a bracket is.

    Args:
        said: what the turn has said before it.
        after: the rest of the cue behind it.
        names: labels that are names in this script.
        fresh: whether it begins a line.
        japanese: captions write names in brackets as a rule.
    """
    content, opener = inner(found), found[0][0]
    rest = after.split("\n", 1)[0].strip()
    between = bool(said.strip()) and not _ENDS.search(said)  # within a sentence
    if fresh and not between and rest and _names(content, rest, names, japanese or opener == "【"):
        return "name"
    if off(content) and not between:
        return "off"
    if opener == _STAR:
        return "sound" if sounds(content) else "text"
    if opener not in _ROUND:
        glued = said[-1:].isalnum() and after[:1].isalnum() and not _WIDE.match(after[:1])
        return "text" if (said[-1:].isalpha() and not _WIDE.match(said[-1:])) or glued else "sound"
    if not any(map(str.isalpha, content)):
        return "text" if any(map(str.isdigit, content)) else "sound"
    if len(content) == 1 and not _WIDE.match(content):
        return "text"  # (c), (a)
    if _speech(content):
        return "text"
    if sounds(content) and (fresh or not rest or not between):
        return "sound"
    if fresh and not between:
        return "sound"
    return "sound" if not after.strip() and bool(_SENTENCE.search(said)) else "text"


def _names(content: str, rest: str, names: frozenset[str], japanese: bool) -> bool:
    """Whether a bracket before speech says who speaks."""
    label, unseen = parted(content)
    if off(label):
        return False
    if content.casefold() in names or label.casefold() in names or person(label):
        return True
    if rest[0] in ":：" or (unseen and label != content):
        return True
    short = len(content) <= 8 and all(char.isalnum() or char in "・ー" for char in content)
    return japanese and short and not sounds(content) and not manner(content)


def _speech(content: str) -> bool:
    """Whether a bracket holds a sentence that somebody says aside."""
    long = len(content) >= 6 if _WIDE.search(content) else len(content.split()) >= 3
    return long and bool(_SENTENCE.search(content)) and not content.endswith("...")
