"""English Roman numerals: chapters and what else is counted, rulers, centuries, years."""

from __future__ import annotations

import re

from pipeline.script.spoken.en_numbers import cardinal, ordinal, year
from pipeline.script.spoken.en_places import ends_sentence
from pipeline.script.spoken.en_tables import NUMBERED
from pipeline.script.spoken.numerals import is_roman, roman
from pipeline.script.spoken.rules import rule

# Reigns: a first name before a numeral is a ruler's; anything else before it is a thing that is counted.
_RULERS = (
    "Henry|Charles|James|George|Edward|Richard|William|Louis|Philip|Napoleon|Pius|John|Paul|Gregory|Leo|Innocent|"
    "Clement|Benedict|Urban|Alexander|Nicholas|Peter|Catherine|Ivan|Frederick|Wilhelm|Otto|Ferdinand|Alfonso|Carlos|"
    "Juan|Felipe|Francis|Elizabeth|Mary|Victoria|Robert|David|Ptolemy|Rameses|Ramesses|Darius|Xerxes|Cyrus|"
    "Christian|Gustav|Gustavus|Haakon|Harald|Olaf|Leopold|Maximilian|Joseph|Rudolf|Umberto|Boniface|Sixtus|"
    "Constantine|Justinian|Theodosius|Mehmed|Murad|Selim|Suleiman|Thutmose|Amenhotep|Sobhuza|Albert|Baldwin|Conrad|"
    "Eric|Canute|Magnus|Stephen|Sigismund|Casimir|Ladislaus|Vladislav|Wenceslaus|Julius|Adrian|Eugene|Martin|"
    "Marcellus|Celestine|Honorius|Lucius|Victor|Emmanuel|Walter|Thomas|Samuel|Arthur|Hugh|Alfred|Margaret|Isabella|"
    "Ramses|Seti|Antiochus|Seleucus")
_COUNTED = ("chapter|book|part|volume|act|scene|canto|section|stanza|appendix|war|article|title|figure|plate|table|"
            "lecture|letter|psalm|phase|type|class|stage|level|grade|episode|season|century|satire|ode|eclogue|sonnet|"
            "elegy|book of|lesson|essay|note|case|column|tome|fragment|epistle|discourse|sermon|lot|group|division")
_SHORT = "|".join(sorted((k for k in NUMBERED if len(k) > 1 and k not in ("par", "app", "op", "tel", "ext")), key=len,
reverse=True))
_PLURAL = "chapters|books|parts|volumes|acts|scenes|cantos|sections|plates|figures|articles|tables|wars|letters|psalms"
_SMALL = frozenset("act scene chapter book part volume canto sc ch chap chaps vol vols bk pt p pp cap lib".split())
_BOOKISH = frozenset("vol vols bk bks ch chap chaps cap lib".split())
# Numerals that are words, initials or units stay what they are.
_WORDS = frozenset("MD DC CD CV MC DI MI MIX LI DM MM CC CI DX ML CL DIM MID CIVIL LIV VIM ID DVD".split())
_NUM = r"[IVXLCDM]+|[ivxlcdm]+"
# Small ones are joined by "and" or a dash alone: "Part III, l. 250" goes on with a line.
_LIST = (r"(?P<rest>(?:(?:, and |, | and | & | or | to |[-–])(?-i:[IVXLC]+)\b(?!\.[A-Z]))+|"
         r"(?:(?: and |[-–])(?-i:[ivxlc]+)\b)+|)")


def _stop(m: re.Match[str]) -> str:
    """The numeral's own full stop is kept where the line goes on with a new sentence, or ends."""
    if not m.group().endswith("."):
        return ""
    return "" if re.match(r"\s+[a-z]|[,;:)]", m.string[m.end() :]) else "."


def _counted(m: re.Match[str]) -> str | None:
    word, numeral = m["w"], m["n"]
    known = word.rstrip(".").lower()
    small = numeral.islower() and known in _SMALL
    if not (numeral.isupper() or word.isupper() or small) or not is_roman(numeral.upper()):
        return None
    if numeral in ("C", "D", "L", "M") and known not in ("chapter", "psalm", "canto", "book", "sonnet"):
        return None  # Appendix C
    following = re.match(r"\s+([a-z’']+)", m.string[m.end() :])
    if numeral == "I" and known != "war" and not word.endswith(".") and not m["rest"] and following \
            and following[1] not in ("of", "and", "to", "is", "was", "in", "the", "by", "or"):
        return None  # the part I did
    if numeral == "I" and word.endswith(".") and known not in _BOOKISH and following and following[1] not in ("of",
    "and", "to"):
        return None  # "oh! no. I am sure"
    if known in NUMBERED:
        said = NUMBERED[known]
        word = said.capitalize() if word[0].isupper() else said
    rest = re.sub(r"[IVXLC]+|[ivxlc]+(?![a-z])", lambda n: _listed(n.group()), m["rest"].replace("&", "and"))
    rest = re.sub("[-–]", " to ", rest)
    return f"{word.capitalize() if word.isupper() else word} {cardinal(roman(numeral))}{rest}{_stop(m)}"


