"""The text that was read, beside what was heard: which words of it belong to which clip, and whether they were said.

A text is one of three things: a table with a line a recording (`name|text`, `name<TAB>text`, or LibriSpeech's `NAME
TEXT`), the running text of all recordings in order, or a data set that was corrected. Running text is matched with the
words heard as a whole, so that a clip in which something else is said takes none of its neighbours' words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.errors import RefusedError
from pipeline.untrusted.bounds import off_limits

MOST_BYTES = 2 << 20
_SEPARATED = re.compile(r"^([^|\t]+)[|\t](?:.*[|\t])?\s*([^|\t]*)$")
_SPACED = re.compile(r"^(\S+)\s+(\S.*)$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Texts:
    """What was read: by the recording's name, or for all in order."""

    by_name: Mapping[str, str]
    running: str = ""

    def of(self, name: str) -> str | None:
        return self.by_name.get(Path(name).stem)


def read_texts(path: Path, recordings: Sequence[str]) -> Texts:
    """The texts in a file.

    Raises:
        RefusedError: it cannot be read, is no text, or holds none.
    """
    if why := off_limits(path):
        raise RefusedError(f"--text {path} {why}")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RefusedError(f"--text {path} has {path.stat().st_size >> 20} MB; half an hour of speech has 30 kB")
        written = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RefusedError(f"--text {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RefusedError(f"--text {path} is not UTF-8; save it as UTF-8") from None
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if not any(_WORD.search(line) for line in lines):
        raise RefusedError(f"--text {path} holds no words")
    stems = {Path(name).stem for name in recordings}
    table = _table(lines, stems)
    return Texts(table) if table else Texts({}, " ".join(lines))


def _table(lines: Sequence[str], stems: set[str]) -> dict[str, str]:
    """Lines that begin with a recording's name; none where most lines do not."""
    found: dict[str, str] = {}
    for line in lines:
        parts = _SEPARATED.match(line) or _SPACED.match(line)
        if parts and (stem := Path(parts[1].strip()).stem if "." in parts[1] else parts[1].strip()) in stems:
            found[stem] = parts[2].strip()
    return found if found else {}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its range in it."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Words, folded; in scripts without spaces each character."""
    out = []
    for found in _WORD.finditer(text):
        if _HAN.search(found[0]):
            out += [Token(c, found.start() + i, found.start() + i + 1) for i, c in enumerate(found[0])]
        else:
            out.append(Token(found[0].casefold().replace("’", "'"), found.start(), found.end()))
    return out


def shared_out(text: str, heard: Sequence[str]) -> list[str]:
    """The part of a running text that belongs to each of some clips, by what was heard of them; every word of the text
    goes to one clip at most."""
    words = tokens_of(text)
    clips = [tokens_of(one) for one in heard]
    flat = [(token.word, index) for index, clip in enumerate(clips) for token in clip]
    owners = _owners([token.word for token in words], flat, len(clips))
    out = []
    for index in range(len(clips)):
        own = [at for at, owner in enumerate(owners) if owner == index]
        out.append(_with_marks(text, words, own[0], own[-1]) if own else "")
    return out


def _with_marks(text: str, words: Sequence[Token], first: int, last: int) -> str:
    end = words[last + 1].start if last + 1 < len(words) else len(text)
    tail = text[words[last].end : end]
    marks = re.match(r"[^\s\w]*", tail)
    start = words[first].start
    while start and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    return " ".join((text[start : words[last].end] + (marks[0] if marks else "")).split())


GAP, WRONG = 2, 3  # a word left out or put in; another word in its place costs less than both


def _owners(words: Sequence[str], heard: Sequence[tuple[str, int]], clips: int) -> list[int]:
    """The clip of each word of the text: that of the heard word which stands for it; -1 where none does."""
    rows, columns = len(words) + 1, len(heard) + 1
    known = {word: n for n, word in enumerate(dict.fromkeys([*words, *(word for word, _ in heard)]))}
    one = np.array([known[word] for word in words], np.int32)
    other = np.array([known[word] for word, _ in heard], np.int32)
    ways = np.zeros((rows, columns), np.uint8)  # 0 both, 1 a word of the text alone, 2 a heard word alone
    ways[0, 1:], ways[1:, 0] = 2, 1
    best = np.arange(columns, dtype=np.int32) * GAP
    steps = np.arange(columns, dtype=np.int32) * GAP
    for row in range(1, rows):
        both = best[:-1] + np.where(other == one[row - 1], 0, WRONG)
        alone = best[1:] + GAP
        least = np.minimum(both, alone)
        # A heard word alone: the running minimum, each step to the right at the price of a gap.
        first = np.concatenate([[best[0] + GAP], least])
        new = np.minimum.accumulate(first - steps) + steps
        ways[row, 1:] = np.where(new[1:] < least, 2, np.where(both <= alone, 0, 1))
        best = new.astype(np.int32)
    owners = [-1] * len(words)
    i, j = rows - 1, columns - 1
    while i or j:
        way = ways[i, j]
        if way == 0:
            owners[i - 1] = heard[j - 1][1]
            i, j = i - 1, j - 1
        elif way == 1:
            i -= 1
        else:
            j -= 1
    return _filled(owners) if clips else owners


def _filled(owners: list[int]) -> list[int]:
    """Words that nothing stood for go to their neighbours' clip, where both are of one."""
    out = list(owners)
    for at, owner in enumerate(owners):
        if owner >= 0:
            continue
        before = next((o for o in reversed(owners[:at]) if o >= 0), -1)
        after = next((o for o in owners[at + 1 :] if o >= 0), -1)
        out[at] = before if before == after or after < 0 else after if before < 0 else before
    return out


Mismatch = Callable[[str, str], float]
