"""English: Roman numerals, abbreviations, acronyms, symbols, capitals."""

from __future__ import annotations

import re

from pipeline.script.spoken.en_numbers import cardinal, ordinal
from pipeline.script.spoken.en_places import STARTERS, ends_sentence, is_street
from pipeline.script.spoken.en_tables import (
    ABBREVIATIONS,
    LETTERED,
    MONTH,
    MONTHS,
    NUMBERED,
    STATES,
    STREETS,
    SYMBOLS,
    TITLES,
)
from pipeline.script.spoken.numerals import is_roman, roman
from pipeline.script.spoken.rules import rule

_CAPITAL = re.compile(r"[A-Z]")
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_SHORTS = "|".join(sorted((re.escape(a) for a in ABBREVIATIONS), key=len, reverse=True))
# A stop inside the line: the one that ends it says nothing.
_STOP = re.compile(r"[A-Za-z]\.(?![\"'”’)]*$)|\b[A-Z]\.|\.[A-Za-z]\.|(?:etc|[Cc]o|Inc|Ltd|[Ee]sq|[JS]r|Bros|Corp|anon|St|Ave|Rd|Blvd)\.")
_SHORT = re.compile(rf"(?:{_SHORTS}|I\.[Ee]|E\.[Gg])\.")
_TITLE = re.compile(r"\b(?:" + "|".join(TITLES) + r")\b")
# Reigns: a first name before a numeral is a ruler's; anything else before it is a thing that is counted.
_RULERS = ("Henry|Charles|James|George|Edward|Richard|William|Louis|Philip|Napoleon|Pius|John|Paul|Gregory|Leo|Innocent|Clement|"
           "Benedict|Urban|Alexander|Nicholas|Peter|Catherine|Ivan|Frederick|Wilhelm|Otto|Ferdinand|Alfonso|Carlos|Juan|Felipe|"
           "Francis|Elizabeth|Mary|Victoria|Robert|David|Ptolemy|Rameses|Ramesses|Darius|Xerxes|Cyrus|Christian|Gustav|"
           "Gustavus|Haakon|Harald|Olaf|Leopold|Maximilian|Joseph|Rudolf|Umberto|Boniface|Sixtus|Constantine|Justinian|Theodosius|"
           "Mehmed|Murad|Selim|Suleiman|Thutmose|Amenhotep|Sobhuza|Albert|Baldwin|Conrad|Eric|Canute|Magnus|Stephen|Sigismund|"
           "Casimir|Ladislaus|Vladislav|Wenceslaus|Julius|Adrian|Eugene|Martin|Marcellus|Celestine|Honorius|Lucius|Victor|Emmanuel")
_COUNTED = ("chapter|book|part|volume|vol\\.|act|scene|canto|section|stanza|appendix|war|article|title|figure|plate|table|lecture|"
            "letter|psalm|phase|type|class|stage|level|grade|episode|season|century|satire|ode|eclogue|sonnet|elegy|book of")


def _counted(m: re.Match[str]) -> str | None:
    word, numeral = m[1], m[2]
    small = numeral.islower() and word.lower() in ("act", "scene", "chapter", "book", "part", "volume", "canto")
    if not (numeral.isupper() or word.isupper() or small) or not is_roman(numeral.upper()):
        return None
    following = re.match(r"\s+([a-z’']+)", m.string[m.end() :])
    if numeral == "I" and word.lower() != "war" and following and following[1] not in ("of", "and", "to", "is", "was", "in", "the", "by", "or"):
        return None  # the part I did
    if word.lower() == "vol.":
        word = "Volume" if word[0] == "V" else "volume"
    return f"{word.capitalize() if word.isupper() else word} {cardinal(roman(numeral))}"


def _ruler(m: re.Match[str]) -> str | None:
    if not is_roman(m[2]):
        return None
    if m[2] == "I" and not re.match(r"(?:[,.;:)’']|\s(?:of|was|had|and|became|died|in|to|reigned|the)\b|$|--)", m.string[m.end() :]):
        return None  # "Charles I think" is a speaker
    return f"{m[1]} the {ordinal(roman(m[2]))}"


