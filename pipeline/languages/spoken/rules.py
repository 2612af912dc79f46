"""What a rule is, and how a language's rules are laid over a text."""

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
    """`say` gives the words for a match of `pattern`, or None where nothing is to be changed.

    `needs` is a cheap test of the whole line, made once for all the rules that share it (see `ended`).
    """

    name: str
    pattern: Lazy  # a book needs a third of its language's rules
    say: Say
    needs: re.Pattern[str]
    figures: bool = False  # whether it needs a figure besides


# Exponents beyond square and cube: 10⁶, 10⁻³, 10²³.
EXPONENT = r"(?<=[\w)])(?:⁻[⁰¹²³⁴-⁹]{1,3}|[⁰¹²³⁴-⁹]{2,3}|[⁰¹⁴-⁹])"
_EXPONENTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def exponent(sign: str) -> int:
    return int(sign.translate(_EXPONENTS))


FIGURE = re.compile("[\\d¼-¾⅐-⅞]")
# Looks that differ and mean the same: typographic spaces, hyphens and minus signs, full-width forms. One for one, so
# that places stay places. The narrow no-break space groups figures in French.
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
    # Curly quotation marks are in most lines of a novel, and what is folded in few.
    return text if text.isascii() or _FOLDED.isdisjoint(text) else text.translate(_FOLD)


# Between two of these a dash is a word: $5-$10, 2pm–5pm, 1960s-80s.
_RANGED = frozenset(["money", "time", "decade", "date", "percent", "measure", "fraction", "ordinal"])
_DASH = re.compile(r"\s?[-–—~〜～]\s?")


def found(text: str, rules: Sequence[RewriteRule], to: To, fixed: Iterable[Replacement]) -> list[Replacement]:
    """Every place where a rule changes `text`, in order; what is `fixed` is left alone, and the first rule wins.

    Args:
        to: the word between the ends of a range, with the spaces that it wants; or what gives it for all that stands
            before the range (between 5%-10% it is another).
    """
    out = list(fixed)
    for rule in needed(rules, text):
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if start == end or (out and any(r.start < end and start < r.end for r in out)):
                continue
            said = rule.say(match)
            if said is not None:
                out.append(Replacement(start, end, said, rule.name))
    out.sort(key=lambda r: r.start)
    ranged = [
        Replacement(a.end, b.start, to if isinstance(to, str) else to(text[: a.start]), "range")
        for a, b in itertools.pairwise(out)
        if a.rule == b.rule and a.rule in _RANGED and a.end < b.start and _DASH.fullmatch(text, a.end, b.start)
    ]
    return sorted([*out, *ranged], key=lambda r: r.start) if ranged else out


def needed(rules: Sequence[RewriteRule], text: str) -> list[RewriteRule]:
    """The rules that may find something in `text`, or in a part of it."""
    needs: dict[int, bool] = {}  # by identity: patterns are compiled once, and hash slowly
    if FIGURE.search(text) is None:
        rules = [rule for rule in rules if not rule.figures]
    out = []
    for rule in rules:
        need = rule.needs
        if (there := needs.get(id(need))) is None:
            there = needs[id(need)] = need.search(text) is not None
        if there:
            out.append(rule)
    return out


def of_figures(rules: Iterable[RewriteRule]) -> tuple[RewriteRule, ...]:
    """Rules that are tried where there is a figure at all: most lines of a novel have none."""
    return tuple(replace(rule, figures=True) for rule in rules)


def ended(words: Iterable[str]) -> str:
    """A pattern for the place after one of `words`, to stand behind the sign that ends them all.

    A need that begins with its rarest sign and looks back is found ten times faster than one that tries a list of
    words at each letter, for `re` skips to a first character that it knows.
    """
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(re.escape(word))
    return "(?:" + "|".join(f"(?<={'|'.join(same)})" for same in by_length.values()) + ")"


DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")


def rule(name: str, pattern: str, say: Say | str, needs: str | re.Pattern[str] = DIGIT, flags: int = 0) -> RewriteRule:
    """A rule; `say` may be a template with \\1 for groups."""
    if isinstance(say, str):
        template = say
        return RewriteRule(name, Lazy(pattern, flags), lambda m: m.expand(template), _needs(needs))
    return RewriteRule(name, Lazy(pattern, flags), say, _needs(needs))


def _needs(needs: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(needs) if isinstance(needs, str) else needs
