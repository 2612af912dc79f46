"""Korean pronunciation rules: ends and beginnings of syllables change each other (Standard Pronunciation, 5-30).

The words that no rule covers and the table of ends before beginnings are g2pk2's, on whose output the voices were
trained. Its files are read, its code is not run, because it downloads data that nothing here needs. The order of the
steps, and departures from the standard, are g2pk2's too; docs/decisions/gpt-sovits-korean.md names the exceptions.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from models.gpt_sovits.frontend.records import missing

INSTALL = "pip install 'voicepress[korean]'"
KoreanWord = tuple[int, int, str]  # start, end, part of speech
Rules = tuple[tuple[re.Pattern[str], str], ...]

# Set behind a syllable while rules are applied: end of a verb's stem, an ending, a particle.
_STEM, _ENDING, _PARTICLE = "V", "E", "J"
_WITHIN_ENDING = re.compile("걸|밖에|세라|수록|지라도|지언정|진대")  # 27: 할수록 [할쑤록]
_LAX, _TENSE = "ᄀᄃᄇᄉᄌ", "ᄁᄄᄈᄊᄍ"


def _compiled(*rules: tuple[str, str]) -> Rules:
    """Compiles patterns, written in syllables and jamo in this file, for matching against decomposed jamo."""
    return tuple(
        (re.compile(unicodedata.normalize("NFD", pattern)), unicodedata.normalize("NFD", replacement))
        for pattern, replacement in rules
    )


_BY_GRAMMAR = _compiled(
    (r"([ᄌᄍᄎ])ᅧ", r"\1ᅥ"),  # 5: 가져 [가저]
    (r"([ᄀ-ᄊᄌ-ᄒ])ᅴ", r"\1ᅵ"),  # 5: 희망 [히망]
    # 16: the names of letters are older than their spelling: 디귿이 [디그시], 키읔을 [키으글]
    (r"(디그)ᆮᄋ", r"\1ᄉ"),
    (r"([ᄌᄎᄐᄒ]ᅵ으)[ᆽᆾᇀᇂ]ᄋ", r"\1ᄉ"),
    (r"(키으)ᆿᄋ", r"\1ᄀ"),
    (r"(피으)ᇁᄋ", r"\1ᄇ"),
    (rf"ᆰ{_STEM}[ᄀᄁ]", "ᆯᄁ"),  # 11: 맑게 [말께]
    *((rf"([ᆲᆴ]){_STEM}{lax}", rf"\1{tense}") for lax, tense in zip(_LAX, _TENSE, strict=True)),  # 25: 넓게 [널께]
    *(
        (rf"([ᆫᆷ]|ᆬ|ᆱ){_STEM}{lax}", rf"\1{tense}")  # 24: 신고 [신꼬], 닮지 [담찌]
        for lax, tense in zip(_LAX, _TENSE, strict=True)
        if lax != "ᄇ"
    ),
    (r"(바)ᆲ(?=[^ᄋᄒ])", r"\1ᆸ"),
    (r"(너)ᆲ(?=[ᄌᄍᄃᄄ]ᅮ)", r"\1ᆸ"),  # 10: 밟다 [밥따], 넓죽하다 [넙쭈카다]
    (r"ᆮᄋ(?=[ᅵᅧ])", "ᄌ"),
    (r"ᇀᄋ(?=[ᅵᅧ])", "ᄎ"),
    (r"ᆴᄋ(?=[ᅵᅧ])", "ᆯᄎ"),  # 17: 굳이 [구지], 같이 [가치]
    (r"ᆮᄒ(?=ᅵ)", "ᄎ"),
    (r"ᆮ혀(?![ᆨ-ᆺᆼ-ᇂ])", "처"),  # 17: 닫히다 [다치다], 닫혔다 [다첟따]; 맏형 [마텽]
    *((rf"ᆯ{_ENDING}( ?){lax}", rf"ᆯ\1{tense}") for lax, tense in zip(_LAX, _TENSE, strict=True)),  # 27: 할 것을 [할꺼슬]
    (f"[{_STEM}{_ENDING}]", ""),
)
# 13, 14: a final consonant before a vowel begins that syllable; of two only the second does. 12: ㅎ is lost.
_ALONE = dict(zip("ᆨᆩᆫᆮᆯᆷᆸᆺᆻᆽᆾᆿᇀᇁ", "ᄀᄁᄂᄃᄅᄆᄇᄉᄊᄌᄎᄏᄐᄑ", strict=True))
_SECOND = dict(zip("ᆪᆬᆰᆱᆲᆳᆴᆵᆹ", ("ᆨᄊ", "ᆫᄌ", "ᆯᄀ", "ᆯᄆ", "ᆯᄇ", "ᆯᄊ", "ᆯᄐ", "ᆯᄑ", "ᆸᄊ"), strict=True))
_LINKED = {**_ALONE, **_SECOND, "ᇂ": "ᄋ", "ᆭ": "ᄂ", "ᆶ": "ᄅ"}
_LINK = re.compile(f"([{''.join(_LINKED)}])ᄋ")


def exceptions(text: str) -> str:
    """Replaces words whose sound no rule gives: 갈등 -> 갈뜽.

    Raises MissingExtraError: g2pk2 is not installed.
    """
    for pattern, replacement in _idioms():
        text = pattern.sub(replacement, text)
    return text


def sounded(text: str, words: Iterable[KoreanWord]) -> str:
    """Syllables, spaces and marks, with their parts of speech -> jamo as they sound (decomposed, U+1100 to U+11C2).

    Raises MissingExtraError: g2pk2 is not installed.
    """
    jamo = _marked(text, words)
    for pattern, replacement in (*_BY_GRAMMAR, *_table()):
        jamo = pattern.sub(replacement, jamo)
    return _LINK.sub(lambda m: _LINKED[m[1]], jamo.replace(_PARTICLE, ""))


def _marked(text: str, words: Iterable[KoreanWord]) -> str:
    apart = [unicodedata.normalize("NFD", character) for character in text]
    for start, end, tag in words:
        kind = tag.split("+")[-1][:1]  # of a word's parts, the last stands before the next word
        for index in range(start, end):
            if index == end - 1 or (kind == "E" and _WITHIN_ENDING.match(text, index + 1)):
                apart[index] += _mark(kind, apart[index][-1])
    return "".join(apart)


def _mark(kind: str, end: str) -> str:
    if kind == "V" and end in "ᆫᆬᆷᆱᆰᆲᆴ":
        return _STEM
    if end == "ᆯ":
        return {"E": _ENDING, "J": _PARTICLE}.get(kind, "")  # 를 나 keeps its ㄴ; within a word ㄹㄴ is ㄹㄹ
    return ""


# ---------------------------------------------------------------- g2pk2's data


def _folder() -> Path:
    spec = importlib.util.find_spec("g2pk2")
    if spec is None or not spec.submodule_search_locations:
        raise missing("g2pk2", "Korean", INSTALL)
    return Path(spec.submodule_search_locations[0])


@functools.cache
def _idioms() -> Rules:
    """g2pk2's idioms, without those of letters and figures, which numbers.py reads."""
    lines = (line.partition("#")[0].strip() for line in (_folder() / "idioms.txt").read_text("utf-8").splitlines())
    pairs = (line.split("===") for line in lines if "===" in line)
    return tuple((re.compile(left), right) for left, right in pairs if not re.search(r"[0-9a-z%]", left))


@functools.cache
def _table() -> Rules:
    """g2pk2's table: a syllable's end (row) before a beginning or mark (column) -> what both become."""
    heads, *rows = (line.split(",") for line in (_folder() / "table.csv").read_text("utf-8-sig").splitlines())
    return _compiled(
        *(
            (row[0] + head, cell.partition("(")[0])
            for row in rows
            for head, cell in zip(heads[1:], row[1:], strict=True)
            if cell
        )
    )
