"""What should be said and what was heard, word by word beside each other, for people to see.

The gate judges by sounds and regions (qa/gate); this only pairs words. What the gate lets pass is no difference here
either: it is marked `alike`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.listener import Word
from pipeline.report.review.records import ReviewFinding, ReviewWord, WordKind

GAP = 0.6  # cost of a word without a partner; two of them cost more than a pair that is half alike
NEAR_MS = 150  # a difference so near to a finding belongs to it: recognisers' times are coarse


def aligned(
    expected: Sequence[Word], heard: Sequence[Word] | None, findings: Sequence[ReviewFinding] = ()
) -> tuple[ReviewWord, ...]:
    """Pairs of words in the order of the line. Differences that no finding is about are `alike`."""
    if heard is None:
        return tuple(ReviewWord("unheard", word.text, "") for word in expected)
    timed = _timed([_pair(a, b) for a, b in _paired(expected, heard)])
    real = [finding for finding in findings if finding.state != "pass" and finding.code.startswith("h-")]
    return tuple(word if word.kind == "same" or _is_about(real, word) else _alike(word) for word in timed)


def _pair(a: Word | None, b: Word | None) -> ReviewWord:
    if a is None:
        assert b is not None
        return ReviewWord("added", "", b.text, b.start_ms, b.end_ms)
    if b is None:
        return ReviewWord("missing", a.text, "")
    kind: WordKind = "same" if _folded(a) == _folded(b) else "alike" if _distance(a, b) == 0 else "replaced"
    return ReviewWord(kind, a.text, b.text, b.start_ms, b.end_ms)


def _alike(word: ReviewWord) -> ReviewWord:
    return replace(word, kind="alike")


def _is_about(findings: Sequence[ReviewFinding], word: ReviewWord) -> bool:
    """Whether one of the findings is about this difference: by time, where both have one."""
    if word.kind not in ("missing", "added", "replaced"):
        return False
    return any(
        finding.start_ms < 0
        or word.start_ms < 0
        or (finding.start_ms - NEAR_MS <= word.end_ms and word.start_ms <= finding.end_ms + NEAR_MS)
        for finding in findings
    )


def _timed(words: Sequence[ReviewWord]) -> Iterator[ReviewWord]:
    """Words that were not said get the time between their neighbours."""
    last = 0
    for index, word in enumerate(words):
        if word.start_ms < 0:
            following = next((w.start_ms for w in words[index + 1 :] if w.start_ms >= 0), last)
            yield replace(word, start_ms=last, end_ms=max(last, following))
        else:
            last = word.end_ms
            yield word


def _paired(expected: Sequence[Word], heard: Sequence[Word]) -> list[tuple[Word | None, Word | None]]:
    """The alignment of least cost."""
    rows, columns = len(expected) + 1, len(heard) + 1
    apart = [[_distance(a, b) for b in heard] for a in expected]
    cost = [[GAP * (i + j) for j in range(columns)] for i in range(rows)]
    for i in range(1, rows):
        for j in range(1, columns):
            paired = cost[i - 1][j - 1] + apart[i - 1][j - 1]
            cost[i][j] = min(paired, cost[i - 1][j] + GAP, cost[i][j - 1] + GAP)
    pairs: list[tuple[Word | None, Word | None]] = []
    i, j = len(expected), len(heard)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + apart[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append((expected[i], heard[j]))
        elif i and cost[i][j] == cost[i - 1][j] + GAP:
            i -= 1
            pairs.append((expected[i], None))
        else:
            j -= 1
            pairs.append((None, heard[j]))
    return pairs[::-1]


def _distance(a: Word, b: Word) -> float:
    """0 for words that sound alike, 1 for words with nothing in common."""
    one, other = _folded(a), _folded(b)
    if one == other or (a.sounds and a.sounds == b.sounds):
        return 0.0
    if a.sounds and b.sounds:
        return 1 - SequenceMatcher(None, a.sounds, b.sounds, autojunk=False).ratio()
    return 1 - SequenceMatcher(None, one, other, autojunk=False).ratio()


def _folded(word: Word) -> str:
    """Letters and digits, whatever their case and accents; a word of marks alone as it is."""
    text = unicodedata.normalize("NFKD", word.text.casefold())
    return "".join(filter(str.isalnum, text)) or word.text
