"""Rewrite rules of text normalisation: what a rule is, and which replacements a language's rules make in a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.patterns import Lazy
from pipeline.records import Replacement

Say = Callable[[re.Match[str]], str | None]
To = str | Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RewriteRule:
    """`say` gives the words for a match of `pattern`, or None where the text stays as it is.

    `guard` is a cheaper pattern, searched once in the whole text; the rule is tried only where it matches.
    """

    name: str
    pattern: Lazy  # compiled at its first use: a book needs a third of its language's rules
    say: Say
    guard: re.Pattern[str]
    figures: bool = False  # whether a figure is needed besides


# Exponents beyond square and cube: 10⁶, 10⁻³, 10²³.
EXPONENT = r"(?<=[\w)])(?:⁻[⁰¹²³⁴-⁹]{1,3}|[⁰¹²³⁴-⁹]{2,3}|[⁰¹⁴-⁹])"
_EXPONENTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def exponent(sign: str) -> int:
    return int(sign.translate(_EXPONENTS))


FIGURE = re.compile("[\\d¼-¾⅐-⅞]")
# Characters that look different and mean the same: typographic spaces, hyphens and minus signs, full-width forms. Each
# is replaced by one character, so that offsets stay valid. The narrow no-break space groups figures in French.
_FOLD = {
    **dict.fromkeys(map(ord,
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    ord("\u2010"): "-", ord("\u2011"): "-", ord("\u2212"): "-", ord("\ufe63"): "-",
    ord("\u2236"): ":", ord("\u2044"): "/",
        ord("\u2215"): "/",
    # Full-width letters, figures and signs; not the commas, stops and brackets of Chinese and Japanese.
    **{0xFF01 + i: chr(0x21 + i) for i in range(94) if chr(0x21 + i).isalnum() or chr(0x21 + i) in "%+-=<>/@&#$~.:"},
}  # fmt: skip


_FOLDED = frozenset(map(chr, _FOLD))


def folded(text: str) -> str:
    """The text with typographic variants replaced by plain characters, at the same offsets."""
    # Most lines of a novel have curly quotation marks, few have anything to fold.
    return text if text.isascii() or _FOLDED.isdisjoint(text) else text.translate(_FOLD)


# A dash between two replacements of these rules is said as a word: $5-$10, 2pm–5pm, 1960s-80s.
_RANGED = frozenset(["money", "time", "decade", "date", "percent", "measure", "fraction", "ordinal"])
_DASH = re.compile(r"\s?[-–—~〜～]\s?")


def replacements(text: str, rules: Sequence[RewriteRule], to: To, fixed: Iterable[Replacement]) -> list[Replacement]:
    """The replacements that `rules` make in `text`, in order, with those that are `fixed`; the first rule wins.

    Args:
        to: the word between the ends of a range, with its spaces, or a function that gives it for the text before the
            range ("between 5%-10%" takes another word).
    """
    made = list(fixed)
    for rule in applicable(rules, text):
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if start == end or (made and any(r.start < end and start < r.end for r in made)):
                continue
            words = rule.say(match)
            if words is not None:
                made.append(Replacement(start, end, words, rule.name))
    made.sort(key=lambda r: r.start)
    ranges = [
        Replacement(a.end, b.start, to if isinstance(to, str) else to(text[: a.start]), "range")
        for a, b in itertools.pairwise(made)
        if a.rule == b.rule and a.rule in _RANGED and a.end < b.start and _DASH.fullmatch(text, a.end, b.start)
    ]
    return sorted([*made, *ranges], key=lambda r: r.start) if ranges else made


def applicable(rules: Sequence[RewriteRule], text: str) -> list[RewriteRule]:
    """The rules that may change something in `text` or in a part of it."""
    matches: dict[int, bool] = {}  # by identity: guards are shared, and patterns hash slowly
    if FIGURE.search(text) is None:
        rules = [rule for rule in rules if not rule.figures]
    chosen = []
    for rule in rules:
        guard = rule.guard
        if (there := matches.get(id(guard))) is None:
            there = matches[id(guard)] = guard.search(text) is not None
        if there:
            chosen.append(rule)
    return chosen


def needing_figures(rules: Iterable[RewriteRule]) -> tuple[RewriteRule, ...]:
    """Rules that are tried only in texts with a figure; most lines of a novel have none."""
    return tuple(replace(rule, figures=True) for rule in rules)


def after_any(words: Iterable[str]) -> str:
    """A look-behind for any of `words`, to stand behind the character that ends them all.

    A guard that begins with its rarest literal and checks the rest with a look-behind is ten times faster than one that
    tries a list of words at each letter: `re` can jump to a known first character.
    """
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(re.escape(word))
    return "(?:" + "|".join(f"(?<={'|'.join(same)})" for same in by_length.values()) + ")"


DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")


def rule(name: str, pattern: str, say: Say | str, guard: str | re.Pattern[str] = DIGIT, flags: int = 0) -> RewriteRule:
    """A rule; `say` may be a template with \\1 for groups, `guard` a pattern to be compiled."""
    compiled = re.compile(guard) if isinstance(guard, str) else guard
    if isinstance(say, str):
        template = say
        return RewriteRule(name, Lazy(pattern, flags), lambda m: m.expand(template), compiled)
    return RewriteRule(name, Lazy(pattern, flags), say, compiled)
