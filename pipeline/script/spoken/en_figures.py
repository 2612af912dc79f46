"""English: everything that is written in figures, from addresses to years."""

from __future__ import annotations

import re

from pipeline.script.spoken import en_addresses, en_dates, en_quantities, en_verses
from pipeline.script.spoken.en_numbers import ONES, cardinal, digits, number, ordinal, year
from pipeline.script.spoken.en_tables import (
    MONEY,
    MONTH,
    SCALES,
    STATES,
    STOPPED,
    UNITS,
    VULGAR,
)
from pipeline.script.spoken.rules import of_figures, rule

_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"  # whole
_D = rf"(?:{_N}(?:\.\d+)?|(?<![\w.])\.\d+)"  # decimal
_I = re.IGNORECASE


# ---------------------------------------------------------------- plain numbers


def _ordinal(m: re.Match[str]) -> str | None:
    text = m[1].replace(",", "")
    right = {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th") if text[-2:-1] != "1" else "th"
    return ordinal(int(text)) if m[2].lower() == right else f"{cardinal(int(text), with_and=False)} {m[2].lower()}"


def _room(m: re.Match[str]) -> str:
    high, low = divmod(int(m[2]), 100)
    return f"{m[1]} {ONES[high]} " + ("hundred" if not low else f"{'oh ' if low < 10 else ''}{cardinal(low)}")


def _range(m: re.Match[str]) -> str | None:
    first, second = m[1], m[2]
    if len(first) == len(second) == 4 and 1000 < int(first) < int(second) < 2100:
        return f"{year(int(first))} to {year(int(second))}"
    if len(first) == 4 and len(second) == 2 and 1000 < int(first) < 2100 and int(second) > int(first[2:]):
        return f"{year(int(first))} to {cardinal(int(second))}"  # 1914-18
    low, high = int(first.replace(",", "")), int(second.replace(",", ""))
    short = len(first) < 4 and len(second) < 4
    if (second[0] == "0" and second != "0") or (" - " in m.group() and not (short and low < high)):
        return None
    if low == high and short:
        return f"{number(first)} {number(second)}"  # a 50-50 chance
    scored = short and (second == "1" or len(first) - len(second) < 2)  # they won 4-0; odds of 100-1
    return f"{number(first)} to {number(second)}" if low < high or scored else None


def _military(m: re.Match[str]) -> str:
    """0600 hours, at 1430 hrs."""
    high, low = m[1], int(m[2])
    said = f"oh {cardinal(int(high[1]))}" if high[0] == "0" else cardinal(int(high))
    return f"{said} {'hundred' if not low else ('oh ' if low < 10 else '') + cardinal(low)} hours"


def _figure(m: re.Match[str]) -> str | None:
    """A number on its own: a year where it looks and stands like one, else how many."""
    text = m[1]
    before, after = m.string[: m.start()], m.string[m.end() :]
    sign = "minus " if m.group()[0] == "-" else ""
    if m.group()[0] == "-" and re.search(r"[\w)]$|\d\s$", before):
        return None if before[-1:].isalpha() else f"- {_figure_words(text, before, after)}"
    return sign + _figure_words(text, before, after)


_IN_A_STATE = re.compile(r",? (?:" + "|".join(STATES) + r"|" + "|".join(STATES.values()) + r"),? $")


def _figure_words(text: str, before: str, after: str) -> str:
    if len(text) == 4 and text.isdecimal() and text[0] != "0":
        if re.search(r"\b(?:ending in|pin|code|number ending) $", before, _I):
            return digits(text)
        n = int(text)
        if 1000 < n < 1100 and re.search(r"\b(?:in|of|since|by|until|till|from|before|after|year|anno) $", before, _I):
            return year(n)
        if (1100 <= n <= 2099) and not _counted(after) and not re.search(r"(?:\bnumber|\bno\.?|[#№])\s*$", before, _I):
            return year(n)
    if len(text) == 5 and _IN_A_STATE.search(before):
        return digits(text)
    return number(text)


def _counted(after: str) -> bool:
    """Whether things are counted: 1500 soldiers, 1200 people."""
    word = re.match(r"\s([a-z]+)", after)
    if word is None:
        return False
    return (word[1] in ("people", "men", "women", "children", "feet", "sheep", "horse", "foot", "million", "billion") or (
        word[1].endswith("s") and word[1] not in ("was", "is", "has", "as", "its", "his", "this", "yes", "does", "us", "thus", "plus",
                                                  "perhaps", "always", "across", "towards", "sees", "saw")))  # fmt: skip


def _serial(m: re.Match[str]) -> str | None:
    """Figures glued to letters: es3, A380, ab9453, 7th is elsewhere."""
    text = m.group()
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return year(int(text))
    return cardinal(int(text)) if (len(text) <= 2 and text[0] != "0") or text in ("0", "100") else digits(text)


def _before_serial(m: re.Match[str]) -> str | None:
    said = _serial(m)
    left = " " if m.start() and m.string[m.start() - 1].isalpha() else ""
    right = " " if m.end() < len(m.string) and m.string[m.end()].isalpha() else ""
    return f"{left}{said}{right}"


def _scaled(m: re.Match[str]) -> str:
    return f"{number(m[1], with_and=False)} {SCALES.get(m[2], m[2])}"


def _feet(m: re.Match[str]) -> str:
    feet = f"{cardinal(int(m[1]))} {'foot' if m[1] == '1' else 'feet'}"
    return feet + (f" {cardinal(int(m[2]))}" if m[2] else "")


def _inches(m: re.Match[str]) -> str | None:
    if m.string[: m.start()].count('"') % 2:
        return None  # it closes a quotation
    return f"{number(m[1])} {'inch' if m[1] == '1' else 'inches'}"


def _version(m: re.Match[str]) -> str:
    left = " " if m.start() and m.string[m.start() - 1].isalpha() else ""
    return left + " point ".join(cardinal(int(p)) for p in m.group().split("."))


def _glued_decimal(m: re.Match[str]) -> str:
    return f" {number(m.group())}"


_P = r"(?P<p>[ap]\. ?m\.|[ap]\.? ?m(?!\w))"
_Z = r"(?P<z>e\.?s\.?t|p\.?s\.?t|e\.?d\.?t|p\.?d\.?t|c\.?s\.?t|c\.?e\.?t|g\.?m\.?t|u\.?t\.?c|m\.?s\.?t)"
_CURRENCY = "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True))
_UNIT_NAMES = "|".join(sorted((re.escape(u) for u in UNITS if u != "in"), key=len, reverse=True))
_UNIT = rf"(?:{_UNIT_NAMES})[²³]?(?:(?<=[m])[23])?(?:/(?:{_UNIT_NAMES})[²³]?)?"
_STOPPED = "|".join(sorted(map(re.escape, STOPPED), key=len, reverse=True))
_SPLIT = r"(?<![\w.,])"
_END = r"(?![\w])(?!\.\d)(?!,\d{3})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|d)?"
_YEAR = r"(?P<y>1\d{3}|20\d{2})"

# What a line must hold for a rule to be tried at all: most lines with a figure hold a plain number or a date.
_JOINED = re.compile(r"\d[-/.]\d|\) ?\d")
_MONTHS = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", _I)
_COLON = re.compile(r"\d:\d")
_M = re.compile(r"\d ?[ap]\.? ?m", _I)
_COIN = re.compile(r"[$£€¥₩₹₽₺₪₿¢]|[A-Z]{3}|Rs|RMB")
_SHILLING = re.compile(r"\d ?[sd]\b")
_UNITY = re.compile(r"\d[ -]?[A-Za-zµμ°℃℉Ω]|[¼-¾⅐-⅞] ?[A-Za-z]")
_SLASH = re.compile(r"\d/\d")
_DASH = re.compile(r"\d ?[-–—] ?\d")
_SIGN = re.compile(r"\d ?[-+×x*÷=] ?[\d.]")
_POINT = re.compile(r"\.\d")
_QUOTE = re.compile(r"\d['’′\"″]")

RULES = (
    *en_addresses.ADDRESSES,
    *of_figures((
    *en_verses.RULES,
    *en_addresses.TELEPHONES,
    rule("time", r"(?<![\w:.])(?P<h>\d{1,2})\.(?P<m>\d{2})(?P<p>(?!))?(?P<z>(?!))?(?= o['’]clock| (?:train|express|bus|boat|post)\b)", en_dates.hour, _POINT),
    rule("ordinal", r"(?<![\w.,£])(?<!s )(?<!s\. )(?:(\d?[23])d(?![\w.]| ?\d)|([2-9][23])d(?=\.))", lambda m: None if (m[1] or m[2]) in ("12", "13") else ordinal(int(m[1] or m[2])), r"[23]d"),
    rule("time", r"\b([01]\d|2[0-3])([0-5]\d) (?:hours|hrs?)\b(?:(?<=hrs)\.(?= [a-z]))?", lambda m: _military(m) if m[1][0] == "0" or re.search(r"\b(?:at|by|until|till|from|to|before|after|since) $", m.string[: m.start()], _I) else None, r"\d{4} h"),
    rule("number", r"\b(Boeing|Room|Flight|Route|Suite|Highway|Bus|Interstate) ([1-9]\d\d)(?![\d,.:-])", _room, r"[A-Z]\w+ \d{3}"),
    rule("date", r"(?<![\w.,])(\d{4})(-)(\d\d)-(\d\d)(?=T\d\d:\d\d)", en_dates.iso, r"\dT\d"),
    rule("time", r"(?<=\d)T(?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?(?P<z>Z|[+-]\d\d:?\d\d)?(?P<p>(?!))?\b", lambda m: f" {en_dates.time(m)}", r"\dT\d"),
    rule("date", rf"{_SPLIT}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_END}", en_dates.iso, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_END}", en_dates.dotted, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_END}", en_dates.slashed, _JOINED),
    rule("date", rf"{_SPLIT}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})(?![\w])(?:(?P<c>,)? ?{_YEAR}{_END})?", en_dates.day_month, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}) {_DAY}{_END}(?!:\d)(?!\s?(?:[ap]\.?m\b|%))(?:(?P<c>,)? ?{_YEAR}{_END})?", en_dates.month_day, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}),? {_YEAR}{_END}", en_dates.month_year, _MONTHS, flags=_I),
    rule("decade", r"(?<![\w,.])[’']?(\d{4}|\d0) ?s\b", en_dates.decade, r"\d[’']? ?s"),
    rule("decade", r"(?<=\bthe )([1-9]00)s\b", lambda m: f"{cardinal(int(m[1]))}s", "the .00s"),
    rule("decade", r"(?<![\w,.])(\d{3}0)[’']s\b", en_dates.decade, r"\d[’']s"),
    rule("decade", r"(?<![\w,.])(\d{2})[’']s\b(?= |$)", lambda m: f"{cardinal(int(m[1]))}'s", r"\d[’']? ?s"),
    rule("date", r"\b([1-4])(Q|H)(\d{2})\b", en_dates.half_or_quarter, "[QH]"),
    rule("date", r"\b([QH])([1-4]) (\d{4})\b", lambda m: f"the {ordinal(int(m[2]))} {'quarter' if m[1] == 'Q' else 'half'} of {year(int(m[3]))}", "[QH]"),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?![\d:])(?: ?{_P})?(?: ?{_Z}\b\.?)?", en_dates.time, _COLON, flags=_I),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))? ?{_P}(?: {_Z}\b\.?)?", en_dates.hour, _M, flags=_I),
    rule("money", rf"(?<![\w$£€])£(?P<p>{_N}),? ?(?P<s>\d+) ?s\b\.?(?:,? ?(?P<d>\d+½?) ?d\b\.?)?", en_quantities.old_money, "£"),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>\d{1,2}) ?s\.(?:,? ?(?P<d>\d{1,2}) ?d\b\.?)?", en_quantities.old_money, _SHILLING),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>(?!))?(?P<d>\d{1,2}) ?d\.", en_quantities.old_money, _SHILLING),
    rule("money", rf"(?<![\w$£€])(?P<c>{_CURRENCY})(?:(?<=Rs)\.)? ?(?P<n>{_D}|\.\d+)(?:(?:[ -]?(?P<s>thousand|million|billion|trillion|bn|mn|tn|[kmbtKMBT])\b)?)(?:/(?P<per>d|hr?|mo|yr|wk|kg|lb|[a-z]{{3,}})\b)?(?:[- ](?:dollars?|pounds?|euros?|yen)\b)?(?!\w)(?!\.\d)", en_quantities.money, _COIN),
    rule("money", rf"{_SPLIT}(?P<n>{_D}) ?(?P<c>[$£€¥₩₹]|USD|EUR|GBP|JPY|CNY|CHF)(?![\w])", en_quantities.money_after, _COIN),
    rule("money", rf"{_SPLIT}({_N})¢", lambda m: f"{number(m[1])} {'cent' if m[1] == '1' else 'cents'}", _COIN),
    rule("money", rf"(?<![\w.,])({_N})l\.(?=[;,)]| [a-z]|$)", en_quantities.old_pounds, r"\dl\."),
    rule("measure", r"(?<![\w.,])(?P<h>\d+) ?h(?:rs?\.?)? ?(?P<m>\d+) ?m(?:ins?)?\b(?: ?(?P<s>\d+) ?s\b)?", en_quantities.hours_and_minutes, r"\d ?h"),
    rule("measure", r"(?<![\w.,])(?P<h>(?!))?(?P<m>\d+) ?m(?:in)? ?(?P<s>\d+) ?s(?:ecs?)?\b", en_quantities.hours_and_minutes, r"\d ?m(?:in)? ?\d"),
    rule("measure", r"(?P<d>\d+(?:\.\d+)?)° ?(?P<m>\d+(?:\.\d+)?)[′'’] ?(?:(?P<s>\d+(?:\.\d+)?)(?:[″\"”]|''))(?: ?(?P<to>[NSEW])\b(?:\.(?=,| [a-z]))?)?", en_quantities.coordinates, "°"),
    rule("measure", r"(?P<d>\d+(?:\.\d+)?)° ?(?:(?P<m>\d+(?:\.\d+)?)[′'’] ?)?(?P<s>(?!))?(?P<to>[NSEW])\b(?!\.\w)(?:\.(?=,| [a-z]))?", en_quantities.coordinates, "°"),
    rule("measure", r"(?P<d>\d+)° ?(?P<m>\d{1,2})[′'’](?P<s>(?!))?(?P<to>(?!))?(?!\w)", en_quantities.coordinates, "°"),
    rule("abbreviation", r"\b(?:([Ll])at|([Ll])ong)\.(?= \d+°)", lambda m: f"{m[1]}atitude" if m[1] else f"{m[2]}ongitude", "°"),
    rule("measure", rf"(?<![\w./])(?<!\d[ -])(?P<w>(?!))?(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})[ -](?:(?P<u>{_STOPPED})(?P<stop>\.)(?!\w)|(?P<u2>(?!in\b){_UNIT})(?!\w|/\w))", en_quantities.fraction_measure, _SLASH),
    rule("measure", r"(?<![\w.,])(\d+) ?st\.?,? (?=\d+ ?lbs?\b)", lambda m: f"{number(m[1])} stone ", r"\d ?st"),
    rule("measure", rf"(?<![\w.,/°])(?P<sides>{_D}(?: ?[x×] ?{_D}){{1,2}})(?P<gap>[ -]?)(?P<u>{_UNIT})(?!\w|/\w)", en_quantities.dimensions, r"\d ?[x×] ?\d"),
    rule("measure", rf"(?<![\w.,])(?P<n>-?{_D})[ -]?(?P<how>sq|cu)\.? ?(?P<u>ft|in|mi|yds?|m|km|cm)\b(?P<stop>\.)?", en_quantities.square, r"\d[ -]?(?:sq|cu)"),
    rule("measure", rf"(?<![\w.,/°])(?P<n>-?{_D})(?:[ -](?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{_D}))?(?P<gap>[ -]?)(?P<u>{_STOPPED})\.(?![\w])", en_quantities.measure, _UNITY),
    rule("measure", rf"{_SPLIT}(?P<n>{_N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_STOPPED})\.(?!\w)", en_quantities.vulgar_measure, needs=f"[{''.join(VULGAR)}]"),
    rule("measure", rf"(?<![\w.,/°])(?P<n>-?{_D})(?:[ -](?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{_D}))?(?P<gap>[ -]?)(?P<u>{_UNIT})(?!\w|/\w)", en_quantities.measure, _UNITY, flags=_I),
    rule("measure", rf"{_SPLIT}(?P<n>{_N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_UNIT})(?!\w|/\w)", en_quantities.vulgar_measure, needs=f"[{''.join(VULGAR)}]"),
    rule("measure", r"(?<![\w.])(\d{1,2})['’′] ?(?:(\d{1,2})(?:\"|”|″|''))", _feet, _QUOTE),
    rule("measure", r"(?<![\w./])(?:(?P<w>\d+)[ -])?(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:\"|″)(?!\w)", lambda m: f"{en_quantities.fraction(m)} {'inches' if m['w'] else 'inch'}", _QUOTE),
    rule("measure", rf"(?<![\w.,/])({_D})(?:\"|″)(?!\w)", _inches, _QUOTE),
    rule("percent", rf"(?<![\w.])(-?{_D})(?: ?[-–] ?({_D}))? ?%", lambda m: f"{number(m[1])} {'to ' + number(m[2]) + ' ' if m[2] else ''}percent", "%"),
    rule("fraction", r"(?<![\w./])(?:(?P<w>\d+)[ -])?(?P<a>\d{1,2})/(?P<b>\d{1,4})(?:(?:th|rd|nd|st)s?)?(?![\w/])(?!\.\d)", en_quantities.fraction, _SLASH, flags=_I),
    rule("fraction", rf"(?<![\d.,])(?:(\d+) ?)?([{''.join(VULGAR)}])", en_quantities.vulgar, needs=f"[{''.join(VULGAR)}]"),
    rule("ordinal", r"(?<![\w.,])(\d{1,2})(?:st|nd|rd|th)ly\b", lambda m: ordinal(int(m[1])) + "ly", r"\d[a-z]{2}ly"),
    rule("ordinal", rf"(?<![\w.,])({_N})(st|nd|rd|th)(?!\w)", _ordinal, r"(?i:\d(?:st|nd|rd|th))", flags=_I),
    rule("arithmetic", rf"(?<![\w.,])(?:(?P<a>{_D}))(?= ?[-+×x*÷=] ?{_D} ?[=-])|(?<![\w.,])(?P<b>{_D})(?= ?[+×÷=] ?{_D})", lambda m: number(m.group()), _SIGN),
    rule("arithmetic", rf"(?<=\d) ?(-) ?(?={_D} ?=)", " minus ", _SIGN),
    rule("arithmetic", r"(?<=\d) / (?=\d+ ?=)", " divided by ", "/"),
    rule("arithmetic", r"(?<=\d) ?([+×÷=]|x(?= ?\d)) ?(?=\d)", lambda m: {"+": " plus ", "×": " times ", "÷": " divided by ", "=": " equals ", "x": " by "}[m[1]], _SIGN),
    rule("power", r"(?<=\d)\^(-?\d+)(?!\w)", lambda m: f" to the power of {number(m[1])}", r"\^"),
    rule("range", rf"(?<![\w.,:/-])({_N})(?:[-–—]| [-–—] )({_N})(?![\w/:-])(?!\.\d)", _range, _DASH),
    rule("range", r"(?<![\w.:])(\d{1,3}):(\d{1,3})(?![\w:])", lambda m: f"{number(m[1])} to {number(m[2])}", _COLON),
    rule("number", rf"(?<![\w.,])(-?{_D}) (thousand|million|billion|trillion)\b", _scaled, "illion|thousand"),
    rule("number", rf"(?<![\w.,])(-?{_D}) ?(bn|mn|tn)\b", _scaled, r"\d ?[bmt]n\b"),
    rule("number", r"(?<![\d.])\d+(?:\.\d+){2,}(?![\w])", _version, _POINT),
    rule("number", r"(?<=[A-Za-z])\d+\.\d+(?![\w])", _glued_decimal, _POINT),
    rule("number", rf"(?<![\w.,])(-?{_N}?\.\d+)(?!\d)(?!\.\d)", lambda m: number(m[1]) + (" " if m.string[m.end() : m.end() + 1].isalpha() else ""), _POINT),
    rule("number", r"\b401\(k\)", "four oh one k", "401"),
    rule("number", rf"(?<![\w.,])-?({_N})(?![\w])", _figure),
    rule("number", _N, _before_serial),
)),
)  # fmt: skip
