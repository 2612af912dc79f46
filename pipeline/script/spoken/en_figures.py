"""English: everything that is written in figures, from addresses to years."""

from __future__ import annotations

import re

from pipeline.script.spoken import electronic
from pipeline.script.spoken.en_numbers import ONES, cardinal, digits, number, ordinal, plural, year
from pipeline.script.spoken.en_places import ends_sentence
from pipeline.script.spoken.en_tables import (
    BOOKS,
    FULL_BOOKS,
    MONEY,
    MONTH,
    MONTH_NAMES,
    MONTHS,
    SCALES,
    SQUARED,
    STATES,
    TIGHT_ONLY,
    UNITS,
    VULGAR,
)
from pipeline.script.spoken.rules import of_figures, rule

_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"  # whole
_D = rf"(?:{_N}(?:\.\d+)?|(?<![\w.])\.\d+)"  # decimal
_I = re.IGNORECASE


def _month(text: str) -> str:
    return MONTHS[text.rstrip(".").lower()[:3]]


# ---------------------------------------------------------------- addresses and telephones

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


# ---------------------------------------------------------------- dates and times


def _dm(day: str, month: int | str, years: str = "", comma: str = "") -> str | None:
    name = MONTH_NAMES[month - 1] if isinstance(month, int) else month
    return f"the {ordinal(int(day))} of {name}{comma}{' ' + _year_of(years) if years else ''}"


def _md(day: str, month: int | str, years: str = "", comma: str = "") -> str | None:
    name = MONTH_NAMES[month - 1] if isinstance(month, int) else month
    return f"{name} {ordinal(int(day))}{comma}{' ' + _year_of(years) if years else ''}"


def _year_of(text: str) -> str:
    return digits(text) if len(text) == 2 and text[0] == "0" else year(int(text))


