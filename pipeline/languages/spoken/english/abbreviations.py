"""English abbreviations, initials and dotted acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.languages.spoken.english.capitals import pronounceable
from pipeline.languages.spoken.english.places import STARTERS, ends_sentence, is_street
from pipeline.languages.spoken.english.tables import (
    ABBREVIATIONS,
    GIVEN,
    MONTH,
    MONTHS,
    NUMBERED,
    OLD_STATES,
    PLACES,
    STATES,
    STREETS,
    TITLES,
    WEEKDAYS,
)
from pipeline.languages.spoken.rules import after_any, rule


def _title(m: re.Match[str]) -> str | None:
    """A title before a name: Dr. Watson, MRS. SAVILLE; without a stop only titles that are no other words."""
    short = m[1].capitalize()
    if not m.group().endswith(".") and not _bare(m):
        return None
    if short in ("St", "Dr") and is_street(m):
        return None
    word = re.match(r"\s+([A-Z]\w*)", m.string[m.end() :])
    if word and word[1].lower() in STARTERS and m.group().endswith(".") and _THEIR.search(m.string[: m.start()]):
        return TITLES[short] + "."  # Ask my Dr. He knows.
    return TITLES[short]


_THEIR = re.compile(r"\b(?:the|his|her|our|my|their|your|a|an|this|that)\s$", re.I)


# Written without their stop too, as in Britain and in the forces.
_BARE = frozenset(
    "Mr Mrs Ms Mx Dr Prof Messrs St Mt Ft Rev Revd Capt Lt Lieut Sgt Cpl Pvt Pfc Maj Cmdr Cdr Adm "
    "Supt Insp "
    "Mme Mlle Mgr Msgr Gen Col MR MRS DR".split()
)


def _bare(m: re.Match[str]) -> bool:
    following = re.match(r"\s+([A-Z][\w’']*)", m.string[m.end() :])
    if m[1] not in _BARE or (following is None and m[1] not in ("Mr", "Mrs", "Ms", "Dr", "Prof", "MR", "MRS")):
        return False
    if m[1] in ("Gen", "Col") and (following is None or len(following[1]) < 3):
        return False  # Gen Z
    before = m.string[: m.start()]
    return not (m[1] in ("St", "Ft", "Mt") and re.search(r"\d (?:[A-Z][\w’'-]+ )*$", before))  # 12 Oak St London


# Names that end so are English more often than French: M. Johnson is an initial.
_ENGLISH = re.compile(
    r"(?:son|ton|ley|man|well|ford|field|smith|worth|ham|wood|ing|ers|ith|oore|ones|rown|"
    r"night|cott)$"
)


# Who speaks, or does something: said M. Swann, M. Poirot smiled. Not a signature, nor one of many names.
_DOES = re.compile(r"(?:[’']s)? [a-z]|[’']s\b")
_TOLD = re.compile(
    r"\b(?:said|cried|asked|answered|replied|exclaimed|to|for|with|than|that|no|yes|oh|dear|good|"
    r"poor|met|"
    r"monsieur|and|but|then|when|is|was),? $",
    re.I,
)
_INITIALS = re.compile(r"\b[A-LN-Z]\. [A-Z][a-z]")


def _monsieur(m: re.Match[str]) -> str | None:
    """M. Dupont, M. de Villefort; not E. M. Forster, M. Night Shyamalan, or M. Smith, 1998."""
    before = m.string[: m.start()]
    if (
        re.search(r"(?:[A-Z][\w’'-]*\.?|&|,) ?$", before)
        and not _TOLD.search(before)
        and not re.search(r"[a-z], $|\b(?:If|As|Of|So|While) $", before)
    ):
        return None
    if not m["p"]:
        return "Monsieur"
    after = m.string[m.end("p") :]
    if _ENGLISH.search(m["p"]) or re.match(r"[ -](?:[A-Z]|\(?\d{4})", after):
        return None
    french = "Mme" in m.string or "Mlle" in m.string or re.search("[à-ÿ]", m["p"]) is not None
    called = re.search(r"[a-z], $", before) is not None and re.match("[.!?]", after) is not None  # Good day, M. Poirot.
    told = not _INITIALS.search(m.string) and (_DOES.match(after) or _TOLD.search(before) or called)
    return "Monsieur" if french or told else None


def _of_rank(m: re.Match[str]) -> str | None:
    """The 1st Sgt. spoke; ask the Rev. about it."""
    if not re.search(
        r"(?:\d(?:st|nd|rd|th)|\b(?:the|his|her|our|new|old|any|a|my|their)) $", m.string[: m.start()], re.I
    ):
        return None
    return TITLES[m[1]] + ("." if m.group().endswith(".") and ends_sentence(m) else "")


def _street(m: re.Match[str]) -> str | None:
    if not is_street(m) or m.string.startswith(("—", "-"), m.end()):
        return None  # "Mr. Neville St.—Oh, come!"
    return STREETS[m[1]] + ("." if m.group().endswith(".") and ends_sentence(m) else "")


def _short(m: re.Match[str]) -> str | None:
    text = m[1]
    words = ABBREVIATIONS.get(text) or ABBREVIATIONS.get(text.lower())
    if words is None or (text in ("Co", "Sat", "Mon", "Wed", "Fri", "Sq") and m.string[: m.start()].strip() == ""):
        return None
    if text[0].isupper() and words[0].islower():
        words = words[0].upper() + words[1:]
    return words + ("." if ends_sentence(m) else "")


def _numbered(m: re.Match[str]) -> str | None:
    words = NUMBERED[m[1].lower()]
    return words[0].upper() + words[1:] if m[1][0].isupper() else words


def _dotted(m: re.Match[str]) -> str:
    """U.S.A., e.s.t., Ph.D. without their stops; the last one stays where it ends the sentence."""
    letters = m.group().replace(".", "").replace(" ", "")
    after = m.string[m.end() :]
    return letters + (
        "."
        if m.group().endswith(".") and ends_sentence(m) and not after.startswith(".")
        else " "
        if after[:1].isdecimal()
        else ""
    )


def _initials(m: re.Match[str]) -> str:
    letters = m.group().replace(".", "").replace(" ", "")
    # W. E. B. Du Bois is no web.
    return (" ".join(letters) if len(letters) > 2 and pronounceable(letters) else letters) + " "


def _state(m: re.Match[str]) -> str:
    return f", {STATES[m[1]]}"


def _given(m: re.Match[str]) -> str:
    return GIVEN[m[1]]


def _weekday(m: re.Match[str]) -> str:
    return WEEKDAYS[m[1][:3]]


def _old_state(m: re.Match[str]) -> str | None:
    before, after = m.string[: m.start()], m.string[m.end() :]
    word = m[1] in ("Pa", "Miss", "Cal", "Del", "Wash", "Ore", "Ill", "Ind")
    if word and not after.startswith(",") and not before.endswith("-"):
        return None  # "Yes, Pa. I will"
    if not re.search(r"[A-Z][a-z]+, $|\b[DR]-$", before):
        return None
    return OLD_STATES[m[1]] + ("." if ends_sentence(m) else "")


_LETTERED_THING = re.compile(
    r"\b(?:[Vv]itamin|[Pp]lan|[Tt]ype|[Gg]roup|[Cc]lass|[Gg]rade|[Pp]oint|[Ss]ection|"
    r"[Ee]xhibit|[Tt]eam|"
    r"Mr|Mrs|Miss|[Cc]hannel|[Hh]epatitis|[Bb]lock|[Rr]oom|[Ll]ine) $"
)


def _letter(m: re.Match[str]) -> str | None:
    """An initial; before the first word of a sentence the letter was its last word: vitamin C. The"""
    word = re.match(r" (\w+)", m.string[m.end() :])
    if (word and word[1].lower() in STARTERS) or _LETTERED_THING.search(m.string[: m.start()]):
        return None
    return m.group()[0]


_RANKS = "Sgt|Lt|Lieut|Capt|Col|Gen|Maj|Cpl|Pvt|Prof|Dr|Rev|Revd|Gov|Sen|Rep|Pres|Cmdr|Adm|Supt|Insp|Det"
_DAY = "Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
_CAPITAL = re.compile(r"[A-Z]")
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_SHORTS = "|".join(sorted((re.escape(a) for a in ABBREVIATIONS), key=len, reverse=True))
# A stop inside the line: the one that ends it says nothing.
_STOP = re.compile(
    r"\.(?<=[A-Za-z].)(?:(?![\"'”’)]*$)|(?<=\b[A-Z].)|(?<=\.[A-Za-z].)|"
    + after_any("etc. Co. co. Inc. Ltd. Esq. esq. Jr. Sr. Bros. Corp. anon. St. Ave. Rd. Blvd.".split())
    + ")"
)
_SHORT = re.compile(r"\." + after_any(f"{word}." for word in [*ABBREVIATIONS, "I.E", "I.e", "E.G", "E.g"]))
_TITLE = re.compile(r"[A-Z](?<!\w.)(?:" + "|".join(title[1:] for title in TITLES) + r"|[Rr][Ss]?|R|T|EV|APT|ROF)\b")


def _longest(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


RULES = (
    rule(
        "abbreviation",
        rf"\b({_longest([*TITLES, 'MR', 'MRS', 'DR', 'ST', 'REV', 'CAPT', 'PROF'])})\.?"
        r"(?=\s+(?:[A-Z][\w.’'-]*|(?:and|&) (?:Mr|Mrs|Ms|Dr|the )|de |von |van |d’|d'))(?<!\bJr)(?<!\bSr)",
        _title,
        _TITLE,
    ),
    rule(
        "abbreviation",
        r"^(Hon|Rev|Prof|Dr|Mr|Mrs|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Mt)\.?$",
        lambda m: TITLES[m[1]],
        _CAPITAL,
    ),
    rule(
        "abbreviation",
        r"(?<![\w.])M\.(?= (?:(?:de|du|des|le|la) |d[’']|l[’'])|"
        r" (?P<p>[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]))",
        _monsieur,
        r"M\. ",
    ),
    rule("abbreviation", r"(?<![\w.])MM\.(?= (?:de |d[’']|[A-ZÀ-Þ][a-zß-ÿ]))", "Messieurs", r"MM\."),
    rule(
        "abbreviation",
        rf"(?<= )({_RANKS})\.(?=\s[a-z]|[,;:!?)]|[\"”’]|\s*$)",
        _of_rank,
        r"\." + after_any(f"{w}." for w in _RANKS.split("|")),
    ),
    rule(
        "abbreviation",
        rf"(?<![\w.])({_longest(GIVEN)})\.(?=,? [A-Z])",
        _given,
        r"\." + after_any(f"{name}." for name in GIVEN),
    ),
    rule("abbreviation", rf"\b({_longest(STREETS)})\b\.?", _street, r"[a-z\d’] (?:" + "|".join(STREETS) + r")\b"),
    rule(
        "abbreviation",
        r"(?<![\w.])(b|d|fl|r)\.\s?(?=(?:ca?\.\s?)?\d{3,4}\b)",
        lambda m: {"b": "born ", "d": "died ", "fl": "flourished ", "r": "reigned "}[m[1]],
        r"\.(?<=[bdlr].) ?(?:c|\d)",
    ),
    rule(
        "abbreviation",
        rf"\b({_longest(NUMBERED)})\.\s?(?=\d|(?<=\s)(?-i:[IVXLC]{{2,7}}|[VX])\b(?!\.\w))",
        lambda m: None if len(m[1]) == 1 and m[1].isupper() else f"{_numbered(m)} ",
        re.compile(r"\.\s?[\dIVXLC]"),
        re.IGNORECASE,
    ),
    rule(
        "abbreviation",
        rf"\b({MONTH[3:-1].replace('|May', '')})(?<=\.)(?=\s|$|,)(?! -?\d+°)",
        lambda m: MONTHS[m[1].rstrip(".").lower()[:3]],
        _STOP,
    ),
    rule(
        "abbreviation",
        rf"\b({_DAY})\b\.?(?=,?\s(?:\d{{1,2}}\b|{MONTH}\b))",
        _weekday,
        r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    ),
    rule("abbreviation", rf"\b({_longest(OLD_STATES)})\.", _old_state, r"[,(-] ?[A-Z][a-z]+\."),
    rule("abbreviation", r"\bYrs\.(?= )", "Yours", "Yrs"),
    rule(
        "abbreviation",
        rf"\b({_DAY})\b\.?[-–]({_DAY})\b\.?(?!\w)",
        lambda m: f"{WEEKDAYS[m[1][:3]]} to {WEEKDAYS[m[2][:3]]}",
        rf"[-–](?:{_DAY})",
    ),
    rule(
        "abbreviation",
        r"\b(Apt|Hwy|Rte?|Rm|Vol|Fig)\.? (?=\d)",
        lambda m: PLACES[m[1]] + " ",
        r"(?:Apt|Hwy|Rte?|Rm|Vol|Fig)\.? \d",
    ),
    rule("abbreviation", r"\bP\.? ?O\.? (?=Box\b)", "PO ", "Box"),
    rule("abbreviation", r"(?<=\d)ff?\.(?!\w)", " and following", r"\df"),
    rule(
        "abbreviation",
        r"(?<=\d(?:st|nd|rd|th)[ -])c(?:ent)?\.(?! \d)",
        lambda m: "century" + ("." if ends_sentence(m) else ""),
        r"[ -]c(?:ent)?\.",
    ),
    rule(
        "abbreviation",
        r"(?:(?<=\d(?:st|nd|rd|th) )|(?<=\dd ))ed\.",
        lambda m: "edition" + ("." if ends_sentence(m) else ""),
        r" ed\.",
    ),
    rule("abbreviation", r"(?<=[A-Za-z] )v\.? (?=[A-Z][a-z])", "versus ", r" v\.? [A-Z]"),
    rule("abbreviation", r"\b([Pp]er) cent\.(?=,|;|\s[a-z])", r"\1 cent", r"cent\."),
    rule("abbreviation", rf"(?<![\w.])({_SHORTS}|I\.[Ee]|E\.[Gg])\.(?!\w)", _short, _SHORT),
    rule("abbreviation", r"\bb/c\b", "because", "b/c"),
    rule("abbreviation", r"\bw/o\b", "without", "w/o"),
    rule("abbreviation", r"\bw/(?= ?\w)", lambda m: "with" if m.string[m.end()].isspace() else "with ", "w/"),
    rule("abbreviation", r"\bc/o\b", "care of", "c/o"),
    rule("abbreviation", r"\ba/k/a\b", "also known as", "a/k/a"),
    rule("abbreviation", rf",\s({'|'.join(STATES)})(?=,|\.|\s+\d{{5}}|$)", _state, _TWO_CAPITALS),
    rule(
        "acronym",
        r"(?<![\w.])(?:[BM]\.(?:Sc|Ed|Eng|Litt|Phil|Mus)|D\.(?:Sc|Phil|Litt)|LL\.[BMD]|(?:Litt|Ed|Th|Mus|"
        r"Psy)\.[BD])\.",
        lambda m: m.group().replace(".", "") + ("." if ends_sentence(m) else ""),
        r"\.(?:[BMD]\.(?<=[a-zL]...)|[SELPM](?<=[BMD]..))",
    ),
    rule(
        "initials",
        r"(?<![\w.])[A-Z]\.(?: ?[A-Z]\.)+ (?=[A-Z][a-z])(?!(?:"
        + "|".join(s.capitalize() for s in sorted(STARTERS))
        + r")\b)",
        _initials,
        _STOP,
    ),
    rule("initials", r"(?<![\w.])[A-HJ-Z]\.(?= [A-Z][a-z])", _letter, _STOP),
    rule(
        "acronym", r"(?<![\w.])(?:[A-Za-z]\.){2,}(?![A-Za-z])|(?<![\w.])(?:[A-Z]\.){1,}[A-Z](?![\w.])", _dotted, _STOP
    ),
)
