"""Words of chapter headings in all languages: for titles, and for headings that no markup shows."""

from __future__ import annotations

import re

from pipeline.languages import known

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3}|C{1,3}(?:XC|XL|L?X{0,3}))(?:IX|IV|V?I{0,3})"
_NUMBER = rf"(?:\d{{1,4}}|{_ROMAN})"
# All languages together, for books mix languages and few declare them.
_HEADINGS = [record.headings for record in known().values() if record.headings]
# Number words of chapters; several may make one number ("twenty-first", "décimo quinto").
_ORDINAL = (
    r"(?:the\s+)?(?!(?:and|und|et|y|e)\b)(?:"
    + "|".join(rf"(?:{h.numbers})(?:[\s-]+(?:{h.numbers})){{0,4}}" for h in _HEADINGS if h.numbers)
    + ")"
)
_CJK_NUMBER = r"[〇零一二三四五六七八九十百千两兩卅廿\d０-９]{1,8}"
# What may follow the number: nothing, a title after a sign, or a title that does not end as a sentence does.
_REST = r"(?:\s*[.:—–―\-]+\s*.{0,150}|\s+\S.{0,100}(?<![.!?,;])|\s*)"


def _named(word: str, after: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{word})\.?\s*(?:the\s+)?(?:{_NUMBER}|{_ORDINAL})\b{_REST}|"
        rf"(?:{_ORDINAL})\s+(?:{word})\b{_REST}|{_NUMBER}\.?\s+(?:{after})\b{_REST})",
        re.IGNORECASE,
    )


def _all(part: str) -> str:
    return "|".join(dict.fromkeys(filter(None, (getattr(heading, part) for heading in _HEADINGS))))


_CHAPTER = _named(_all("chapter"), _all("chapter_after"))
_PART = _named(_all("part"), _all("part_after"))
# Web serials write 正文 (main text) or the volume before the chapter, and number side stories separately.
_CJK_CHAPTER = re.compile(
    rf"\s*[【〔「『《☆★]*[、\s]?(?:正文[\s·:：]*)?"
    rf"(?:第\s*{_CJK_NUMBER}\s*[部卷篇]\s*\S{{0,20}}\s+)?"
    rf"(?:第\s*{_CJK_NUMBER}\s*[章回节節话話折齣出幕夜場场]|{_CJK_NUMBER}\s*[章回話话](?=[\s：:]|$)|"
    rf"[序楔尾终終]章|番外[篇編编]?(?:{_CJK_NUMBER})?(?=[\s：:、]|$)|"
    rf"(?:プロローグ|エピローグ|幕間|閑話|間章)(?=[\s：:0-9０-９一二三四五六七八九十]|$)).{{0,60}}|"
    rf"\s*제\s*\d{{1,4}}\s*[장화회막].{{0,60}}|\s*\d{{1,4}}\s*[장화](?:[\s.:].{{0,60}})?"
)
_CJK_PART = re.compile(
    rf"\s*(?:第\s*{_CJK_NUMBER}\s*[部卷篇编編册冊集]|卷{_CJK_NUMBER}|제\s*\d{{1,3}}\s*[부권편]|"
    rf"[上中下]\s*[卷部篇编編])(?!.{{0,30}}第\s*{_CJK_NUMBER}\s*[章回节節话話]).{{0,40}}"
)
NUMBER_ONLY = re.compile(rf"\s*(?:{_NUMBER}|{_CJK_NUMBER})\s*[.:、．]?\s*")
# Alone on a line, these head a chapter without a number.
NAMED_ALONE = re.compile(rf"\s*(?:the\s+)?(?:{_all('alone')})\s*[.:。]?\s*", re.IGNORECASE)


def is_chapter(line: str) -> bool:
    """Whether a line heads a chapter by its words: "CHAPTER IV", "Zweites Kapitel", 第三回 ..."""
    return len(line) <= 160 and (_matches(_CHAPTER, line) or _CJK_CHAPTER.fullmatch(line) is not None)


def is_part(line: str) -> bool:
    """Whether a line heads a part, a book, a volume or an act."""
    return len(line) <= 160 and (_matches(_PART, line) or _CJK_PART.fullmatch(line) is not None)


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    line = line.strip()
    return bool(pattern.fullmatch(line.rstrip(".") if line.isupper() else line))


_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CJK_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}


def number_of(text: str) -> int:
    """The value of a line that is only a number (7, VII, 七, 七.), else 0."""
    text = text.strip().rstrip(".:、．").strip()
    if not text or not NUMBER_ONLY.fullmatch(text):
        return 0
    if text.isdecimal():
        return int(text)
    if text.isascii():
        values = [_ROMAN_VALUES[letter] for letter in text.lower()]
        return sum(-value if value < max(values[n:]) else value for n, value in enumerate(values))
    total = digit = 0
    for character in text:
        if character in _CJK_DIGITS:
            digit = _CJK_DIGITS[character]
        elif character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit
