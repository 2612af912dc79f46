"""How chapters are called, in the languages of the trade: for titles, and for headings that nothing marks as such."""

from __future__ import annotations

import re

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3}|C{1,3}(?:XC|XL|L?X{0,3}))(?:IX|IV|V?I{0,3})"
_NUMBER = rf"(?:\d{{1,4}}|{_ROMAN})"
_ORDINAL = (r"(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|"
            r"one|two|three|four|five|"
            r"six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
            r"twenty(?:[- ]\w+)?|thirty(?:[- ]\w+)?|forty(?:[- ]\w+)?|fifty(?:[- ]\w+)?|"
            r"premi[eè]re?|deuxi[eè]me|second[eo]?|troisi[eè]me|quatri[eè]me|cinqui[eè]me|dernier|"
            r"erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?|sechste[rs]?|siebte[rs]?|"
            r"primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|prim[oa]|terz[oa]|quart[oa])")
_CJK_NUMBER = r"[〇零一二三四五六七八九十百千两兩卅廿\d０-９]{1,8}"
# What may follow the number: nothing, a title after a sign, or a title that does not end as a sentence does.
_REST = r"(?:\s*[.:—–―\-]+\s*.{0,150}|\s+\S.{0,100}(?<![.!?,;])|\s*)"

_CHAPTER_WORD = (r"chapter|chap\.|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|kapittel|luku|rozdział|kapitola|"
                 r"глава|"
                 r"розділ|κεφάλαιο|bölüm|fejezet|capitolul|letter|lettre|brief|carta|canto|gesang|chant|scene|"
                 r"sc[eè]ne|szene|escena|scena|stave|section|abschnitt|article|artikel|§")
_PART_WORD = (r"part|book|volume|vol\.|act|teil|buch|band|akt|aufzug|partie|livre|tome|acte|parte|libro|tomo|acto|atto|"
              r"deel|boek|osa|część|часть|книга|том|частина|μέρος|kısım|del|bok|díl|epoch|phase|cycle")


def _named(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{word})\.?\s*(?:the\s+)?(?:{_NUMBER}|{_ORDINAL})\b{_REST}|"
                      rf"(?:{_ORDINAL})\s+(?:{word})\b{_REST})",
                      re.IGNORECASE)


_CHAPTER, _PART = _named(_CHAPTER_WORD), _named(_PART_WORD)
_CJK_CHAPTER = re.compile(rf"\s*[【〔「『《]?(?:第\s*{_CJK_NUMBER}\s*[章回节節话話折齣出幕夜]|"
                          rf"{_CJK_NUMBER}\s*[章回](?=\s|$)|"
                          rf"[序楔尾]章).{{0,60}}")
_CJK_PART = re.compile(rf"\s*(?:第\s*{_CJK_NUMBER}\s*[部卷篇编編册冊集]|卷{_CJK_NUMBER}|"
                       rf"[上中下]\s*[卷部篇编編]).{{0,40}}")
NUMBER_ONLY = re.compile(rf"\s*(?:{_NUMBER}|{_CJK_NUMBER})\s*[.:、．]?\s*")
# Standing alone on a line, these head a chapter without a number.
NAMED_ALONE = re.compile(
    r"\s*(?:the\s+)?(?:prologue|epilogue|preface|foreword|introduction|afterword|postscript|conclusion|interlude|"
    r"contents|table of contents|list of illustrations|illustrations|acknowledge?ments?|dedication|"
    r"appendix(?:\s+\w{1,5})?|"
    r"footnotes|endnotes|notes|glossary|bibliography|index|transcriber[’']s notes?|finis|"
    r"prolog|epilog|vorwort|einleitung|nachwort|anhang|inhalt(?:sverzeichnis)?|anmerkungen|widmung|"
    r"prologue|[ée]pilogue|pr[ée]face|avant-propos|postface|introduction|conclusion|table des mati[eè]res|notes|"
    r"pr[oó]logo|ep[ií]logo|prefacio|introducci[oó]n|[ií]ndice|conclusi[oó]n|notas|prefazione|introduzione|"
    r"序|序言|前言|自序|楔子|引子|后记|後記|跋|尾声|尾聲|目录|目錄|目次|凡例|附录|附錄|はじめに|おわりに|あとがき|まえがき|序文|解説)"
    r"\s*[.:。]?\s*", re.IGNORECASE)


def is_chapter(line: str) -> bool:
    """A line that heads a chapter by its own words: "CHAPTER IV", "Zweites Kapitel", 第三回 ..."""
    return len(line) <= 160 and (_matches(_CHAPTER, line) or _CJK_CHAPTER.fullmatch(line) is not None)


def is_part(line: str) -> bool:
    """A line that heads a part, a book, a volume or an act."""
    return len(line) <= 160 and (_matches(_PART, line) or _CJK_PART.fullmatch(line) is not None)


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    line = line.strip()
    return bool(pattern.fullmatch(line.rstrip(".") if line.isupper() else line))


_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CJK_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}


def number_of(text: str) -> int:
    """The value of a line that is a number and no more (7, VII, 七, 七.), else 0."""
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