def _listed(text: str) -> str:
    return cardinal(roman(text)) if is_roman(text.upper()) else text


def _ruler(m: re.Match[str]) -> str | None:
    if not is_roman(m["n"]):
        return None
    after = m.string[m.end() :]
    if m["n"] == "I" and not re.match(r"(?:[,.;:)’']|\s(?:of|was|had|and|became|died|in|to|reigned|the)\b|$|--)",
    after):
        return None  # "Charles I think" is a speaker
    return f"{m['w']} the {ordinal(roman(m['n']))}"


def _heir(m: re.Match[str]) -> str:
    """John Smith III."""
    return f"{m['w']} the {ordinal(roman(m['n']))}"


def _range(m: re.Match[str]) -> str | None:
    first, second = m[1], m[2]
    if not (is_roman(first) and is_roman(second) and roman(first) < roman(second)):
        return None
    return f"{cardinal(roman(first))} to {cardinal(roman(second))}"


def _nth(m: re.Match[str]) -> str | None:
    return ordinal(roman(m["n"])) if is_roman(m["n"]) and len(m["n"]) + len(m.group()) > 2 else None


def _place(m: re.Match[str]) -> str | None:
    """III.ii.55: act, scene and line."""
    if not (is_roman(m[1]) and is_roman(m[2].upper())):
        return None
    end = "." if m.group().endswith(".") and ends_sentence(m) else ""
    return ", ".join([cardinal(roman(m[1])), cardinal(roman(m[2])), cardinal(int(m[3]))]) + end


def _numeral(m: re.Match[str]) -> str | None:
    text = m[1]
    if len(text) < 2 or text in _WORDS or not is_roman(text):
        return None
    n = roman(text)
    return year(n) if len(text) > 3 and 1400 <= n < 2100 else cardinal(n)


_CAPITALS = re.compile("[IVXLCDM]{2}")
_SEVERAL = re.compile(r"\s[IVXLCDM]+\b|\s[ivxl]+\b")

def _heading(m: re.Match[str]) -> str | None:
    """A line that is "Article. I." or "Section. 2." and nothing else."""
    text = m["n"]
    if not text.isdecimal() and not is_roman(text):
        return None
    word = m["w"].capitalize() if m["w"].isupper() else m["w"]
    return f"{word} {cardinal(int(text) if text.isdecimal() else roman(text))}"


# Tried before figures are.
PLACES = (
    rule("roman numeral", rf"^(?P<w>(?i:{_COUNTED}))\.\s+(?P<n>\d+|[IVXLC]+)\.?$", _heading, r"\w\.\s+[\dIVXLC]"),
    rule("roman numeral", r"(?<![\w.])([IVX]+)\.\s?([ivx]+)\.\s?(\d+)\b", _place, r"[IVX]\.\s?[ivx]"),
)
RULES = (
    rule("roman numeral", rf"\b(?P<w>{_COUNTED}|{_PLURAL}|(?:{_SHORT}|p)\.)\s+(?P<n>{_NUM})\b{_LIST}\.?(?=\W|$)",
         _counted,
         _SEVERAL, re.IGNORECASE),
    rule("roman numeral",
         rf"\b(?P<w>(?:{_RULERS})(?: [A-Z][a-z]+| [A-Z]\.(?: [A-Z][a-z]+))) (?P<n>II|III|IV)\b(?![\w.’'-]*\w)",
         _heir, r"[a-z] I[IV]"),
    rule("roman numeral", rf"\b(?P<w>{_RULERS})\s+(?P<n>[IVXLCDM]+)\b(?:\.(?=\s[a-z]))?(?!\w|-(?!-))(?![’'](?!s\b)\w)",
         _ruler,
         "[A-Z]\\w+\\s+[IVX]"),
    rule("roman numeral", r"\b(?P<n>[IVX]+)(?:th|st|nd|rd)\b", _nth, r"[IVX](?:th|st|nd|rd)\b"),
    rule("roman numeral", r"\b(?P<n>[IVX]+)(?= (?:century|centuries|[Dd]ynasty|Corps|Legion|Olympiad)\b)", _nth,
         r"[IVX] (?:cent|[Dd]yn|Corps|Leg|Oly)"),
    rule("roman numeral", r"(?<![\w.’'-])([IVXLC]+)[-–]([IVXLC]+)(?![\w’'-])", _range, r"[IVXLC][-–][IVXLC]"),
    rule("roman numeral", r"(?<![\w.’'-])([IVXLCDM]+)(?![\w’'-])(?!\.\w)", _numeral, _CAPITALS),
)  # fmt: skip
