"""Japanese front end: text -> phones with pitch marks, from Open JTalk's full-context labels (SPEC 4.3).

`[` is a rise, `]` a fall. The border of an accent phrase, `#`, is in no table and becomes UNK, as in training.
Punctuation splits the text and stands for itself.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from models.gpt_sovits.frontend.records import Segment, missing

_MARKS = {"。": ".", "、": ",", "！": "!", "？": "?", "，": ",", "．": ".", "…": "…", "‥": "…", "～": "-", "〜": "-",
          "：": ",", "；": ",", "—": "-", "―": "-", "!": "!", "?": "?", ".": ".", ",": ",", ":": ",", ";": ",",
          "·": ",", "~": "-", "-": "-", "\n": "."}  # fmt: skip
SILENT = frozenset("「」『』（）()【】［］[]〈〉《》〔〕\"'“”‘’　 \t・※_*/\\|<>{}#&@^﹁﹂")
_WORDY = re.compile(r"[ぁ-んァ-ヶーゝゞヽヾ々〆〇一-鿿㐀-䶿０-９Ａ-Ｚａ-ｚA-Za-z0-9%％℃€$￥¥+＋=×÷°]")


# The dictionary has a reading for all 6,682 ideographs of Windows-31J but these, which are errors of the standard.
_GHOSTS = frozenset("墸妛彁挧暃椦槞蟐袮駲")


def can_say(character: str) -> bool:
    """Ideographs that Japanese does not write (吗, 们) have no reading and would vanish."""
    if character in _MARKS or character in SILENT:
        return True
    if character < "一":
        return bool(_WORDY.match(character))
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return bool(_WORDY.match(character)) and character not in _GHOSTS


_FIGURES = str.maketrans("〇一二三四五六七八九", "0123456789")
_VALUES = {"十二": "12", "百十": "110", "百": "100", "千": "1000", "八百": "800"}
_N = "(?<![〇一二三四五六七八九十百千万数])"
# Numerals that the dictionary reads as another word beside these counters (五分 as gobu, 百名 as hyakuna, 八巻 as a
# name), and rightly where they are figures. Not 五分五分, 九分九厘, 八分目, 五分咲き, 八分音符, 九分の一.
_COUNTED = re.compile(
    rf"{_N}(?<!五分)(?<![腹村])(?:五|八|九|十二)(?=分(?!の[一二三四五六七八九十百千]|五分|九厘|通り|どおり|目|咲|音符|方|"
    "粥|[岐野解析担類別割配校裂離散布厚際けか]))|"
    rf"{_N}百(?=名(?![前案物]))|{_N}[348三四八](?=つ目)|{_N}四(?=位[にはでがのとを、。]|位$)|{_N}八(?=巻(?!き))|"
    rf"{_N}百十(?=番(?!目))|{_N}千(?=頭)|{_N}九(?=[頭品](?![竜龍目]))|{_N}八百(?=号|です|[、。はがをにでと]|$)"
)


def counted(text: str) -> str:
    """Writes numerals as figures where only figures are read as numbers."""
    return _COUNTED.sub(lambda m: _VALUES.get(m.group()) or m.group().translate(_FIGURES), text)


def normalised(text: str) -> str:
    """Removes characters without a reading: the dictionary would drop their neighbours with them."""
    text = counted(unicodedata.normalize("NFC", text))
    return "".join(c for c in text if c in _MARKS or c.isspace() or (c not in SILENT and can_say(c))).strip()


def phonemised(text: str) -> Segment:
    """Raises MissingExtraError: pyopenjtalk is not installed."""
    norm = normalised(text)
    phones: list[str] = []
    marks = re.escape("".join(_MARKS))
    for piece in re.findall(f"[{marks}]+|[^{marks}]+", norm):
        if piece[0] in _MARKS:
            phones.append(
                _MARKS[piece[0]]
            )  # marks in a row become one: repeated ones make the prompt's text leak into the line
        elif piece.strip():
            phones += with_pitch(_talk().extract_fullcontext(piece))
    return Segment("ja", norm, tuple(phones))


def with_pitch(labels: list[str]) -> list[str]:
    """Full-context labels -> phones, `[`, `]`, `#` and `_` (a pause)."""
    phones: list[str] = []
    for label, following in zip(labels, [*labels[1:], ""], strict=False):  # a lone ー has no labels
        phone = re.search(r"-(.*?)\+", label)[1]  # type: ignore[index]
        if phone == "sil":
            continue
        if phone == "pau":
            phones.append("_")
            continue
        phones.append(phone.lower() if phone in "AEIOU" else phone)  # capitals are devoiced vowels
        from_accent, place, left = (_field(p, label) for p in (r"/A:([0-9\-]+)\+", r"\+(\d+)\+", r"\+(\d+)/"))
        place_after, moras = _field(r"\+(\d+)\+", following), _field(r"/F:(\d+)_", label)
        if left == 1 and place_after == 1 and phone in ("a", "e", "i", "o", "u", "A", "E", "I", "O", "U", "N", "cl"):
            phones.append("#")
        elif from_accent == 0 and place_after == place + 1 and place != moras:
            phones.append("]")
        elif place == 1 and place_after == 2:
            phones.append("[")
    return phones


def _field(pattern: str, label: str) -> int:
    match = re.search(pattern, label)
    return int(match[1]) if match else -50


@functools.cache
def _talk() -> Any:
    try:
        import pyopenjtalk
    except ImportError:
        raise missing("pyopenjtalk-plus", "Japanese") from None
    return pyopenjtalk