def _valid(day: str, month: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _iso(m: re.Match[str]) -> str | None:
    return _md(m[4], int(m[3]), m[1]) if _valid(m[4], m[3]) else None


def _dotted(m: re.Match[str]) -> str | None:
    return _dm(m[1], int(m[2]), m[3]) if _valid(m[1], m[2]) else None


def _slashed(m: re.Match[str]) -> str | None:
    # American first; what cannot be a month is a day.
    first, second = (m[1], m[2]) if int(m[1]) <= 12 else (m[2], m[1])
    return _md(second, int(first), m[3]) if _valid(second, first) else None


def _day_month(m: re.Match[str]) -> str | None:
    if not 1 <= int(m["d"]) <= 31:
        return None
    the = re.search(r"\bthe\s+$", m.string[: m.start()], _I)
    said = _dm(m["d"], _month(m["m"]), m["y"] or "", "," if m["c"] else "")
    return said.removeprefix("the ") if the and said else said


def _month_day(m: re.Match[str]) -> str | None:
    if not 1 <= int(m["d"]) <= 31 or _word_may(m):
        return None
    return _md(m["d"], _month(m["m"]), m["y"] or "", "," if m["c"] else "")


def _word_may(m: re.Match[str]) -> bool:
    return m["m"] in ("may", "march", "mar") and not m["d"]


def _month_year(m: re.Match[str]) -> str | None:
    return f"{_month(m['m'])} {year(int(m['y']))}"


def _decade(m: re.Match[str]) -> str | None:
    text = m[1]
    said = year(int(text)) if len(text) == 4 else cardinal(int(text))
    if len(text) == 2 and (text[1] != "0" or text in ("00", "10")):
        return None
    if len(text) == 4 and said.endswith("hundred"):
        return said + "s"
    return plural(said)


def _half_or_quarter(m: re.Match[str]) -> str:
    what = "half" if m[2] == "H" else "quarter"
    return f"the {ordinal(int(m[1]))} {what} of {cardinal(int(m[3]))}"


def _clock(hour: str, minute: str) -> str:
    h, low = cardinal(int(hour)), int(minute or 0)
    return h if not low else f"{h} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _half_of_day(text: str | None, m: re.Match[str] | None = None) -> str:
    said = " " + text.replace(".", "").replace(" ", "").upper() if text else ""
    # p.m. that ends the sentence lends it its full stop.
    return said + ("." if m and text and text.endswith(".") and m.end() == m.end("p") and ends_sentence(m) else "")


def _time(m: re.Match[str]) -> str | None:
    hour, minute, second = m["h"], m["m"], m["s"]
    if int(hour) > 24 or int(minute or 0) > 59:
        return None
    zone = _half_of_day(m["z"])
    if second:
        if int(second) > 59:
            return None
        parts = [_of(int(n), unit) for n, unit in ((hour, "hour"), (minute, "minute"), (second, "second"))]
        return f"{parts[0]} {parts[1]} and {parts[2]}{_half_of_day(m['p'])}{zone}"
    if minute == "00" and not m["p"]:
        return f"{cardinal(int(hour))} o'clock{zone}"
    return f"{_clock(hour, minute)}{_half_of_day(m['p'], m)}{zone}"


def _hour(m: re.Match[str]) -> str | None:
    return f"{_clock(m['h'], m['m'] or '')}{_half_of_day(m['p'], m)}{_half_of_day(m['z'])}" if int(m["h"]) <= 24 else None


def _of(n: int, unit: str) -> str:
    return f"{cardinal(n)} {unit}{'' if n == 1 else 's'}"


# ---------------------------------------------------------------- money, measures, fractions


def _money(m: re.Match[str]) -> str | None:
    one, many, cent, cents = MONEY[m["c"]]
    scale = SCALES.get((m["s"] or "").lower())
    per = {"d": " per day", "hr": " per hour", "h": " per hour", "mo": " per month", "yr": " per year", "wk": " per week",
           "kg": " per kilogram", "lb": " per pound"}.get(m["per"] or "", "")  # fmt: skip
    if scale:
        return f"{number(m['n'], with_and=False)} {scale} {many}{per}"
    whole, _, rest = m["n"].replace(",", "").partition(".")
    rest = rest.rstrip("0") if len(rest) != 2 else rest
    units, part = int(whole or 0), int((rest + "0")[:2] or 0)
    if len(rest) > 2:
        return f"{number((whole if units else '') + '.' + rest)} {many}{per}"
    said = [f"{cardinal(units)} {one if units == 1 else many}"] if units or not part else []
    if part and cent:
        said.append(f"{cardinal(part)} {cent if part == 1 else cents}")
    return " ".join(said) + per


def _old_money(m: re.Match[str]) -> str:
    """Pounds, shillings and pence: £3 10s. 6d., 8s."""
    named = (("p", "pound", "pounds"), ("s", "shilling", "shillings"), ("d", "penny", "pence"))
    said = [f"{number(m[k])} {one if m[k] == '1' else many}" for k, one, many in named if m[k]]
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return (" and ".join(said) if len(said) == 2 and m["s"] and m["d"] else " ".join(said)) + end


def _money_after(m: re.Match[str]) -> str:
    one, many, *_ = MONEY[m["c"]]
    return f"{number(m['n'])} {one if m['n'] == '1' else many}"


_ANY_CASE = frozenset("kg km cm mm ml mg lb ft mb gb tb hz kw db".split())


def _unit(text: str, one: bool) -> str | None:
    """The words of a unit: km, m², km/h, kg/m³."""
    if text not in UNITS and len(text) <= 2 and text.lower() not in _ANY_CASE and text[-1] not in SQUARED:
        return None
    above, slash, below = text.partition("/")
    power = ""
    if above[-1:] in SQUARED and above[:-1] in UNITS:
        above, power = above[:-1], SQUARED[above[-1]] + " "
    names = UNITS.get(above) or (UNITS.get(above.lower()) if len(above) > 1 else None)
    if names is None:
        return None
    said = power + names[0 if one else 1]
    if slash:
        under = _unit(below, True)
        if under is None:
            return None
        said += f" per {under}"
    return said


def _measure(m: re.Match[str]) -> str | None:
    unit = m["u"]
    gap = m["gap"]
    if (unit in TIGHT_ONLY and gap) or (unit == "in" and not gap):
        return None
    text = m["n"]
    said = _unit(unit, one=text.lstrip("-") == "1" and not m["f"])
    if said is None:
        return None
    if m["f"]:
        amount = _mixed(text, m["f"])
    elif m["to"]:
        amount = f"{number(text)} to {number(m['to'])}"
    else:
        amount = number(text)
    return f"{amount}{'-' if gap == '-' else ' '}{said}"


def _mixed(whole: str, fraction: str) -> str:
    top, bottom = (VULGAR[fraction] if fraction in VULGAR else map(int, fraction.split("/")))
    said = _ratio(top, bottom)
    if said == "one half":
        said = "a half"
    return f"{number(whole)} and {said}" if whole else said


def _ratio(top: int, bottom: int) -> str:
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    if top != 1:
        name = "halves" if bottom == 2 else plural(name)
    return f"{cardinal(top)} {name}"


def _fraction(m: re.Match[str]) -> str | None:
    top, bottom = int(m["a"]), int(m["b"])
    if m.group() in ("24/7", "9/11", "7/11") or (top == bottom and not m["w"]):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if bottom < 2 or (top > 99 and bottom > 99):
        return None
    return (f"{number(m['w'])} and " if m["w"] else "") + _ratio(top, bottom)


def _vulgar(m: re.Match[str]) -> str:
    return _mixed(m[1] or "", m[2]) if m[1] else _ratio(*VULGAR[m[2]])


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


def _figure_words(text: str, before: str, after: str) -> str:
    if re.fullmatch(r"\d{4}", text) and text[0] != "0":
        if re.search(r"\b(?:ending in|pin|code|number ending) $", before, _I):
            return digits(text)
        n = int(text)
        if 1000 < n < 1100 and re.search(r"\b(?:in|of|since|by|until|till|from|before|after|year|anno) $", before, _I):
            return year(n)
        if (1100 <= n <= 2099) and not _counted(after) and not re.search(r"(?:\bnumber|\bno\.?|[#№])\s*$", before, _I):
            return year(n)
    if re.search(r",? (?:" + "|".join(STATES) + r"|" + "|".join(STATES.values()) + r"),? $", before) and len(text) == 5:
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


def _minus(m: re.Match[str]) -> str:
    return f"{number(m[1])} {dict(zip('-+=×x*/÷', ['minus', 'plus', 'equals', 'times', 'by', 'times', 'over', 'divided by'], strict=True))[m[2]]} "


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
    rule("date", rf"{_SPLIT}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_END}", _iso, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_END}", _dotted, _JOINED),
    rule("date", rf"{_SPLIT}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_END}", _slashed, _JOINED),
    rule("date", rf"{_SPLIT}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})(?![\w])(?:(?P<c>,)? ?{_YEAR}{_END})?", _day_month, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}) {_DAY}{_END}(?!:\d)(?!\s?(?:[ap]\.?m\b|%))(?:(?P<c>,)? ?{_YEAR}{_END})?", _month_day, _MONTHS, flags=_I),
    rule("date", rf"\b(?P<m>{MONTH}),? {_YEAR}{_END}", _month_year, _MONTHS, flags=_I),
    rule("decade", r"(?<![\w,.])[’']?(\d{4}|\d0) ?s\b", _decade, r"\d[’']? ?s"),
    rule("decade", r"(?<![\w,.])(\d{3}0)[’']s\b", _decade, r"\d[’']s"),
    rule("decade", r"(?<![\w,.])(\d{2})[’']s\b(?= |$)", lambda m: f"{cardinal(int(m[1]))}'s", r"\d[’']? ?s"),
    rule("date", r"\b([1-4])(Q|H)(\d{2})\b", _half_or_quarter, "[QH]"),
    rule("date", r"\b([QH])([1-4]) (\d{4})\b", lambda m: f"the {ordinal(int(m[2]))} {'quarter' if m[1] == 'Q' else 'half'} of {year(int(m[3]))}", "[QH]"),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?![\d:])(?: ?{_P})?(?: ?{_Z}\b\.?)?", _time, _COLON, flags=_I),
    rule("time", rf"(?<![\w:.])(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))? ?{_P}(?: {_Z}\b\.?)?", _hour, _M, flags=_I),
    rule("money", rf"(?<![\w$£€])£(?P<p>{_N}),? ?(?P<s>\d+) ?s\b\.?(?:,? ?(?P<d>\d+½?) ?d\b\.?)?", _old_money, "£"),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>\d{1,2}) ?s\.(?:,? ?(?P<d>\d{1,2}) ?d\b\.?)?", _old_money, _SHILLING),
    rule("money", r"(?<![\w.,])(?P<p>(?!))?(?P<s>(?!))?(?P<d>\d{1,2}) ?d\.", _old_money, _SHILLING),
    rule("money", rf"(?<![\w$£€])(?P<c>{_CURRENCY})(?:(?<=Rs)\.)? ?(?P<n>{_D}|\.\d+)(?:(?: ?(?P<s>thousand|million|billion|trillion|bn|mn|tn|[kmbtKMBT])\b)?)(?:/(?P<per>d|hr?|mo|yr|wk|kg|lb)\b)?(?!\w)(?!\.\d)", _money, _COIN),
    rule("money", rf"{_SPLIT}(?P<n>{_D}) ?(?P<c>[$£€¥₩₹]|USD|EUR|GBP|JPY|CNY|CHF)(?![\w])", _money_after, _COIN),
    rule("money", rf"{_SPLIT}({_N})¢", lambda m: f"{number(m[1])} {'cent' if m[1] == '1' else 'cents'}", _COIN),
    rule("measure", rf"(?<![\w.,])(?P<n>-?{_D})(?: (?P<f>\d/\d+))?(?: ?[-–] ?(?P<to>{_D}))?(?P<gap>[ -]?)(?P<u>{_UNIT})(?!\w|/\w)", _measure, _UNITY, flags=_I),
    rule("measure", rf"{_SPLIT}(?P<n>{_N})?(?P<f>[{''.join(VULGAR)}])(?P<to>(?!))?(?P<gap> ?)(?P<u>{_UNIT})(?!\w|/\w)", lambda m: f"{_mixed(m['n'] or '', m['f'])} {_unit(m['u'], one=False)}", needs=f"[{''.join(VULGAR)}]"),
    rule("measure", r"(?<![\w.])(\d{1,2})['’′] ?(?:(\d{1,2})(?:\"|”|″|''))", _feet, _QUOTE),
    rule("measure", rf"{_SPLIT}({_D})(?:\"|″)(?!\w)", _inches, _QUOTE),
    rule("percent", rf"(?<![\w.])(-?{_D}) ?%", lambda m: f"{number(m[1])} percent", "%"),
    rule("fraction", r"(?<![\w./])(?:(?P<w>\d+) )?(?P<a>\d{1,2})/(?P<b>\d{1,4})(?:th|rd|nd|st)?(?![\w/])(?!\.\d)", _fraction, _SLASH, flags=_I),
    rule("fraction", rf"(?<![\d.,])(\d+)? ?([{''.join(VULGAR)}])", _vulgar, needs=f"[{''.join(VULGAR)}]"),
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
assert len(ONES) == 20
