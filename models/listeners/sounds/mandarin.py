"""Readings of Chinese: jieba's words, pypinyin's syllables of each, and particles by their part of speech.

地 behind an adverbial and 得 behind a verb are de without a tone (慢慢地, 跑得快); a dictionary of characters has their
full readings, dì and dé. A word that a dictionary of phrases has (觉得, 获得, 土地) is read as it stands there.
"""

from __future__ import annotations

import functools
import re
from typing import Any

Syllables = tuple[str, ...]
_PARTICLES = {"uv": "地", "ud": "得"}  # by jieba's tags
_LOOSE = "de5"
_ASKED = re.compile("[^什甚怎这那多要]么$")  # the 吗 of older books: 还能裁判车夫么？


def words_read(run: str) -> list[tuple[str, Syllables]]:
    """The words of a run of ideographs, each with a syllable a character: "zhong1", "lv4"; 5 is the neutral tone."""
    read, before = [], ""
    for pair in _segmenter().lcut(run):
        read.append((pair.word, _syllables(pair.word, pair.flag, before)))
        before = pair.flag
    if _ASKED.search(run):
        word, syllables = read[-1]
        read[-1] = (word, (*syllables[:-1], "ma5"))
    return read


def _syllables(word: str, tag: str, before: str) -> Syllables:
    """`before` is the tag of the word before it."""
    if before and _PARTICLES.get(tag) == word:
        return ("dei3" if word == "得" and before == "r" else _LOOSE,)  # 我得走了: must
    syllables = _of_phrase(word)
    if "得" in word[1:] and word not in _phrases():  # 刮得, 看得见; 获得 and 取得胜利 are in the dictionary
        return tuple(_LOOSE if at and c == "得" else s for at, (c, s) in enumerate(zip(word, syllables, strict=True)))
    return syllables


@functools.lru_cache(maxsize=50_000)
def _of_phrase(word: str) -> Syllables:
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    return tuple(one if one[-1:].isdigit() else f"{one}5" for one in found)


@functools.cache
def _phrases() -> Any:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


@functools.cache
def _segmenter() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)  # it logs the loading of its dictionary to stderr
    return jieba.posseg.dt
