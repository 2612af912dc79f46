"""Rules for abbreviations, initials, signs and words in capitals, in languages with a decimal comma."""

from __future__ import annotations

import re
import unicodedata

from pipeline.languages import record_of
from pipeline.languages.spoken.european.wording import Wording
from pipeline.languages.spoken.numerals import NUMERAL, is_roman, roman
from pipeline.languages.spoken.rules import RewriteRule, after_any, rule
from pipeline.languages.spoken.stops import sentence_ends, starters

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Letters even among shouted words.
_ACRONYMS = frozenset(
    "USA EU UNO ONU UE UN UK UFO KI AI ADN DNI AVE ARD AG AEG EDV ICE UV OMS OVNI PIB RER SIDA TVA".split()
)
_I = re.IGNORECASE
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_CAPITALS = re.compile("[A-ZÀ-ÖØ-Þ]{2}")
# What nobody can say as a word is said in letters: RATP, CCOO.
_LETTERS = re.compile(
    r"[^AEIOUY]{5}|^[^AEIOUY]{4}|^(?:CC|BB|DD|FF|GG|PP|TT|RR|MM|NN)|(?:[BDGMNPT]P|[BDFGMNP]D|"
    r"[BFMP]C|[DFM]F|FB)$"
)


def _short_words(language: str) -> frozenset[str]:
    """Words that begin sentences in this language: in capitals and beside others in capitals they are shouted."""
    return frozenset(word.upper() for word in starters(language))


def rules(w: Wording, language: str) -> list[RewriteRule]:
    known = {**{short.replace(". ", "."): said for short, said in w.abbreviations.items()}, **w.abbreviations}
    shorts = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    splitting = record_of(language).splitting
    ending = frozenset(splitting.ending.split()) if splitting else frozenset[str]()
    # Letters need their full stop; signs (n°, §) have none.
    numbered = (
        "|".join(
            sorted(
                (re.escape(a) + (r"\." if a[-1].isalpha() and a[-1] not in "ºª" else "") for a in w.numbered),
                key=len,
                reverse=True,
            )
        )
        or "(?!)"
    )

    def stops(m: re.Match[str], abbreviation: str, said: str) -> bool:
        """Whether its full stop is the sentence's, too; after a title a name follows, however it looks."""
        if said.endswith(" der"):
            return False  # Frankfurt a. d. Oder
        at_end = not m.string[m.end() :].strip(' »"”’)')
        listed = abbreviation.lower().replace(" ", "") in ending
        return at_end or (listed and sentence_ends(m.string, m.end(), language))

    def short(m: re.Match[str]) -> str:
        said = known.get(m[1]) or known[m[1].lower()]
        end = "." if m.group().endswith(".") and stops(m, m[1], said) else ""
        first = m[1][0].isupper() and said[0].islower() and m.start() == 0
        return (said[0].upper() + said[1:] if first else said) + end

    def counted(m: re.Match[str]) -> str | None:
        said = w.numbered[m[1].rstrip(".").lower()]
        if not m["n"]:
            return f"{said} "
        return f"{said} {w.cardinal(roman(m['n']))}" if is_roman(m["n"].upper()) else None

    def slash(m: re.Match[str]) -> str | None:
        figures = m.string[m.end()].isdecimal() or m.string[m.start() - 1].isdecimal()
        return f" {w.marks['/']} " if figures else None

    def symbol(m: re.Match[str]) -> str:
        following = m.string[m.end() : m.end() + 1]
        return f" {w.symbols[m.group().strip()]}" + ("" if following in tuple(",.;:!?)…»”’]—") else " ")

    return [
        rule(
            "abbreviation",
            rf"(?<![\w.])({numbered})\s?(?:(?=\d)|(?P<n>(?-i:[IVXLC]+))\b(?!\.\w))",
            counted,
            re.compile(r"[\dIVXLC]"),
            _I,
        ),
        rule(
            "abbreviation",
            rf"(?<![\w.])(?<![\da-z]-)(?<!/)({shorts})(?:(?<=[ºª°ᵉʳˢˡᵐ/])|\.(?!\w))",
            short,
            re.compile(rf"\.{after_any(f'{short}.' for short in known)}|[ºª°ᵉʳˢˡᵐ/]", _I),
            _I,
        ),
        rule("symbol", r"(?<=\w)\s?/\s?(?=\w)(?<!und/)(?<!y/)(?<!et/)", slash, "/"),
        rule("symbol", r"(?<!\w)[*_]+(?=\w)|(?<=\w)[*_]+(?!\w)", "", r"[*_]"),
        rule("symbol", rf"\s*[{re.escape(''.join(w.symbols))}]\s*", symbol, rf"[{re.escape(''.join(w.symbols))}]"),
        rule(
            "acronym",
            rf"(?<![\w.])(?:{_CAPITAL}\.){{2,}}(?!\w)",
            lambda m: m.group().replace(".", "") + ("." if sentence_ends(m.string, m.end(), language) else ""),
            r"[A-ZÀ-ÖØ-Þ]\.",
        ),
        rule(
            "initials",
            r"(?<![\w.])[^\W\d_a-zß-öø-ÿ]\.(?=[ -]?[^\W\d_a-zß-öø-ÿ][\w.]|\s(?:von|van|de|zu|di|du|d[’'])\b)",
            lambda m: m.group()[0] if m.group()[0].isupper() else None,
            r"\w\.[ -]?\w",
        ),
        rule(
            "roman numeral",
            rf"(?<![\w.’'-])(?=[IVX]{{2}})({NUMERAL})(?![\w’'-])(?!\.\w)",
            lambda m: w.cardinal(roman(m[1])),
            "[IVX]{2}",
        ),
        rule("ligature", r"[ﬀ-ﬆ]", lambda m: _LIGATURES[m.group()], "[ﬀ-ﬆ]"),
        _capitals(language),
    ]


def _capitals(language: str) -> RewriteRule:
    words = _short_words(language)

    def say(m: re.Match[str]) -> str | None:
        word = m.group()
        if not word.isupper():
            return None
        bare = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
        before = re.search(r"([^\W\d_]+)[\s,;:!?¡¿\"'’“”«»—–-]+$", m.string[: m.start()])
        after = re.match(r"[\s,;:!?¡¿\"'’“”«»—–-]+([^\W\d_]+)", m.string[m.end() :])
        beside = [near[1] for near in (before, after) if near and near[1].isupper()]
        if word in words:
            return word.lower() if len(word) > 2 or any(n in words or len(n) > 3 for n in beside) else None
        shouted = any(n in words for n in beside) and word not in _ACRONYMS
        if 1 < len(word) < 4 and shouted and re.search("[AEIOUY]", bare):
            return word.lower()
        if len(word) < 4 or is_roman(bare) or not re.search("[AEIOUY]", bare):
            return None
        return None if _LETTERS.search(bare) and not any(n in words for n in beside) else word.capitalize()

    return rule("capitals", r"(?<![\w.&])[^\W\d_a-zß-öø-ÿ\u2e80-\u9fff\uac00-\ud7af]+(?![\w.]*\w)", say, _CAPITALS)
