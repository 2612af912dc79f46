"""Sentences of languages that end them with . ! ? and a space.

Every place where a sentence may end is looked at once, with the word before and the word after. pysbd answers where
a paragraph is written in a language whose record has no `splitting`; for the others it was the base that these
rules were measured against (NOTES.md): it takes 1 ms a sentence, splits initials and quotation tails, and never splits
inside quotation marks, where novels hold whole speeches.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.languages import record_of
from pipeline.languages.record import Splitting
from pipeline.languages.spoken.numerals import is_roman, roman
from pipeline.script.splitting import unstopped

OPENERS = "\"'“‘«„‚‹([{¿¡*_"
CLOSERS = "\"'”’“»›)]}*_"
# A terminator, what closes with it, a gap, and what comes next. `. . .` is one ellipsis.
# A dash ends a speech that is broken off. Figures and brackets glued to a full stop refer to notes.
_CANDIDATE = re.compile(
    r"(?P<mark>(?:\.\s){2,}\.|[.!?…‽。！？؟।]+|(?:--|—)(?=[\"”]))(?P<close>[\s\u00a0]+[»›]|[\"'”’“»›«‹)\]}*_]*)"
    r"(?P<cite>(?:\[\d{1,3}\])+|(?:(?<=[a-z)]\.)|(?<=[.!?][\"”’]))\d{1,3}(?:[ "
    r",]\d{1,3})*(?=\s+[\"“‘]?[A-Z]))?(?P<gap>\s+)(?=\S)"
)
_OPEN = re.compile(rf"[{re.escape(OPENERS)}—–\-\s…\.•]*")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_BEFORE = re.compile(r"[^\s\"“”„«»()\[\]{}—–…,;:!?]+$")
_LIST = re.compile(r"[\s(]*(?:[•‣▪⁃*\-–]\s*)?\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]*$")
_ITEM = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<bullet>[•‣▪⁃])\s*(?:\d{1,2}[.)]+\s)?|(?P<n>\d{1,2})(?P<how>\.\)|\)|\.)\s|"
    r"(?P<l>[a-h])(?P<h>\.\)|\)|\.)\s|(?P<u>[A-H])(?P<s>\.\)|\)|\.)\s|(?P<r>[ivx]{1,4}|[IVX]{1,4})(?P<d>\.|\))\s)(?=\S)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S")
# What a list's items have, asked first.
_NUMBERED = re.compile(r"[•‣▪⁃]|[.)](?:(?<=\d.)|(?<=[\s(][a-hA-Hivx].)|(?<=[ivxIVX]{2}.)|(?<=[\s(][IVX].))\)?\s")
_ENUMERATOR = re.compile(r"[\[(]\w{1,4}[\])]\s+")
_CITATION = re.compile(r"\([^()]{1,60}\)[.;,]")
_ZONES = re.compile(
    r"[A-Z]{2,4}\b|(?:Eastern|Pacific|Central|Mountain|Greenwich|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|"
    r"[A-Z][a-z]+uary\b)"
)
_ROMAN = re.compile(r"[IVXLC]+$")
_SMALL_ROMAN = re.compile(r"[ivxlc]+")
_APOSTROPHE = re.compile("['’]")
_OLD_MONEY = re.compile(r"\d+[sdl]")  # 10s. 6d.
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}[.-]{1,2})+[^\W\d_]{1,2}")  # p.m, z.B, Ph.D
# “The Queen! The Queen!”: a few words between quotation marks are one cry.
_CRY = re.compile(r"“[^“”]{1,40}”|(?<![\w.!?,])\"[^\"]{1,40}\"(?!\w)")
_ASIDE = 300  # characters: a parenthesis longer than this is not one thought


@dataclass(frozen=True, slots=True)
class _Known:
    """A language's `Splitting`, ready to be asked."""

    has: Splitting
    titles: frozenset[str]
    numbered: frozenset[str]
    ending: frozenset[str]
    starters: frozenset[str]
    small: frozenset[str]
    uncounted: frozenset[str]
    letters: frozenset[str]
    also: dict[str, re.Pattern[str]]
    when: re.Pattern[str] | None
    said: re.Pattern[str] | None


