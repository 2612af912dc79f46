"""All English rules for figures, from addresses to years."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english import addresses, dates, money, quantities, verses
from pipeline.languages.spoken.english.numbers import cardinal, digits, number, ordinal, plural, year
from pipeline.languages.spoken.english.patterns import COLON, POINT, D, N
from pipeline.languages.spoken.english.places import between
from pipeline.languages.spoken.english.streets import model
from pipeline.languages.spoken.english.tables import SCALES, STATES
from pipeline.languages.spoken.rules import needing_figures, rule

_I = re.IGNORECASE
_IN_A_STATE = re.compile(r"(?:^|[\s,])(?:" + "|".join(STATES) + r"|" + "|".join(STATES.values()) + r"),? $")


def _ordinal(m: re.Match[str]) -> str | None:
    text = m[1].replace(",", "")
    right = {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th") if text[-2:-1] != "1" else "th"
    return ordinal(int(text)) if m[2].lower() == right else f"{cardinal(int(text), with_and=False)} {m[2].lower()}"


def _old_ordinal(m: re.Match[str]) -> str | None:
    """The 2d and 3d regiments, the 22d; 2d. without an article is two pence."""
    text = m[1] or m[2] or m[3]
    return None if text in ("12", "13") else ordinal(int(text))


def _room(m: re.Match[str]) -> str:
    return f"{m[1]} {model(m[2])}" + (f" {model(m[3])}" if m[3] else "")


_GLUED = re.compile(r"(?<![\w-])[A-Za-z]{1,5}[-–]?$")
_SECONDS = re.compile(
    r"\b(?:in|for|after|about|every|last(?:s|ed)?|took|takes|only|just|within|under|over|at|to|of|by)"
    r" $",
    _I,
)


def _plural(m: re.Match[str]) -> str | None:
    """F-16s, two 747s, the 45s; 45s and 120s are seconds elsewhere."""
    text, before = m[1], m.string[: m.start()]
    glued = _GLUED.search(before)
    if not glued and (before[-1:].isalnum() or before.endswith(("-", "–")) or text[0] == "0"):
        return None
    if (
        not glued
        and len(text) < 3
        and not re.search(
            r"\b(?:the|those|these|two|three|four|five|six|old|new|their|our|"
            r"his|my|both|several|many|few) $|[a-z]’s $|\.$",
            before,
            _I,
        )
    ):
        return None
    if not glued and (_SECONDS.search(before) or re.match(r" (?:later|ago|timeout|delay|long)\b", m.string[m.end() :])):
        return None
    words = model(text) if len(text) == 3 else year(int(text)) if len(text) == 4 else cardinal(int(text))
    if text.endswith("00") and len(text) == 3 and text[0] == "1" and not glued:
        words = "hundred"
    return (" " if glued and before[-1:].isalnum() else "") + plural(words)


def _range(m: re.Match[str]) -> str | None:
    first, second = m[1], m[2]
    to = between(m.string[: m.start()]).strip()
    if len(first) == len(second) == 4 and 1000 < int(first) < int(second) < 2100:
        return f"{year(int(first))} {to} {year(int(second))}"
    if len(first) == 4 and len(second) == 2 and 1000 < int(first) < 2100 and int(second) > int(first[2:]):
        return f"{year(int(first))} {to} {cardinal(int(second))}"  # 1914-18
    low, high = int(first.replace(",", "")), int(second.replace(",", ""))
    short = len(first) < 4 and len(second) < 4
    if (second[0] == "0" and second != "0") or (" - " in m.group() and not (short and low < high)):
        return None
    if low == high and short:
        return f"{number(first)} {number(second)}"  # a 50-50 chance
    scored = short and (second == "1" or len(first) - len(second) < 2)  # they won 4-0; odds of 100-1
    return f"{number(first)} {to} {number(second)}" if low < high or scored else None


def _decimals(m: re.Match[str]) -> str | None:
    """3.5-4.5 and 2-2.5; what falls is no range."""
    low, high = re.split("[-–—]", m[1])
    if float(low.replace(",", "")) >= float(high.replace(",", "")):
        return None
    return f"{number(low)}{between(m.string[: m.start()])}{number(high)}"


def _military(m: re.Match[str]) -> str:
    """0600 hours, at 1430 hrs."""
    high, low = m[1], int(m[2])
    words = f"oh {cardinal(int(high[1]))}" if high[0] == "0" else cardinal(int(high))
    return f"{words} {'hundred' if not low else ('oh ' if low < 10 else '') + cardinal(low)} hours"


def _figure(m: re.Match[str]) -> str | None:
    """A number on its own: a year where it looks and stands like one, else how many."""
    text = m[1]
    before, after = m.string[: m.start()], m.string[m.end() :]
    sign = "minus " if m.group()[0] in "-–" else ""
    if m.group()[0] in "-–" and re.search(r"[\w)]$|\d\s$", before):
        return None if before[-1:].isalpha() or m.group()[0] == "–" else f"- {_figure_words(text, before, after)}"
    return sign + _figure_words(text, before, after)


_JOINED_TO = re.compile(r"[A-Za-z]\w*-$")  # CSS3-20110412


def _figure_words(text: str, before: str, after: str) -> str:
    if len(text) == 4 and text.isdecimal() and text[0] != "0":
        if re.search(r"\b(?:ending in|pin|code|number ending) $", before, _I):
            return digits(text)
        n = int(text)
        if 1000 < n < 1100 and re.search(r"\b(?:in|of|since|by|until|till|from|before|after|year|anno) $", before, _I):
            return year(n)
        era = re.match(r" (?:AD|BC|CE|BCE|A\.D|B\.C|C\.E)\b", after) or re.search(r"\bA\.?D\.? $", before)
        if 1000 < n < 1100 and (era or (n > 1009 and not before.strip("\"'“”‘’([—– ") and not _counted(after))):
            return year(n)
        if (1100 <= n <= 2099) and not _counted(after) and not re.search(r"(?:\bnumber|\bno\.?|[#№])\s*$", before, _I):
            return year(n)
    if (len(text) == 5 and _IN_A_STATE.search(before)) or (len(text) > 4 and _JOINED_TO.search(before)):
        return digits(text)
    return number(text)


_PEOPLE = frozenset("people men women children feet sheep horse foot million billion".split())
# What happens in a year, or belongs to it: the 1848 revolutions, the 1900 figures.
_OF_A_YEAR = frozenset(
    "figures elections games olympics riots revolutions reforms census estimates statistics "
    "protests floods "
    "fires negotiations talks treaties attacks bombings hearings playoffs finals models "
    "editions".split()
)
_NOT_MANY = frozenset("was is has as its his this yes does us thus plus perhaps always across towards sees saw".split())


def _counted(after: str) -> bool:
    """Whether things are counted: 1500 soldiers, 1200 people."""
    word = re.match(r"\s([a-z]+)", after)
    if word is None:
        return False
    if word[1] in _OF_A_YEAR:
        return False
    return word[1] in _PEOPLE or (word[1].endswith("s") and word[1] not in _NOT_MANY)


def _serial(m: re.Match[str]) -> str | None:
    """Figures glued to letters: es3, A380, ab9453, 7th is elsewhere."""
    text = m.group()
    if re.search(r"[a-z]\.$", m.string[: m.start()]) and not re.match(r"\.?\w", m.string[m.end() :]):
        return _figure_words(text, m.string[: m.start()] + " ", m.string[m.end() :])  # c.1600, p.345
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return year(int(text))
    before = m.string[: m.start()]
    if (
        len(text) == 3
        and text[0] != "0"
        and re.search(r"(?<![\w-])[A-Z]{1,3}$", before)
        and not re.match(r"\w", m.string[m.end() :])
    ):
        return model(text)  # A380, AS400
    return cardinal(int(text)) if (len(text) <= 2 and text[0] != "0") or text in ("0", "100") else digits(text)


def _before_serial(m: re.Match[str]) -> str | None:
    words = _serial(m)
    left = " " if m.start() and m.string[m.start() - 1].isalpha() else ""
    right = " " if m.end() < len(m.string) and m.string[m.end()].isalpha() else ""
    return f"{left}{words}{right}"


def _scaled(m: re.Match[str]) -> str:
    return f"{number(m[1], with_and=False)} {SCALES.get(m[2], m[2])}"


def _version(m: re.Match[str]) -> str:
    left = " " if m.start() and m.string[m.start() - 1].isalpha() else ""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}", m.group()) and not left:
        return cardinal(int(m.group().replace(".", "")))  # 1.234.567, as it is grouped elsewhere
    return left + " point ".join(cardinal(int(p)) for p in m.group().split("."))


def _glued_decimal(m: re.Match[str]) -> str:
    return f" {number(m.group())}"


_DASH = re.compile(r"\d ?[-–—] ?\d")
_SIGN = re.compile(r"\d ?[-+×x*÷=] ?[\d.]")

RULES = (
    *addresses.ADDRESSES,
    *needing_figures((
    *verses.RULES,
    *addresses.TELEPHONES,
    rule("time", r"(?<![\w:.])(?P<h>\d{1,2})\.(?P<m>\d{2})(?P<p>(?!))?(?P<z>(?!))?(?= o['’]clock| (?:train|express|"
                 r"bus|boat|post)\b)", dates.hour, POINT),
    rule("ordinal", r"(?<![\w.,£])(?<!s )(?<!s\. )(?:(\d?[23])d(?![\w.]| ?\d)|([2-9][23])d(?=\.)|"
                    r"(?<=\b[Tt]he )(\d?[23])d(?=\.))", _old_ordinal, r"[23]d"),
    rule("time", r"\b([01]\d|2[0-3])([0-5]\d) (?:hours|hrs?)\b(?:(?<=hrs)\.(?= [a-z]))?", lambda m: _military(m)
         if m[1][0] == "0" or re.search(r"\b(?:at|by|until|till|from|to|before|after|since) $", m.string[: m.start()],
         _I) else None, r"\d{4} h"),
    rule("number", r"\b(Boeing|Room|Flight|Route|Suite|Highway|Bus|Interstate) ([1-9]\d\d)(?:-([1-9]00))?(?!\w|"
                   r"[,.:-]\d)", _room,
         r"[A-Z]\w+ \d{3}"),
    *dates.RULES,
    rule("plural", r"(?<!\w)\.(\d\d)s\b", lambda m: f"point {plural(digits(m[1]))}", r"\.\d\ds"),
    rule("number", r"(?<![\w.,])(\d{3,4})(?=[pi]\b(?!\.))",
         lambda m: (model(m[1]) if len(m[1]) == 3 else year(int(m[1]))) + " ",
         r"\d{3}[pi]\b"),
    rule("plural", r"(?<![.,$£€¥/°\d])(\d{1,4})s\b(?!\.\w)", _plural, r"\ds"),
    *money.RULES,
    *quantities.RULES,
    rule("ordinal", r"(?<![\w.,])(\d{1,2})(?:st|nd|rd|th)ly\b", lambda m: ordinal(int(m[1])) + "ly", r"\d[a-z]{2}ly"),
    rule("ordinal", rf"(?<![\w.,])({N})(st|nd|rd|th)(?!\w)", _ordinal, r"(?i:\d(?:st|nd|rd|th))", flags=_I),
    rule("arithmetic",
         rf"(?<![\w.,])(?:(?P<a>{D}))(?= ?[-+×x*÷=] ?{D} ?[=-])|(?<![\w.,])(?P<b>{D})(?= ?[+×÷=] ?{D})",
         lambda m: number(m.group()), _SIGN),
    rule("arithmetic", rf"(?<=\d) ?(-) ?(?={D} ?=)", " minus ", _SIGN),
    rule("arithmetic", r"(?<=\d) ?/ ?(?=\d+ ?=)", " divided by ", "/"),
    rule("arithmetic", r"(?<=\d) ?([+×÷=]|x(?= ?\d)) ?(?=\d)", lambda m: {
        "+": " plus ", "×": " times ", "÷": " divided by ", "=": " equals ", "x": " by ",
    }[m[1]], _SIGN),
    rule("power", r"(?<=[\w)])\^\{?(-?\d+)\}?(?!\w)", lambda m: {"2": " squared", "3": " cubed"}.get(
        m[1], f" to the power of {number(m[1])}"), r"\^"),
    rule("serial", r"(?<![\w-])([A-Z]{1,2}-)([1-9]\d\d)(?![\w-])(?!\.\d)", lambda m: m[1] + model(m[2]), r"[A-Z]-\d"),
    rule("serial", r"(?:(?<=\bTable )|(?<=\bFigure )|(?<=\bFig\. )|(?<=\bExhibit )|(?<=\bForm "
                   r"))(\d{1,3})-(\d{1,3})(?![\w-])",
         lambda m: f"{cardinal(int(m[1]))} {cardinal(int(m[2]))}", r"[a-z.] \d+-"),
    rule("range", rf"(?<![\w.,:/-])({N}\.\d+[-–—]{N}(?:\.\d+)?|{N}[-–—]{N}\.\d+)(?![\w%]|[/:.-]\d)", _decimals, _DASH),
    rule("range", rf"(?<![\w,:/-])(?<!\d\.)({N})(?:[-–—]| [-–—] )({N})(?!\w|[/:.-]\d)", _range, _DASH),
    rule("range", rf"(?<![\w.:-])(\d{{1,3}}):({N})(?!\w|[:.]\d)", lambda m: f"{number(m[1])} to {number(m[2])}", COLON),
    rule("number", rf"(?<![\w.,])(-?{D}) (thousand|million|billion|trillion)\b", _scaled, "illion|thousand"),
    rule("number", rf"(?<![\w.,])(-?{D}) ?(bn|mn|tn)\b", _scaled, r"\d ?[bmt]n\b"),
    rule("number", r"(?<![\d.])\d+(?:\.\d+){2,}(?![\w])", _version, POINT),
    rule("number", r"(?<=[A-Za-z])\d+\.\d+(?![\w])", _glued_decimal, POINT),
    rule("number", rf"(?<![\w.,])(-?{N}?\.\d+)(?!\d)(?!\.\d)", lambda m: number(m[1]) + (" "
         if m.string[m.end() : m.end() + 1].isalpha() else ""), POINT),
    rule("number", r"\b401(?:\(k\)|k\b)", "four oh one k", "401"),
    rule("number", rf"(?<![\w.,])(?:-|(?<=\s)–|^–)?({N})(?![\w])", _figure),
    rule("number", N, _before_serial),
    )),
)  # fmt: skip