def _numeral(m: re.Match[str]) -> str | None:
    text = m[1]
    if not is_roman(text):
        return None
    # Letters that are words, initials or units stay what they are.
    return None if len(text) < 2 or text in ("MD", "DC", "CD", "CV", "MC", "DI", "MI", "MIX", "LI", "DM", "MM", "CC", "CI", "DX", "ML", "CL", "DIM", "MID", "CIVIL", "LIV", "VIM") \
        else cardinal(roman(text))


def _title(m: re.Match[str]) -> str | None:
    if m[1] in ("St", "Dr") and is_street(m):
        return None
    return TITLES[m[1]]


def _street(m: re.Match[str]) -> str | None:
    if not is_street(m):
        return None
    return STREETS[m[1]] + ("." if m.group().endswith(".") and ends_sentence(m) else "")


def _short(m: re.Match[str]) -> str | None:
    text = m[1]
    said = ABBREVIATIONS.get(text) or ABBREVIATIONS.get(text.lower())
    if said is None or (text in ("Co", "Sat", "Mon", "Wed", "Fri", "Sq") and m.string[: m.start()].strip() == ""):
        return None
    if text[0].isupper() and said[0].islower():
        said = said[0].upper() + said[1:]
    return said + ("." if ends_sentence(m) else "")


def _numbered(m: re.Match[str]) -> str | None:
    said = NUMBERED[m[1].lower()]
    return said[0].upper() + said[1:] if m[1][0].isupper() else said


def _dotted(m: re.Match[str]) -> str:
    """U.S.A., e.s.t., Ph.D. without their stops; the last one stays where it ends the sentence."""
    letters = m.group().replace(".", "").replace(" ", "")
    return letters + ("." if m.group().endswith(".") and ends_sentence(m) and not m.string[m.end() :].startswith(".") else "")


def _capitals(m: re.Match[str]) -> str | None:
    """Shouted words: engines spell what they do not know in capitals. Acronyms stay."""
    word = m.group()
    line = m.string
    letters = [c for c in line if c.isalpha()]
    shouted = sum(map(str.isupper, letters)) > 0.8 * len(letters) and len(letters) >= 10 and line.strip().count(" ") > 0
    vowels = re.search("[AEIOUY]", word)
    if word in LETTERED or word in ("I", "TV", "OK") or not vowels:
        return word.capitalize() if shouted and not is_roman(word) and vowels and word not in LETTERED else None
    if is_roman(word) and not shouted:
        return None
    if shouted or len(word) >= 4:
        return word if len(word) == 1 else word.capitalize() if not shouted or len(word) > 3 else word.lower()
    return None


def _initials(m: re.Match[str]) -> str:
    return m.group().replace(".", "").replace(" ", "") + " "


def _state(m: re.Match[str]) -> str:
    return f", {STATES[m[1]]}"



