"""Korean grapheme to phoneme: text -> sounds by the pronunciation rules -> jamo of the table (SPEC 4.3). Table v2 only.

Diphthongs are split (ㅘ is ㅗ ㅏ, ㅑ is ㅣ ㅏ), a space is 空, an unknown character 停, and a text that ends in a jamo
gets a full stop. Two departures from the training of the voices: quotation marks and brackets are silent, where they
were 停, and Chinese characters are read the Korean way, where a detector took them for Chinese.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from models.gpt_sovits.frontend.korean import hanja as korean_hanja
from models.gpt_sovits.frontend.korean import numbers as korean_numbers
from models.gpt_sovits.frontend.korean.pronunciation import INSTALL, KoreanWord, exceptions, sounded
from models.gpt_sovits.frontend.records import Segment, missing

SPACE, UNKNOWN = "空", "停"
_MARKS = {"。": ".", "．": ".", "、": ",", "，": ",", "：": ",", ":": ",", "；": ",", ";": ",", "·": ",",
          "ㆍ": ",", "/": ",", "！": "!", "？": "?", "‥": "…", "~": "…", "～": "…", "〜": "…", "—": "-", "―": "-",
          "–": "-", "−": "-", "\n": ".", **{mark: mark for mark in ".,!?…-"}}  # fmt: skip
_QUOTES = frozenset("\"'ʼ“”‘’「」『』«»‹›`´")
_BRACKETS = frozenset("()[]{}<>（）［］｛｝〈〉《》【】〔〕_*\\|^※○●□■△▲◇◆☆★•")
_SYLLABLE = "가-힣"
_JAMO = "ㄱ-ㅣ"  # as they stand alone: ㅋㅋ, ㅠㅠ
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (
            "에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 "
            "엔 오 피 큐 아르 에스 티 유 브이 더블유 엑스 와이 제트"
        ).split(),
        strict=True,
    )
)
_WORDY = re.compile(rf"[{_SYLLABLE}{_JAMO}A-Za-z0-9]")
_SOUNDING = re.compile(r"[^\W_]|[\u2000-\U0010ffff]")  # letters and figures of other scripts, signs, emoji
_SPLIT = dict(
    pair.split("=")
    for pair in (
        "ㅑ=ㅣㅏ ㅒ=ㅣㅐ ㅕ=ㅣㅓ ㅖ=ㅣㅔ ㅘ=ㅗㅏ ㅙ=ㅗㅐ ㅚ=ㅗㅣ ㅛ=ㅣㅗ ㅝ=ㅜㅓ ㅞ=ㅜㅔ ㅟ=ㅜㅣ ㅠ=ㅣㅜ ㅢ=ㅡㅣ "
        "ㄳ=ㄱㅅ ㄵ=ㄴㅈ ㄶ=ㄴㅎ ㄺ=ㄹㄱ ㄻ=ㄹㅁ ㄼ=ㄹㅂ ㄽ=ㄹㅅ ㄾ=ㄹㅌ ㄿ=ㄹㅍ ㅀ=ㄹㅎ ㅄ=ㅂㅅ"
    ).split()
)
_CONJOINING = {
    **{chr(0x1100 + at): jamo for at, jamo in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")},
    **{chr(0x1161 + at): jamo for at, jamo in enumerate("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")},
    **{chr(0x11A8 + at): jamo for at, jamo in enumerate("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")},
}


def can_say(character: str) -> bool:
    """Whether a character is spoken here, or has no sound to lose; needs none of the packages."""
    return all(
        c in _MARKS
        or c in _QUOTES
        or c in _BRACKETS
        or c in korean_numbers.SIGNS
        or c == " "
        or bool(_WORDY.match(c) or korean_hanja.reading(c))
        for c in folded(character)
    )


def normalised(text: str) -> str:
    """Figures and signs as words, Chinese characters as Korean ones, marks of the table, one space between words.

    Raises MissingExtraError: python-mecab-ko is not installed.
    """
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))  # of a stretch within a line
    text = before + korean_numbers.expanded(folded(text)) + after
    text = korean_hanja.as_hangul(text, _hanja_words)
    text = "".join(_LETTERS.get(c.lower(), c) for c in text.replace("...", "…"))
    text = "".join(_MARKS.get(c, " " if c in _BRACKETS else c) for c in text if c not in _QUOTES)
    text = re.sub(rf"[^{_SYLLABLE}{_JAMO} .,!?…-]+", lambda m: UNKNOWN if _SOUNDING.search(m[0]) else " ", text)
    text = re.sub(
        r"\s*([.,!?…-])(?:\s*[.,!?…-])*", r"\1", text
    )  # marks in a row become one: repeated ones make the prompt leak
    return re.sub(r"\s+", " ", text)


def phonemised(text: str) -> Segment:
    """Raises MissingExtraError: python-mecab-ko or g2pk2 is not installed."""
    norm = normalised(text)
    text = exceptions(norm)
    phones: list[str] = []
    for character in sounded(text, _words(text)):
        jamo = _CONJOINING.get(character, character)
        phones += SPACE if jamo == " " else _SPLIT.get(jamo, jamo)
    if phones and re.match(f"[{_JAMO}]", phones[-1]):
        phones.append(".")
    return Segment("ko", norm, tuple(phones))


def folded(text: str) -> str:
    """Composes and folds width; a lone ㅋ is kept, which NFKC would make the beginning of a syllable."""
    return "".join(
        c if re.match(f"[{_JAMO}℃½⅓⅔¼¾²³°…ㆍ]", c) else unicodedata.normalize("NFKC", c)
        for c in unicodedata.normalize("NFC", text)
    )


def _words(text: str) -> list[KoreanWord]:
    return [(word.span.start, word.span.end, word.pos) for word in _mecab().parse(text)]


def _hanja_words(run: str) -> list[tuple[str, str]]:
    return [(word.surface, word.feature.reading or "") for word in _mecab().parse(run)]


@functools.cache
def _mecab() -> Any:
    try:
        import mecab
    except ImportError:
        raise missing("python-mecab-ko", "Korean", INSTALL) from None
    return mecab.MeCab()
