"""Words and clauses of a spoken form as ranges, in languages with and without spaces."""

from __future__ import annotations

import regex

from pipeline.languages.tags import primary

Range = tuple[int, int]
UNSPACED = {"zh", "ja", "yue", "th", "lo", "km", "my"}

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*")
# Of Japanese: a run of kanji with the kana after it, or of one kind of kana. Of Chinese: one to three characters.
_JAPANESE = regex.compile(r"\p{Han}+\p{Hiragana}{0,2}|\p{Katakana}[\p{Katakana}ー]*|\p{Hiragana}{1,4}")
_CHINESE = regex.compile(r"\p{Han}{1,2}|[\p{L}\p{N}]+")
_CLAUSE = regex.compile(r"[^,;:.!?—–()“”\"，；：。！？、「」『』…]+[,;:.!?—–()“”\"，；：。！？、「」『』…]*")


def words(text: str, language: str) -> list[Range]:
    """The ranges of its words."""
    tag = primary(language)
    pattern = _JAPANESE if tag == "ja" else _CHINESE if tag in UNSPACED else _WORD
    return [found.span() for found in pattern.finditer(text)]


def clauses(text: str, language: str, least: int = 3) -> list[Range]:
    """The ranges of its clauses, stops included; none is shorter than `least` words."""
    found = [match.span() for match in _CLAUSE.finditer(text)]
    joined: list[Range] = []
    for start, end in found:
        if joined and len(words(text[slice(*joined[-1])], language)) < least:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and len(words(text[slice(*joined[-1])], language)) < least:
        last = joined.pop()
        joined[-1] = (joined[-1][0], last[1])
    return joined


def spliced(text: str, at: Range, put: str, language: str) -> str:
    """The text with a range replaced, and the spaces around it as a writer would have them."""
    gap = "" if primary(language) in UNSPACED else " "
    out = gap.join(part for part in (text[: at[0]].strip(), put.strip(), text[at[1] :].strip()) if part)
    return str(regex.sub(r"\s+(?=[,;:.!?’”)])", "", out))
