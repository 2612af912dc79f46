"""Chinese grapheme to phoneme: text -> pinyin -> initials and finals with tones (SPEC 4.3).

normalise -> words with part of speech (jieba) -> merges -> pinyin of each word (pypinyin's phrase dictionary decides
polyphones) -> tone sandhi (tone_sandhi.py) -> two phones per syllable, one per punctuation mark.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from models.gpt_sovits.frontend.chinese.numbers import expanded
from models.gpt_sovits.frontend.chinese.tone_sandhi import ChineseWord, merged, with_tones
from models.gpt_sovits.frontend.records import Segment, missing
from models.gpt_sovits.frontend.symbols import INITIALS, PUNCTUATION

_MARKS = {
    "：": ",", "；": ",", "，": ",", "·": ",", "、": ",", "/": ",", ";": ",", ":": ",", "。": ".", "$": ".", "\n": ".",
    "！": "!", "？": "?", "—": "-", "–": "-", "~": "…", "～": "…", "⋯": "…",
}  # fmt: skip
_SAID = {"嗯": "恩", "呣": "母", "+": "加", "=": "等于", "×": "乘以", "÷": "除以", "%": "百分号", "°": "度", "〇": "零"}
# Quotes, brackets and emphasis have no sound of their own: dropping them loses nothing.
SILENT = frozenset("\"'“”‘’「」『』《》〈〉【】〔〕()（）[]［］<>{}#&@^_|\\*　 \t﹏·")
_WORDY = re.compile(r"[一-龥]")
_REPEATED = re.compile(r"([!?…,.\-])[!?…,.\-]*")


def normalised(text: str) -> str:
    """Keeps what gets phones, ideographs and `, . ! ? … -`; folds full width, simplifies traditional characters."""
    text = expanded(unicodedata.normalize("NFKC", text.replace("……", "…").replace("——", "").replace("…", "⋯")))
    text = _simplified(text).replace("...", "…")
    text = "".join(_SAID.get(c) or _MARKS.get(c, c) for c in text)
    text = "".join(c for c in text if _WORDY.match(c) or c in PUNCTUATION or c == "-")
    return _REPEATED.sub(r"\1", text)  # punctuation in a row makes the reference's text leak into the line


def can_say(character: str) -> bool:
    """Whether a character is spoken here, or has no sound that could be lost."""
    folded = unicodedata.normalize("NFKC", character)
    return all(
        c in SILENT
        or c in _MARKS
        or c in _SAID
        or c in PUNCTUATION
        or c in "-…."
        or c.isdigit()
        or (bool(_WORDY.match(c)) and ord(c) in _pinyin_characters())
        for c in folded
    )


def phonemised(text: str) -> Segment:
    """Raises MissingExtraError: jieba, pypinyin or opencc is not installed."""
    norm = normalised(text)
    phones: list[str] = []
    counts: list[int] = []
    for word in _words(norm):
        for character, syllable in zip(word.text, word.syllables, strict=True):
            own = (character,) if not syllable else split_syllable(syllable)
            phones += own
            counts.append(len(own))
    return Segment("zh", norm, tuple(phones), tuple(counts))


def _words(norm: str) -> list[ChineseWord]:
    """The words of a normalised text with their syllables; a mark is a word whose syllable is empty."""
    words: list[ChineseWord] = []
    for clause in re.findall(r"[一-龥]+|[^一-龥]", norm):
        if not _WORDY.match(clause):
            words.append(ChineseWord(clause, "w", [""]))
            continue
        tagged = merged([(pair.word, pair.flag) for pair in _segmenter().lcut(clause)])
        syllables = iter(_syllables([text for text, _ in tagged]))
        words += [ChineseWord(text, tag, [next(syllables) for _ in text]) for text, tag in tagged]
    return with_tones(words, _pieces)


def _pieces(text: str) -> list[str]:
    """The two dictionary words inside a word, which tone rules refer to."""
    inner = sorted(_segmenter().cutter.cut_for_search(text), key=len)
    first = inner[0] if inner else text
    return [first, text[len(first) :]] if text.startswith(first) else [text[: -len(first)], first]


def _syllables(words: list[str]) -> list[str]:
    pypinyin = _pypinyin()
    syllables = [
        syllable
        for word in words
        for syllable in pypinyin.lazy_pinyin(
            word, style=pypinyin.Style.TONE3, neutral_tone_with_five=True, v_to_u=False
        )
    ]
    # The phrase dictionary writes 一 and 不 as they sound in some phrases; the tone rules need their own tones.
    plain = {"一": "yi1", "不": "bu4"}
    return [
        plain.get(character) or (s if s[-1:].isdigit() else s + "5")
        for character, s in zip("".join(words), syllables, strict=True)
    ]


@functools.cache
def split_syllable(syllable: str) -> tuple[str, str]:
    """zhong1 -> (zh, ong1); an1 -> (AA, an1); ju4 -> (j, v4)."""
    base, tone = syllable[:-1].replace("ü", "v"), syllable[-1]
    if base in _WHOLE:
        initial, final = _WHOLE[base]
    else:
        initial = next((i for i in (base[:2], base[:1]) if i in INITIALS and i.islower()), "")
        final = base[len(initial) :]
        if initial in ("j", "q", "x", "y") and final.startswith("u"):
            final = "v" + final[1:]
    if not initial or not final:
        return ("UNK", "UNK")
    return (initial, final + tone)


_WHOLE: Mapping[str, tuple[str, str]] = {
    **{f: ("AA", f) for f in ("a", "ai", "an", "ang", "ao")},
    **{f: ("EE", f) for f in ("e", "ei", "en", "eng", "er")},
    **{f: ("OO", f) for f in ("o", "ou")},
    **{i + "i": (i, "ir") for i in ("zh", "ch", "sh", "r")},
    **{i + "i": (i, "i0") for i in ("z", "c", "s")},
    "ye": ("y", "E"), "yan": ("y", "En"), "lue": ("l", "ve"), "nue": ("n", "ve"), "n": ("EE", "en"), "ng": ("EE", "en"),
    "m": ("m", "u"), "ê": ("EE", "ei"), "hm": ("h", "en"), "hng": ("h", "eng"),
}  # fmt: skip
# you, yong keep their o; yu and its family turn to v, as after j q x


@functools.cache
def _segmenter() -> Any:
    try:
        import jieba
        import jieba.posseg
    except ImportError:
        raise missing("jieba", "Chinese") from None
    jieba.setLogLevel(60)  # it logs the loading of its dictionary to stderr
    jieba.initialize()
    segmenter = jieba.posseg.dt  # loaded with the module; a second one would load the dictionary again
    segmenter.cutter = jieba
    return segmenter


@functools.cache
def _pypinyin() -> Any:
    try:
        import pypinyin
    except ImportError:
        raise missing("pypinyin", "Chinese") from None
    return pypinyin


@functools.cache
def _pinyin_characters() -> frozenset[int]:
    _pypinyin()
    from pypinyin.constants import PINYIN_DICT

    return frozenset(PINYIN_DICT)


def _simplified(text: str) -> str:
    if not _WORDY.search(text):
        return text
    return str(_converter().convert(text))


@functools.cache
def _converter() -> Any:
    try:
        import opencc
    except ImportError:
        raise missing("opencc", "Chinese") from None
    return opencc.OpenCC("t2s")
