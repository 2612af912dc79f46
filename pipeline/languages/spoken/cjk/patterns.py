"""Boundaries of figures in Chinese and Japanese, where the word before and after one stands without a space.

`\\b` and `\\w` take a Han or kana neighbour for a part of the word and so switch a rule off ("得了3/4",
"彼は1/2を"); only a Latin letter or another figure, or a sign that joins one of these, makes figures part of more.
"""

from __future__ import annotations

import re

from pipeline.records import Replacement

HAN = r"\u3400-\u9fff\uf900-\ufaff々〆〇"
KANA = r"\u3040-\u30ff"
CJK = HAN + KANA
# Not in a word, and not behind a sign that joins (1.5, 12:30, A-1); the second form may end a range (3:30-4:34).
B = r"(?<![A-Za-z\d])(?<![A-Za-z\d][.,:/-])"
BR = r"(?<![A-Za-z\d])(?<![A-Za-z\d][.,:/])"
E = r"(?![A-Za-z\d])(?![./:]\d)"
DASH = r" ?(?:[-~〜～–]|—{1,2}|--) ?"
# A sign that is a minus and not a hyphen: at the front, after a mark, or after a word that is followed by a value.
# Before a figure with a unit (a percentage, a temperature) it is one after any word but a unit, where it is a range.
_VALUE = "为為是到至于於约約达達得了在过過、はがをにでとのも"
MINUS = rf"(?:(?<![A-Za-z\d)）\]】%％‰℃°{CJK}])|(?<=[{_VALUE}]))-"
HAN_NUMERALS = "〇零一二三四五六七八九十百千万亿億两兩"
_ENDS = "年月日号號时時点點分秒岁歲元块塊章节節页頁回集届度円人個个名歳巻話周週期天日"
UNIT_MINUS = rf"(?<![A-Za-z\d)）\]】%％‰℃℉°万亿億萬千百])(?<![\d{HAN_NUMERALS}半][{_ENDS}])-"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
DECIMAL = rf"{NUMBER}(?:\.\d+)?"

# "2 个", "3 月 5 日", "10 %": spaces that typesetters put between scripts, and that nobody says.
# And the thin space before a group of three noughts, 2 000 000; of other groups, a row of numbers looks the same.
SPACED = re.compile(
    rf" (?:(?<=[\d%％℃°] )(?=[{CJK}])|(?<=[{CJK}] )(?=\d)|"
    r"(?:(?<=(?<![\d.,A-Za-z-])[1-9] )|(?<=(?<!\d)[1-9]\d )|(?<=[1-9]\d\d )|(?<= 000 ))(?=000(?!\d)))"
)


def small_fraction(above: int, below: int) -> bool:
    """1/3, 7/10: what is hardly ever a day."""
    return above < below <= 10


_NEXT = re.compile(r"[-~〜～–—至到](\d{1,2})/(\d{1,2})(?!\d)")


def ranged_days(above: int, below: int, after: str) -> bool:
    """Whether a second day follows (4/1～4/5); between two fractions (1/3～1/2, the smaller first) is a range, too."""
    match = _NEXT.match(after)
    if match is None:
        return False
    month, day = int(match[1]), int(match[2])
    return (month == above and day > below) or not (small_fraction(above, below) and small_fraction(month, day))


class Closed:
    """A text without its typesetter's spaces, and the way back to the places of the text as written."""

    def __init__(self, text: str) -> None:
        gaps = [match.start() for match in SPACED.finditer(text)]
        self.gaps = gaps
        dropped = set(gaps)
        self._places = [i for i in range(len(text)) if i not in dropped]
        self.text = "".join(text[i] for i in self._places)
        self._closed = {place: i for i, place in enumerate(self._places)}
        self._length = len(text)

    def closed(self, r: Replacement) -> Replacement:
        """A replacement of the written text as one of the closed text."""
        return Replacement(self._at(r.start), self._at(r.end), r.spoken, r.rule)

    def written(self, r: Replacement) -> Replacement:
        """A replacement of the closed text as one of the written text."""
        start = self._places[r.start] if r.start < len(self._places) else self._length
        end = self._places[r.end - 1] + 1 if r.end > r.start else start
        return Replacement(start, end, r.spoken, r.rule)

    def _at(self, place: int) -> int:
        while place < self._length and place not in self._closed:
            place += 1
        return self._closed.get(place, len(self._places))


def closed(text: str) -> str:
    """`text` as rules see it; for asking which rules a chapter needs."""
    return SPACED.sub("", text)
