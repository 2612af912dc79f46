"""Rules for abbreviations of older English books: genealogies, regiments, formats, letters, citations."""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.numbers import cardinal, number
from pipeline.languages.spoken.english.places import ends_sentence
from pipeline.languages.spoken.english.tables import MONTH
from pipeline.languages.spoken.rules import after_any, needing_figures, rule

_LIFE = {"b": "born", "d": "died", "m": "married", "bapt": "baptized", "bur": "buried"}
_ARMS = {"Inf": "Infantry", "Regt": "Regiment", "Cav": "Cavalry", "Batt": "Battalion", "Bn": "Battalion",
         "Div": "Division", "Brig": "Brigade", "Arty": "Artillery", "Abn": "Airborne", "Inst": "instant",
         "inst": "instant", "ult": "ultimo", "prox": "proximo", "fl": "floor", "ed": "edition", "edn": "edition",
         "cent": "century"}  # fmt: skip
_FORMATS = {"4to": "quarto", "8vo": "octavo", "12mo": "duodecimo", "16mo": "sextodecimo", "24mo": "vigesimoquarto"}
_PARTS = {"pp": "pages", "vols": "volumes", "vol": "volume", "edns": "editions", "chs": "chapters", "ills": "pictures"}
_EACH = {"yr": "year", "lb": "pound", "mo": "month", "wk": "week", "hr": "hour", "oz": "ounce", "doz": "dozen",
         "yd": "yard", "gal": "gallon", "bbl": "barrel", "qt": "quart", "pt": "pint"}  # fmt: skip
_LETTERS = {"Yr": "Your", "yr": "your", "obt": "obedient", "Obt": "Obedient", "servt": "servant", "Servt": "Servant",
            "Esqr": "Esquire", "recd": "received", "Recd": "Received", "humbl": "humble", "affte": "affectionate",
            "Rt": "Right", "Bart": "Baronet"}  # fmt: skip
_AFTER_ORDINAL = re.compile(r"(?:\d(?:st|nd|rd|th|d)|(?:Inf|Cav|Arty|Abn|Art)\.) $")


def _kept(m: re.Match[str], said: str) -> str:
    return said + ("." if m.group().endswith(".") and ends_sentence(m) else "")


def _arm(m: re.Match[str]) -> str | None:
    """5th Inf. Regt., 2d Bn., 3rd edn., 2nd fl."""
    return _kept(m, _ARMS[m[1]]) if _AFTER_ORDINAL.search(m.string[: m.start()]) else None


def _letter(m: re.Match[str]) -> str | None:
    """Yr. obt. servt., the Rt. Hon. Sir J. Paget, Bart."""
    before, after = m.string[: m.start()], m.string[m.end() :]
    if m[1] in ("Yr", "yr") and not re.match(r" (?:\w+\. )?(?:obt|humble|most|affte|servt|obedient|ob)", after):
        return None
    if (m[1] == "Rt" and not re.match(r" (?:Hon|Rev|Worshipful)", after)) or (m[1] == "Bart" and before[-2:] != ", "):
        return None
    return _kept(m, _LETTERS[m[1]])


def _pence(m: re.Match[str]) -> str:
    half = {"½": "a half", "¼": "a quarter", "¾": "three quarters"}[m[2]]
    return _kept(m, f"{cardinal(int(m[1]))} and {half} pence" if m[1] else f"{half.removeprefix('a ')} penny")


# Tried before figures are.
RULES = (
    *needing_figures((
        rule("abbreviation", rf"(?<![\w.])({'|'.join(_LIFE)})\. (?=\d{{1,2}} {MONTH}|{MONTH} \d|\(\d\) [A-Z])",
             lambda m: _LIFE[m[1]] + " ", r"\." + after_any(f"{word}." for word in _LIFE)),
        rule("abbreviation", rf"\b({'|'.join(_ARMS)})\.(?!\w)", _arm, r"\." + after_any(f"{word}." for word in _ARMS)),
        rule("abbreviation", rf"\b(?:{'|'.join(_FORMATS)})\b\.?(?=[,;:)]| [a-z]|$)",
             lambda m: _FORMATS[m.group().rstrip(".")], r"\d[mvt]o"),
        rule("abbreviation", rf"(?<=\d )({'|'.join(_PARTS)})\.(?! ?\d)(?=[,;:)\]]|\s|$)",
             lambda m: _kept(m, _PARTS[m[1]]), r"\." + after_any(f"{word}." for word in _PARTS)),
        rule("abbreviation", r"(?<=\d)(?: ?ff| sqq)\.(?!\w)", lambda m: _kept(m, " and following"), r"\d ?(?:ff|sq)"),
        rule("abbreviation", r"(?<=° )(Fahr|Cent)\.?(?!\w)",
             lambda m: _kept(m, "Fahrenheit" if m[1] == "Fahr" else "centigrade"), "° [FC]"),
        rule("money", r"(?<![\w./])(\d{1,2})/-",
             lambda m: number(m[1]) + (" shilling" if m[1] == "1" else " shillings"), "/-"),
        rule("money", r"(?<![\w.,])(\d{1,2})? ?([½¼¾])d\.", _pence, "[½¼¾]d"),
    )),
    rule("abbreviation", r"\bCo\. (?=[A-M]\b(?![.’']))", "Company ", r"Co\. [A-M]"),
    rule("abbreviation", rf"(?:(?<=\ba )|(?<=\bper ))({'|'.join(_EACH)})\.", lambda m: _kept(m, _EACH[m[1]]),
         r"\." + after_any(f"{word}." for word in _EACH)),
    rule("abbreviation", rf"(?<![\w.])({'|'.join(_LETTERS)})\.(?= |,|;|$)", _letter,
         r"\." + after_any(f"{word}." for word in _LETTERS)),
    rule("abbreviation", r"\bMk\.? ?(?=[IVX\d])", "Mark ", "Mk"),
)  # fmt: skip
