"""English: everything that is written in figures, from addresses to years."""

from __future__ import annotations

import re

from pipeline.script.spoken import electronic, en_dates, en_quantities
from pipeline.script.spoken.en_numbers import ONES, cardinal, digits, number, ordinal, year
from pipeline.script.spoken.en_tables import (
    BOOKS,
    FULL_BOOKS,
    MONEY,
    MONTH,
    STATES,
    UNITS,
    VULGAR,
)
from pipeline.script.spoken.rules import of_figures, rule

_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"  # whole
_D = rf"(?:{_N}(?:\.\d+)?|(?<![\w.])\.\d+)"  # decimal
_I = re.IGNORECASE


_MARKS = {".": "dot", "@": "at", "/": "slash", ":": "colon", "-": "dash", "_": "underscore", "?": "question mark",
          "=": "equals", "&": "and", "#": "hash", "%": "percent", "+": "plus", "~": "tilde"}  # fmt: skip


def _spell(part: str) -> str:
    lower = part.lower()
    if lower in ("http", "https", "www", "ftp") or (len(part) == 2 and not re.search("[aeiou]", lower)):
        return part.upper()
    return part


def _address(m: re.Match[str]) -> str:
    *rest, top = re.split(r"(?<=\.)(?=[A-Za-z]{2,3}(?:/|$))", m.group(), maxsplit=1)
    said = electronic.say(m.group(), _MARKS, digits, _spell)
    # The ending of a domain is a word if everybody says it as one.
    return re.sub(r"dot ([a-z]{2,3})(?=$| slash| dot)",
                  lambda t: "dot " + (t[1] if t[1] in electronic.WORDS else t[1].upper()), said) if rest or top else said


def _telephone(m: re.Match[str]) -> str:
    said = [f"plus {digits(g[1:])}" if g[0] == "+" else "eight hundred" if g == "800" else
            digits(g) if g[0].isdecimal() else g for g in re.findall(r"\+?\d+|[A-Z]+", m.group())]
    joined, letters = [], ""
    for word in said:
        if word.isupper():
            letters = f"{letters} {word}".strip()
        else:
            joined.append(word)
    return ", ".join([*joined, *([letters] if letters else [])])


# ---------------------------------------------------------------- plain numbers


