"""English words in capitals: shouted ones are words, acronyms are words or letters.

Engines spell what they do not know in capitals, so what stays in capitals in a spoken form is spelled.
"""

from __future__ import annotations

import re

from pipeline.languages.spoken.english.tables import LETTERED
from pipeline.languages.spoken.numerals import is_roman
from pipeline.languages.spoken.rules import rule

# Short words that are nearly always words, and those that are words only among other shouted ones.
_COMMON = frozenset(
    "A ALL AND ANY ARE BAD BE BIG BOY BUT BY CAN DAY DEAD DEAR DID DO END EYES FAR FOR FUN GET GO GOD GOT HAD HAS "
    "HER HIM HIS HOW IF IS ITS JOY LET LIE MAN MAY MEN MY NEVER NEW NO NOT NOW OF OFF OLD ON ONE OUR OUT OWN PUT RUN "
    "SAD SAW SAY SEE SHE SIR SIX SO SON TEN THAT THE THEN THEY THIS TO TOO TRY TWO UP VERY WAR WAS WAY WE WHAT WHY "
    "WILL WITH YES YET YOU YOUR".split()
)
_AMBIGUOUS = frozenset(
    "AM AN AS AT HE IN IT ME OH OR US WHO AD ACE AGE AID AIM AIR ART ASK BED BOX BUY CAR CUT EAT "
    "EGG EYE FEW FLY GUN HAT HOT ICE JOB KEY LAW LEG LOT LOW MAD MET NET OIL PAY RED SET SIT SKY "
    "SUN TEA TOP USE WIN WON ARM".split()
)
_VERBS = frozenset("AM ASK CUT EAT FLY SET SIT USE WIN WON PAY BUY".split())
_VOWEL = re.compile("[AEIOU]|Y(?![AEIOU])")
_ONSET = re.compile(
    "(?:[BCFGKPS]L|[BCDFGKPTW]R|S[CKMNPQTW]|S[CPT]R|SPL|SCH|SHR|[CGPRSTW]H|THR|CHR|PHR|DW|TW|TS|GN|KN|PS|QU|"
    "[B-DF-HJ-NP-TV-Z]|)(?=[AEIOUY])"
)
_CODA = re.compile(
    r"[AEIOUY](?:[B-DF-HJ-NP-TV-Z]?|CH|CK|CT|FT|GH|GHT|L[DFKLMPTV]|LTH|M[BNPS]|N[CDGKNTX]|NTH|NCH|P[HST]|"
    r"R[BCDFGKLMNPRTV]|RTH|RCH|RST|"
    r"S[HKMPST]|SCH|T[CHTZ]|TCH|TH|W[DKLN]|XT|ZZ|FF|GG|BB|DD|LPH|MPH|MPT|GN|LCH|HN|HM|KH|DG|DTH|FTH|PTH|NGTH)S?(?:’S|"
    r"'S)?$"
)
# Letters that no shouted word has either.
_CLUSTER = re.compile("^[^AEIOUY]{4}|[^AEIOUY]{5}|(?!NGTH|GHTH)[^AEIOUY]{4}$")


def pronounceable(word: str) -> bool:
    """Whether a word in capitals can be said as one: NASA and OPEC, not NYPD or UNHCR."""
    if re.match("IU|UA|AA|UU|II|EE[EU]|Y[^AEIOU]", word):
        return False
    return _ONSET.match(word) is not None and _CODA.search(word) is not None


def _capitals(m: re.Match[str]) -> str | None:
    word = m.group()
    bare = re.sub("['’]S$", "", word)
    if bare in LETTERED or bare in ("I", "TV", "OK") or not _VOWEL.search(bare):
        return None
    if bare in _COMMON:
        return _lowered(m) if len(bare) > 1 else None
    if bare == "US" and re.search(r"\bTHE $", m.string[: m.start()]):
        return None  # THE US ARMY
    shouted = _among_shouted(m)
    if bare in _VERBS and _beside_me(m):
        return _lowered(m)
    if _after_title(m):
        return word.capitalize()
    if len(bare) == 1 or (is_roman(bare) and not shouted):
        return None
    if (
        shouted
        and not _CLUSTER.search(bare.removesuffix("S"))
        and (bare in _AMBIGUOUS or len(bare) > 3 or pronounceable(bare))
    ):
        return word.capitalize() if len(bare) > 3 else _lowered(m)
    return word.capitalize() if len(bare) >= 4 and pronounceable(bare) else None


def _lowered(m: re.Match[str]) -> str:
    first = re.search(r"(?:^|[.!?])[\s\"'“‘(]*$", m.string[: m.start()])
    return m.group().capitalize() if first else m.group().lower()


def _beside_me(m: re.Match[str]) -> bool:
    """I AM, AM I"""
    return re.search(r"\bI $", m.string[: m.start()]) is not None or re.match(r" I\b", m.string[m.end() :]) is not None


def _after_title(m: re.Match[str]) -> bool:
    """DR. WHO, MISS POE: a name, however it looks."""
    return re.search(r"\b(?:MR|MRS|MS|DR|PROF|REV|CAPT|MISS|LORD|LADY|SIR)\.? $", m.string[: m.start()]) is not None


def _among_shouted(m: re.Match[str]) -> bool:
    """Whether a word beside it is in capitals, and a word that is no acronym."""
    before = re.search(r"([A-Z]+(?:['’][A-Z]+)?)[\s,;:!?\"“”—–-]+$", m.string[: m.start()])
    after = re.match(r"[\s,;:!?\"“”—–-]+([A-Z]+(?:['’][A-Z]+)?)(?![\w])", m.string[m.end() :])
    return any(near is not None and _is_word(near[1]) for near in (before, after))


def _is_word(word: str) -> bool:
    return (
        word in _COMMON
        or word in _AMBIGUOUS
        or (len(word) > 3 and word not in LETTERED and _VOWEL.search(word) is not None and pronounceable(word))
    )


def _short_form(m: re.Match[str]) -> str:
    """DON'T, I'M, WE'LL"""
    return m.group()[0] + m.group()[1:].lower() if m.group()[0] == "I" and not m.group()[1].isalpha() else _lowered(m)


RULES = (
    rule(
        "capitals",
        r"(?<![\w.&'’])(?:I['’](?:M|LL|VE|D)|[A-Z]{2,}['’](?:T|LL|VE|RE|D|M))(?!\w)",
        _short_form,
        re.compile("[A-Z]['’](?:T|M|[LVR][LE]|D)"),
    ),
    rule("capitals", r"(?<![\w.&])[A-Z]+(?:’S|'S)?(?![\w.]*\w)", _capitals, re.compile("[A-Z]{2}")),
)