RULES = (
    rule("roman numeral", rf"\b({_COUNTED})\s+([IVXLCDM]+)\b\.?(?=\W|$)", _counted, re.compile(r"\s[IVXLCDM]+\b|\s[ivxl]+\b"), re.IGNORECASE),
    rule("roman numeral", rf"\b({_RULERS})\s+([IVXLCDM]+)\b(?:\.(?=\s[a-z]))?(?![\w-])(?![’'](?!s\b))", _ruler, "[A-Z]\\w+\\s+[IVX]"),
    rule("roman numeral", r"(?<![\w.’'-])([IVXLCDM]+)(?![\w’'-])(?!\.\w)", _numeral, "[IVXLCDM]{2}"),
    rule("abbreviation", rf"\b({'|'.join(sorted(TITLES, key=len, reverse=True))})\.?(?=\s+(?:[A-Z][\w.’'-]*|and (?:Mr|Mrs|Ms|Dr|the )|de |von |van |d’|d'))(?<!\bJr)(?<!\bSr)", lambda m: _title(m) if m.group().endswith(".") or m[1] in ("Mr", "Mrs", "Ms", "Dr", "Prof") else None, _TITLE),
    rule("abbreviation", r"^(Hon|Rev|Prof|Dr|Mr|Mrs|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Mt)\.?$", lambda m: TITLES[m[1]], _CAPITAL),
    rule("abbreviation", rf"\b({'|'.join(sorted(STREETS, key=len, reverse=True))})\b\.?", _street, r"[a-z\d’] (?:" + "|".join(STREETS) + r")\b"),
    rule("abbreviation", rf"\b({'|'.join(sorted(NUMBERED, key=len, reverse=True))})\.\s?(?=\d|(?<=\s)(?-i:[IVXLC]{{2,7}}|[VX])\b(?!\.\w))", lambda m: None if len(m[1]) == 1 and m[1].isupper() else f"{_numbered(m)} ", re.compile(r"\.\s?[\dIVXLC]"), re.IGNORECASE),
    rule("abbreviation", rf"\b({MONTH[3:-1].replace('|May', '')})(?<=\.)(?=\s|$|,)", lambda m: MONTHS[m[1].rstrip('.').lower()[:3]], _STOP),
    rule("abbreviation", rf"(?<![\w.])({_SHORTS}|I\.[Ee]|E\.[Gg])\.(?!\w)", _short, _SHORT),
    rule("abbreviation", r"\bb/c\b", "because", "b/c"),
    rule("abbreviation", r"\bw/o\b", "without", "w/o"),
    rule("abbreviation", rf",\s({'|'.join(STATES)})(?=,|\.|\s+\d{{5}}|$)", _state, _TWO_CAPITALS),
    rule("initials", r"(?<![\w.])[A-Z]\.(?: ?[A-Z]\.)+ (?=[A-Z][a-z])(?!(?:" + "|".join(s.capitalize() for s in sorted(STARTERS)) + r")\b)", _initials, _STOP),
    rule("initials", r"(?<![\w.])[A-HJ-Z]\.(?= [A-Z][a-z])", lambda m: m.group()[0], _STOP),
    rule("acronym", r"(?<![\w.])(?:[A-Za-z]\.){2,}(?![A-Za-z])|(?<![\w.])(?:[A-Z]\.){1,}[A-Z](?![\w.])", _dotted, _STOP),
    rule("symbol", r"(?<=\d) ?[x×] ?(?=\d)", " by "),
    rule("power", r"(?<=\w)[²³]", lambda m: " squared" if m.group() == "²" else " cubed", "[²³]"),
    rule("alternative", r"\b([Hh]e/she|[Ss]he/he|[Hh]is/hers?|[Hh]im/her|[Hh]er/his)\b", lambda m: m[1].replace("/", " or "), "/h|/s"),
    rule("symbol", r"(?<=\d)\s?[<>]\s?(?=\d)|(?<!\S)[<>](?=\d)", lambda m: None if "<" in m.string and ">" in m.string else f" {SYMBOLS[m.group().strip()].removeprefix('is ') if m.start() == 0 or m.string[m.start() - 1] == ' ' else SYMBOLS[m.group().strip()]} ", "[<>]"),
    rule("symbol", r"#(?=\d)", "number ", "#"),
    rule("symbol", r"(?<=\w)/(?=\w)(?<!\band/)(?!or\b)", lambda m: None if m.string[m.end():m.end()+2] == "or" else " slash ", "/"),
    rule("symbol", r"\s*&\s*", " and ", "&"),
    rule("symbol", r"(?<!\w)[*_]+(?=\w)|(?<=\w)[*_]+(?!\w)", "", r"[*_]"),
    rule("symbol", rf"[{re.escape(''.join(c for c in SYMBOLS if c not in '<>~&'))}]|(?<= )[<>](?= )|~(?=\s?\w)", lambda m: f" {SYMBOLS[m.group()]} " if SYMBOLS[m.group()] else " ", rf"[{re.escape(''.join(SYMBOLS))}]"),
    rule("ligature", r"[ﬀ-ﬆ]", lambda m: {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}[m.group()], "[ﬀ-ﬆ]"),
    rule("capitals", r"(?<![\w.&])[A-Z]+(?:’S|'S)?(?![\w.]*\w)", _capitals, _TWO_CAPITALS),
)  # fmt: skip