def _ordinal(m: re.Match[str]) -> str | None:
    text = m[1].replace(",", "")
    right = {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th") if text[-2:-1] != "1" else "th"
    return ordinal(int(text)) if m[2].lower() == right else f"{cardinal(int(text), with_and=False)} {m[2].lower()}"


def _verse(m: re.Match[str]) -> str | None:
    """1 Cor. 13:4-8: First Corinthians thirteen, four to eight."""
    book = BOOKS.get(m["b"], m["b"])
    first = f"{ordinal(int(m['n'])).capitalize()} " if m["n"] else ""
    to = f" to {cardinal(int(m['to']))}" if m["to"] else ""
    verse = f", {cardinal(int(m['v']))}{to}" if m["v"] else ""
    return f"{first}{book} {cardinal(int(m['c']))}{verse}"


def _room(m: re.Match[str]) -> str:
    high, low = divmod(int(m[2]), 100)
    return f"{m[1]} {ONES[high]} " + ("hundred" if not low else f"{'oh ' if low < 10 else ''}{cardinal(low)}")


def _range(m: re.Match[str]) -> str | None:
    first, second = m[1], m[2]
    if len(first) == len(second) == 4 and 1000 < int(first) < int(second) < 2100:
        return f"{year(int(first))} to {year(int(second))}"
    if len(first) == 4 and len(second) == 2 and 1000 < int(first) < 2100 and int(second) > int(first[2:]):
        return f"{year(int(first))} to {cardinal(int(second))}"  # 1914-18
    if int(first.replace(",", "")) < int(second.replace(",", "")) and second[0] != "0":
        return f"{number(first)} to {number(second)}"
    return None


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
    return f"{number(m[1], with_and=False)} {m[2]}"


def _feet(m: re.Match[str]) -> str:
    feet = f"{cardinal(int(m[1]))} {'foot' if m[1] == '1' else 'feet'}"
    return feet + (f" {cardinal(int(m[2]))}" if m[2] else "")


def _inches(m: re.Match[str]) -> str | None:
    if m.string[: m.start()].count('"') % 2:
        return None  # it closes a quotation
    return f"{number(m[1])} {'inch' if m[1] == '1' else 'inches'}"


def _version(m: re.Match[str]) -> str:
    return " point ".join(cardinal(int(p)) for p in m.group().split("."))


_P = r"(?P<p>[ap]\. ?m\.|[ap]\.? ?m(?!\w))"
_Z = r"(?P<z>e\.?s\.?t|p\.?s\.?t|e\.?d\.?t|p\.?d\.?t|c\.?s\.?t|c\.?e\.?t|g\.?m\.?t|u\.?t\.?c|m\.?s\.?t)"
_CURRENCY = "|".join(sorted(map(re.escape, MONEY), key=len, reverse=True))
_UNIT_NAMES = "|".join(sorted((re.escape(u) for u in UNITS if u != "in"), key=len, reverse=True))
_UNIT = rf"(?:{_UNIT_NAMES})[²³]?(?:(?<=[m])[23])?(?:/(?:{_UNIT_NAMES})[²³]?)?"
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
    rule("web address", electronic.URL, _address, electronic.ANY),
    rule("e-mail address", electronic.MAIL, _address, electronic.ANY),
    rule("web address", electronic.DOMAIN, _address, electronic.ANY),
    rule("file name", electronic.FILE, _address, electronic.ANY),
    rule("web address", electronic.HANDLE, lambda m: "at " + electronic.say(m.group()[1:], _MARKS, digits, _spell), electronic.ANY),
    *of_figures((
    rule("telephone", electronic.IP, lambda m: " dot ".join(map(digits, m.group().split(".")))),
    rule("verse reference", rf"(?<!\w)(?:(?P<n>[1-3]) )?(?P<b>{'|'.join(sorted({*BOOKS, *FULL_BOOKS}, key=len, reverse=True))})\.? (?P<c>\d{{1,3}}):(?P<v>\d{{1,3}})(?:[-–](?P<to>\d{{1,3}}))?(?![\w:])", _verse, _COLON),
    rule("verse reference", r"(?<!\w)(?P<n>[1-3]) (?P<b>Cor|Sam|Kgs|Chron|Chr|Thess|Tim|Pet|Jn|Corinthians|Samuel|Kings|Chronicles|Thessalonians|Timothy|Peter|John)\.? (?P<c>\d{1,3})(?P<v>(?!))?(?P<to>(?!))?(?![\w:])", _verse, r"\d [CSKTPJ]"),
    rule("telephone", r"(?<=\b[Cc]all )911\b|(?<=\b[Dd]ial )911\b|(?<=\b[Dd]ialed )911\b", "nine one one", "911"),
    rule("number", r"\b(Room|Flight|Route|Suite|Highway|Bus|Interstate) ([1-9]\d\d)(?![\d,.:-])", _room, r"[A-Z]\w+ \d{3}"),
    rule("telephone", r"(?<![\w-])(?:\+?\d{1,3}[ -])?(?:\(\d{3}\) ?|\d{3}[ -])\d{3}-\d{4}(?:-\d{1,4})?(?![\w-])", _telephone, _JOINED),
    rule("telephone", r"(?<![\w-])\d{3}-\d{4}(?![\w-])", _telephone, _JOINED),
    rule("telephone", r"(?<![\w-])1-800-[A-Z0-9-]*[A-Z0-9]", _telephone, "1-800"),
    rule("date", rf"{_SPLIT}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_END}", en_dates.iso, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_END}", en_dates.dotted, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_END}", en_dates.slashed, _JOINED),
    rule("date", rf"{_SPLIT}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})(?![\w])(?:(?P<c>,)? ?{_YEAR}{_END})?", en_dates.day_month, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}) {_DAY}{_END}(?!:\d)(?!\s?(?:[ap]\.?m\b|%))(?:(?P<c>,)? ?{_YEAR}{_END})?", en_dates.month_day, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}),? {_YEAR}{_END}", en_dates.month_year, _MONTHS, flags=_I),
    rule("decade", r"(?<![\w,.])[’']?(\d{4}|\d0) ?s\b", en_dates.decade, r"\d[’']? ?s"),
    rule("decade", r"(?<![\w,.])(\d{3}0)[’']s\b", en_dates.decade, r"\d[’']s"),
    rule("decade", r"(?<![\w,.])(\d{2})[’']s\b(?= |$)", lambda m: f"{cardinal(int(m[1]))}'s", r"\d[’']? ?s"),
    rule("date", r"\b([1-4])(Q|H)(\d{2})\b", en_dates.half_or_quarter, "[QH]"),
    rule("date", r"\b([QH])([1-4]) (\d{4})\b", lambda m: f"the {ordinal(int(m[2]))} {'quarter' if m[1] == 'Q' else 'half'} of {year(int(m[3]))}", "[QH]"),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?![\d:])(?: ?{_P})?(?: ?{_Z}\b\.?)?", en_dates.time, _COLON, flags=_I),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))? ?{_P}(?: {_Z}\b\.?)?", en_dates.hour, _M, flags=_I),
    rule("money", rf"(?<![\w$£€])£(?P<p>{_N}),? ?(?P<s>\d+) ?s\b\.?(?:,? ?(?P<d>\d+½?) ?d\b\.?)?", en_quantities.old_money, "£"),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>\d{1,2}) ?s\.(?:,? ?(?P<d>\d{1,2}) ?d\b\.?)?", en_quantities.old_money, _SHILLING),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>(?!))?(?P<d>\d{1,2}) ?d\.", en_quantities.old_money, _SHILLING),
    rule("money", rf"(?<![\w$£€])(?P<c>{_CURRENCY})(?:(?<=Rs)\.)? ?(?P<n>{_D}|\.\d+)(?:(?: ?(?P<s>thousand|million|billion|trillion|bn|mn|tn|[kmbtKMBT])\b)?)(?:/(?P<per>d|hr?|mo|yr|wk|kg|lb)\b)?(?!\w)(?!\.\d)", en_quantities.money, _COIN),
    rule("money", rf"{_SPLIT}(?P<n>{_D}) ?(?P<c>[$£€¥₩₹]|USD|EUR|GBP|JPY|CNY|CHF)(?![\w])", en_quantities.money_after, _COIN),
    rule("money", rf"{_SPLIT}({_N})¢", lambda m: f"{number(m[1])} {'cent' if m[1] == '1' else 'cents'}", _COIN),
    rule("measure", rf"(?<![\w.,])(?P<n>-?{_D})(?: (?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{_D}))?(?P<gap>[ -]?)(?P<u>{_UNIT})(?!\w|/\w)", en_quantities.measure, _UNITY, flags=_I),
    rule("measure", rf"{_SPLIT}(?P<n>{_N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_UNIT})(?!\w|/\w)", lambda m: f"{en_quantities.mixed(m['n'] or '', m['f'])} {en_quantities.unit_words(m['u'], one=False)}", needs=f"[{''.join(VULGAR)}]"),
    rule("measure", r"(?<![\w.])(\d{1,2})['’′] ?(?:(\d{1,2})(?:\"|”|″|''))", _feet, _QUOTE),
    rule("measure", rf"{_SPLIT}({_D})(?:\"|″)(?!\w)", _inches, _QUOTE),
    rule("percent", rf"(?<![\w.])(-?{_D}) ?%", lambda m: f"{number(m[1])} percent", "%"),
    rule("fraction", r"(?<![\w./])(?:(?P<w>\d+) )?(?P<a>\d{1,2})/(?P<b>\d{1,4})(?:th|rd|nd|st)?(?![\w/])(?!\.\d)", en_quantities.fraction, _SLASH, flags=_I),
    rule("fraction", rf"(?<![\d.,])(\d+)? ?([{''.join(VULGAR)}])", en_quantities.vulgar, needs=f"[{''.join(VULGAR)}]"),
    rule("ordinal", rf"(?<![\w.,])({_N})(st|nd|rd|th)(?!\w)", _ordinal, r"(?i:\d(?:st|nd|rd|th))", flags=_I),
    rule("arithmetic", rf"(?<![\w.,])(?:(?P<a>{_D}))(?= ?[-+×x*÷=] ?{_D} ?[=-])|(?<![\w.,])(?P<b>{_D})(?= ?[+×÷=] ?{_D})", lambda m: number(m.group()), _SIGN),
    rule("arithmetic", rf"(?<=\d) ?(-) ?(?={_D} ?=)", " minus ", _SIGN),
    rule("arithmetic", r"(?<=\d) ?([+×÷=]|x(?= ?\d)) ?(?=\d)", lambda m: {"+": " plus ", "×": " times ", "÷": " divided by ", "=": " equals ", "x": " by "}[m[1]], _SIGN),
    rule("power", r"(?<=\d)\^(-?\d+)(?!\w)", lambda m: f" to the power of {number(m[1])}", r"\^"),
    rule("range", rf"(?<![\w.,:/-])({_N})(?:[-–—]| [–—] )({_N})(?![\w/:-])(?!\.\d)", _range, _DASH),
    rule("range", r"(?<![\w.:])(\d{1,3}):(\d{1,3})(?![\w:])", lambda m: f"{number(m[1])} to {number(m[2])}", _COLON),
    rule("number", rf"(?<![\w.,])(-?{_D}) (thousand|million|billion|trillion)\b", _scaled, "illion|thousand"),
    rule("number", r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w])", _version, _POINT),
    rule("number", rf"(?<![\w.,])(-?{_N}?\.\d+)(?!\d)(?!\.\d)", lambda m: number(m[1]) + (" " if m.string[m.end() : m.end() + 1].isalpha() else ""), _POINT),
    rule("number", r"\b401\(k\)", "four oh one k", "401"),
    rule("telephone", r"\bOTP is ([a-z]+)(\d+)\b", lambda m: f"otp is {m[1]} {digits(m[2])}", r"(?i:OTP)", flags=_I),
    rule("number", rf"(?<![\w.,])-?({_N})(?![\w])", _figure),
    rule("number", _N, _before_serial),
)),
)  # fmt: skip