@functools.lru_cache(maxsize=16)
def _known(primary: str) -> _Known:
    has = record_of(primary).splitting or Splitting()
    return _Known(
        has,
        frozenset(has.titles.split()),
        frozenset(has.numbered.split()),
        frozenset(has.ending.split()),
        frozenset(has.starters.split()),
        frozenset(has.small.split()),
        frozenset(has.uncounted.split()),
        frozenset(has.letters.split()),
        {title: re.compile(pattern) for title, pattern in has.also.items()},
        re.compile(has.when, re.IGNORECASE) if has.when else None,
        re.compile(has.said) if has.said else None,
    )


def knows(primary: str) -> bool:
    """Whether these rules have the words of a language."""
    return record_of(primary).splitting is not None


def ranges(text: str, primary: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, gaps included."""
    start = 0
    items, markers = _items(text)
    for end in sorted({*_ends(text, primary), *unstopped.ends(text)} - markers | items):
        if text[start:end].strip():
            yield start, end
            start = end
    yield start, len(text)


def _ends(text: str, primary: str) -> Iterator[int]:
    known = _known(primary)
    informal = _informal(text, known)
    inside = [*_parentheses(text), *((found.start(), found.end() - 1) for found in _CRY.finditer(text))]
    for found in _CANDIDATE.finditer(text):
        if inside and any(a < found.start() < b and found.end("close") <= b for a, b in inside):
            continue
        if _is_end(text, found, known, informal):
            yield found.end("gap")


def _is_end(text: str, found: re.Match[str], known: _Known, informal: bool) -> bool:
    mark, close = found["mark"], found["close"]
    at = found.end("gap")
    opened = _OPEN.match(text, at)
    after = opened.end() if opened else at
    if enumerator := _ENUMERATOR.match(text, at):
        after = enumerator.end()  # (vii) And the Romans, too.
    if _ADDRESS.match(text, at):
        return True
    if after >= len(text):
        return False  # stray marks belong to what is before them
    following = text[after]
    lower = following.islower()
    opening = text[at:after].strip(" ")
    word = _WORD.match(text, after)
    next_word = word.group() if word else following
    if "." in mark and len(mark) == 1 and not close:
        return _stop(text, found.start(), next_word, lower and not informal, opening, known)
    if ('"' in close or "”" in close) and _CITATION.match(text, at):
        return False
    if lower:
        # A tail (“Oh!” cried she), a sentence that goes on (wait... what), or a writer without capitals.
        if opening[:1] in ("¿", "¡"):
            return True
        return informal and not close and not opening
    if (mark[0] == "." and len(mark) > 1) or mark[0] == "…":
        before = _BEFORE.search(text, 0, found.start())
        # “I... I do not know”: a stammer, not an end.
        stammer = before and before.group().lower() == next_word.lower()
        return not stammer and not following.isdecimal() and (next_word not in ("I", "I’m", "I'm") or bool(close))
    if close and mark[0] in "!?" and known.said and known.said.match(text, after) and not opening:
        return False
    return following not in ",;:)]}"


def _stop(text: str, dot: int, next_word: str, lower: bool, opening: str, known: _Known) -> bool:
    """Whether the single full stop at `dot` ends a sentence; abbreviations and numbers are why it may not."""
    found = _BEFORE.search(text, max(0, dot - 40), dot)
    before = found.group().rpartition("--")[2] if found else ""
    plain = before.strip("'’‘*_(").lower()
    if known.has.elides:
        plain = _APOSTROPHE.split(plain)[-1]  # l'art. 5
    first = text[: found.start()] if found else ""
    starter = _APOSTROPHE.split(next_word.lower())[0] in known.starters and next_word[:1].isupper()
    if (lower and not (known.has.careless and _ordinary(plain, known))) or next_word[:1] in ",;:)":
        return False
    word = before.isalpha() and len(before) > 1 and starter
    if not first.strip(" •‣▪⁃*-–(\u00a0") and _LIST.fullmatch(before) and not word:
        return False  # the number or letter of a list's item
    if known.has.eras and before == "C" and re.search(r"\b[ad]\.\s?$", first):
        return starter  # 44 a. C. Luego
    if known.has.eras and before == "m" and re.search(r"\d\s?[ap]\.\s?$", first):
        return next_word[:1].isupper()  # a las 8 p. m. Vino
    if plain in known.titles and not (starter and plain in known.also and known.also[plain].search(first)):
        return False
    if plain == "al" and first.rstrip().endswith("et"):
        return starter  # Smith et al. 2010
    if known.has.streets and plain.endswith(known.has.streets) and next_word[:1].isdecimal():
        return False  # Bahnhofstr. 5
    if _OLD_MONEY.fullmatch(plain) and next_word[:1].isdecimal():
        return False  # 10s. 6d.
    if plain in ("no", "art", "sec") and next_word == "I" and re.match(r"\.\s+I\s+(?!of\b|and\b)\w", text[dot:]):
        return True  # No. I am sure
    if plain in known.numbered and (
        next_word[:1].isdecimal() or _ROMAN.match(next_word) or _SMALL_ROMAN.fullmatch(next_word)
    ):
        return False
    if before.lstrip("-–").isdecimal():
        # am 12. Juni, but S. 23. Dann; Abb. 4. Ludwig
        counted = re.search(r"(\w+)\.\s*$", first)
        numbered = counted is not None and counted[1].lower() in known.numbered
        return not (known.has.ordinal_stops and len(before) <= 3 and not starter and not numbered)  # am 12. Juni
    if len(plain) == 1 and plain.isalpha():
        if known.has.eras and plain in ("a", "d") and text[dot:].lstrip(". ").startswith("C."):
            return False  # 44 a. C.
        return _after_letter(before, first, starter, opening, known)
    if _DOTTED.fullmatch(plain):
        if plain in ("a.m", "p.m"):
            if known.when and known.when.search(text[max(0, dot - 30) : dot]):
                return False  # At 6 a.m. Mrs. Hale rose.
            return next_word[:1].isupper() and not _ZONES.match(next_word)
        return starter and plain not in known.titles
    if plain in known.ending:
        word_here = plain in known.uncounted and re.search(r"[\d½¼¾]\s?$", first) is None
        if word_here or (plain in known.small and before.islower()):
            return True
        if plain == "etc" and not known.has.capital_nouns:
            return next_word[:1].isupper()  # where nouns have no capitals
        return starter or opening.strip() in tuple('"“‘—–«')
    return True


_LETTERED = re.compile(
    r"\b(?:vitamin|plan|type|group|class|grade|point|section|exhibit|team|channel|hepatitis|block)"
    r"\s+$",
    re.IGNORECASE,
)


def _after_letter(letter: str, before: str, starter: bool, opening: str, known: _Known) -> bool:
    """After a single letter: an initial ("J. Austen"), or the last word of a sentence ("you and I.", "vitamin C.")."""
    before = before[-200:]  # what stands further back decides nothing, and there may be a million initials
    if letter and letter == known.has.capital_word:
        last = before.rstrip().rpartition(" ")[2]
        return last[:1].islower() or starter
    if letter in known.letters:
        return True
    if starter and _LETTERED.search(before):
        return True
    if letter.islower() and not known.has.capital_nouns:
        return starter
    if not starter:
        return False
    if known.has.capital_nouns and re.search(r"\b[a-z]\.\s?$", before):
        return True  # Frankfurt a. M. Er
    return bool(opening.strip("—– ")) or (not known.has.capital_nouns and not re.search(r"[A-Z][\w.]*\s*$", before))


def _ordinary(word: str, known: _Known) -> bool:
    """A word that nobody abbreviates: before a small letter, only writers without capitals put a full stop there."""
    known_short = word in _short() or word in known.ending or word in known.numbered
    return (
        len(word) > 3
        and word.isalpha()
        and not known_short
        and re.search("[aeiouy]", word) is not None
        and not re.search("[^aeiouy]{4}$", word)
    )


@functools.cache
def _short() -> frozenset[str]:
    """Words with a stop that no sentence ends with, in English; Roman numerals of volumes among them."""
    known = _known("en")
    return known.titles | known.numbered | known.ending | frozenset("i ii iii iv v vi vii viii ix x cent".split())


# What stands before a stop in the middle of a sentence in other languages: Otto II., M. de, 63 a. de C.
_SMALL_STOP = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[.?]\s+[a-z]")
_OTHER_STOP = re.compile(r"(?<![^\W\d_])([^\W\d_]*[a-zß-öø-ÿ]{2})[.?]\s+[a-z]")
_SMALL_START = re.compile(r"[.?](?<=[^\W\d_].)\s+[a-z]")


def _informal(text: str, known: _Known) -> bool:
    """A writer who begins sentences without capitals, as in messages."""
    # Oh! what a day: an exclamation inside a sentence, as older books have it.
    if _SMALL_START.search(text) is None:
        return False
    pattern = _SMALL_STOP if known.has.careless else _OTHER_STOP
    small = sum(found[1].lower() not in _short() and not is_roman(found[1]) for found in pattern.finditer(text))
    return small > 0 and small >= len(re.findall(r"[.!?]\s+[A-Z]", text)) and (small > 1 or text[:1].islower())


def _parentheses(text: str) -> list[tuple[int, int]]:
    """Outermost parentheses: nothing ends inside them."""
    if "(" not in text and "[" not in text:
        return []
    out: list[tuple[int, int]] = []
    stack: list[int] = []
    for found in re.finditer(r"[()\[\]]", text):
        if found.group() in "([":
            stack.append(found.start())
        elif stack:
            start = stack.pop()
            if not stack and found.start() - start < _ASIDE:
                out.append((start, found.start()))
    return out


def _items(text: str) -> tuple[set[int], set[int]]:
    """Lists in one line (1.) first 2.) second): where their items begin, and where their markers end."""
    starts: set[int] = set()
    ends: set[int] = set()
    if text[1:2] not in (".", ")") and not _NUMBERED.search(text):
        return starts, ends
    runs: dict[str, list[re.Match[str]]] = {}
    for found in _ITEM.finditer(text):
        kind = _kind(found)
        run = runs.setdefault(kind, [])
        order = _order(found)
        before = text[: found.start()].rstrip()
        if (word := _LAST.search(before)) and word[1].lower() in _short():
            continue  # vol. i. of the work
        begins = not before or (order in (0, 1) and before[-1] in ".!?:;")
        if (begins and not run) or (run and order == _order(run[-1]) + bool(order)):
            run.append(found)
    for kind, run in runs.items():
        if kind[0] in "urR" and not _things(text, run):
            continue  # A. B. Smith, I and V.
        head = bool(run) and not text[: run[0].start()].strip()
        if len(run) > 1 or head:
            ends |= {found.end() for found in run}
        if len(run) > 1:
            starts |= {found.start() for found in run}
    return starts, ends


_LAST = re.compile(r"(\w+)\.$")


def _kind(item: re.Match[str]) -> str:
    """What numbers an item: items of one list are numbered alike."""
    if item["bullet"]:
        return "bullet"
    if item["r"]:
        return ("r" if item["r"].islower() else "R") + item["d"]
    return next(name + item[sign] for name, sign in (("n", "how"), ("l", "h"), ("u", "s")) if item[name])


def _things(text: str, run: list[re.Match[str]]) -> bool:
    """Whether something of two words stands behind every letter of a list: A. B. Smith is none."""
    ends = [*(found.start() for found in run[1:]), len(text)]
    return len(run) > 1 and all(len(text[found.end() : end].split()) > 1 for found, end in zip(run, ends, strict=True))


def _order(item: re.Match[str]) -> int:
    letter = item["l"] or item["u"]
    if item["r"]:
        return roman(item["r"].upper()) if is_roman(item["r"].upper()) else -1
    return int(item["n"]) if item["n"] else ord(letter.lower()) - ord("a") + 1 if letter else 0
