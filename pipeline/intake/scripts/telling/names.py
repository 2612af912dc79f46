"""Names of speakers before a colon: which labels of a script are names, learnt from all of its cues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.intake.scripts.telling.brackets import BRACKET
from pipeline.intake.scripts.telling.words import LITTLE, ORDINARY, off, person

_BRACKET = r"\s*[(（\[［][^()（）\[\]［］\n]{1,24}[)）\]］]"
LABEL = re.compile(
    rf"(?P<label>[^\W\d_](?:[\w.'’&#/ ·•-]{{0,38}}[\w.'’)])?)(?P<aside>{_BRACKET})?"
    r"[ \t]?(?P<colon>[:：])(?!//|\d)[ \t]*"
)
_WITHIN = re.compile(rf"(?<=[.!?…]) +{LABEL.pattern}")
DASHES = "‐‑–—−－-"
_BEFORE = re.compile(rf"^[\s{DASHES}]*(?:>{{2,3}})?\s*")
_ENDS = re.compile(r"[.!?…。！？؟।♪)\]）】」』”\"'’*:：>—–-]\s*$")
_NUMBER = re.compile(r"\s*(?:#\s*\d+|\d+|[A-Z])$")  # MAN 2, Voice #3, Guard A


@dataclass(frozen=True, slots=True)
class Names:
    """A script's labels: `known` before colons, `bracketed` in brackets before speech; `doubtful` stay text."""

    known: frozenset[str] = frozenset()
    bracketed: frozenset[str] = frozenset()
    doubtful: tuple[str, ...] = ()
    shouting: bool = False  # all of it is written in capitals, which tell nothing then

    def is_name(self, label: str) -> bool:
        return key(label) in self.known


@dataclass(slots=True)
class _Seen:
    count: int = 0
    sure: bool = False  # an aside, a common noun or its neighbours in one cue say that it is a name
    within: int = 0  # times it stood within a sentence
    written: Counter[str] = field(default_factory=Counter)


def key(label: str) -> str:
    return " ".join(label.split()).casefold()


def learnt(texts: Iterable[str], given: Iterable[str] = (), bracketed: frozenset[str] = frozenset()) -> Names:
    """The names in the texts of a script's cues, in order.

    A label in capitals is a name, for that is how captions write them, unless all is in capitals. Any other is one
    if it comes twice, each time where a sentence may begin, and is no ordinary word.

    Args:
        given: names that the format itself gives elsewhere.
        bracketed: labels in brackets that are names.
    """
    seen: dict[str, _Seen] = {}
    upper = lower = 0
    before = ""
    for text in texts:
        upper += sum(map(str.isupper, text))
        lower += sum(map(str.islower, text))
        lines = text.split("\n")
        labels = [_label(line) for line in lines]
        exchange = len({found["label"] for found in labels if found}) == len(lines) > 1  # two people, each named
        for line, found in zip(lines, labels, strict=True):
            if found:
                within = bool(before) and line.startswith(found["label"]) and not _ENDS.search(before)
                _count(seen, found, within=within and not exchange, sure=exchange)
            for inner in _WITHIN.finditer(line):
                if inner["label"].upper() == inner["label"]:
                    _count(seen, inner, within=False, sure=False)
            before = line if line.strip() else before
    shouting = upper > 2 * lower and upper > 40
    given = frozenset(map(key, given))
    known, doubtful = set(given), []
    for name, one in seen.items():
        written = one.written.most_common(1)[0][0]
        if name in given or (_shaped(written) and _counts(written, one, shouting)):
            known.add(name)
        elif _shaped(written) and not one.within:
            doubtful.append(written)
    return Names(frozenset(known), bracketed, tuple(doubtful), shouting)


def _label(line: str) -> re.Match[str] | None:
    """The label at the beginning of a line, behind dashes and a bracket."""
    bare = _BEFORE.sub("", line)
    if aside := BRACKET.match(bare):
        bare = bare[aside.end() :].lstrip(" :：")
    return LABEL.match(bare)


def _count(seen: dict[str, _Seen], found: re.Match[str], *, within: bool, sure: bool) -> None:
    one = seen.setdefault(key(found["label"]), _Seen())
    one.count += 1
    one.written[found["label"]] += 1
    one.within += within
    one.sure = one.sure or sure or person(found["label"]) or split_label(found["label"], found["aside"])[1]


def _counts(written: str, one: _Seen, shouting: bool) -> bool:
    bare = _NUMBER.sub("", written) or written
    capitals = bare.upper() == bare and bare.lower() != bare and sum(map(str.isalpha, bare)) > 1
    if (capitals and not shouting) or (one.sure and not one.within and sum(map(str.isalpha, bare)) > 1):
        return True
    least = 3 if sum(map(str.isalpha, bare)) == 1 else 2
    return one.count >= least and not one.within


def _shaped(label: str) -> bool:
    """Whether a label has the shape of a name: few words, each beginning as names do, none of them ordinary."""
    words = label.split()
    if not 1 <= len(words) <= 4 or " ".join(words).casefold().strip(".") in ORDINARY:
        return False
    if any(word.casefold().strip(".,") in ORDINARY for word in words):
        return False
    if len(words) == 1 and label.lower() == label.upper() and len(label) > 10:
        return False  # a clause of a script without spaces and capitals
    return all(
        word[0].isupper() or word[0].isdigit() or word[0] in "#&'’" or word.lower() == word.upper() or word in LITTLE
        for word in words
    )


def split_label(label: str, aside: str | None) -> tuple[str, bool]:
    """(the name, whether an aside in brackets says that its owner is not in the picture)."""
    inner = (aside or "").strip().strip("()（）[]［］").strip()
    return " ".join(label.split()), off(inner)
