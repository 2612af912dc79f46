"""Faults in what is said, as engines make them: words and clauses left out, replaced, said twice, leaked."""

from __future__ import annotations

from pipeline.qa.calibration.faults import Material, Rng, TextFault, WrongText
from pipeline.qa.calibration.units import Range, clauses, spliced, words

LITTLE = 3  # letters of words that a listener hardly hears: articles, prepositions


def _letters(text: str, at: Range) -> str:
    return "".join(filter(str.isalnum, text[slice(*at)])).lower()


def _sized(text: str, language: str, little: bool) -> list[Range]:
    """Words that are little ones, or all others; where words are not spaced, all are others."""
    found = words(text, language)
    if any(not mark.isascii() and mark.isalpha() and mark.upper() == mark.lower() for mark in text):
        return [] if little else found
    return [at for at in found if (len(_letters(text, at)) <= LITTLE) == little]


def _pick(rng: Rng, ranges: list[Range]) -> Range:
    return ranges[int(rng.integers(len(ranges)))]


def dropped_word(text: str, language: str, rng: Rng, _: Material, little: bool = False) -> WrongText | None:
    found = _sized(text, language, little)
    if not found or len(words(text, language)) < 3:
        return None
    at = _pick(rng, found)
    return WrongText(spliced(text, at, "", language), f"{text[slice(*at)]!r} left out")


def dropped_little_word(text: str, language: str, rng: Rng, material: Material) -> WrongText | None:
    return dropped_word(text, language, rng, material, little=True)


def dropped_clause(text: str, language: str, rng: Rng, _: Material) -> WrongText | None:
    """A clause, or half of a line of one clause: an engine that stops early, or begins late, leaves that out."""
    found = clauses(text, language, least=2)
    if len(found) < 2:
        all_words = words(text, language)
        if len(all_words) < 6:
            return None
        middle = all_words[len(all_words) // 2][0]
        found = [(0, middle), (middle, len(text))]
    at = _pick(rng, found)
    return WrongText(spliced(text, at, "", language), f"{text[slice(*at)].strip()!r} left out")


def replaced_word(text: str, language: str, rng: Rng, material: Material) -> WrongText | None:
    """Another real word of similar length, of which half the letters differ at least."""
    found = _sized(text, language, little=False)
    if not found:
        return None
    at = _pick(rng, found)
    old = _letters(text, at)
    for _ in range(200):
        new = material.words[int(rng.integers(len(material.words)))]
        if abs(len(new) - len(old)) <= 1 and _unlike(old, new.lower()):
            return WrongText(spliced(text, at, new, language), f"{text[slice(*at)]!r} became {new!r}")
    return None


def _unlike(a: str, b: str) -> bool:
    """Whether no more than half of the letters are shared, the order kept."""
    row = [0] * (len(b) + 1)
    for one in a:
        above = row[:]
        for j, other in enumerate(b, start=1):
            row[j] = above[j - 1] + 1 if one == other else max(above[j], row[j - 1])
    return row[-1] * 2 <= max(len(a), len(b))


def doubled_word(text: str, language: str, rng: Rng, _: Material, little: bool = False) -> WrongText | None:
    found = _sized(text, language, little)
    if not found:
        return None
    at = _pick(rng, found)
    word = text[slice(*at)]
    return WrongText(spliced(text, (at[1], at[1]), word, language), f"{word!r} said twice")


def doubled_little_word(text: str, language: str, rng: Rng, material: Material) -> WrongText | None:
    return doubled_word(text, language, rng, material, little=True)


def repeated_clause(text: str, language: str, rng: Rng, _: Material) -> WrongText | None:
    at = _pick(rng, clauses(text, language) or [(0, len(text))])
    return WrongText(
        spliced(text, (at[1], at[1]), text[slice(*at)], language), f"{text[slice(*at)].strip()!r} said twice"
    )


def loop(text: str, language: str, rng: Rng, _: Material) -> WrongText | None:
    """A clause, or two to four words, said three to six times."""
    found = clauses(text, language)
    if rng.random() < 0.5:
        all_words = words(text, language)
        if len(all_words) < 4:
            return None
        first = int(rng.integers(len(all_words) - 2))
        last = min(len(all_words) - 1, first + int(rng.integers(1, 4)))
        found = [(all_words[first][0], all_words[last][1])]
    at = _pick(rng, found or [(0, len(text))])
    times = int(rng.integers(3, 7))
    again = text[slice(*at)].strip()
    for _again in range(times - 1):
        text = spliced(text, (at[1], at[1]), again, language)
    return WrongText(text, f"{again!r} said {times} times")


def leaked(text: str, language: str, rng: Rng, material: Material) -> WrongText | None:
    """A clause of the reference clip's text, or of another line, before, behind or within the line."""
    sources = [material.reference_text] if material.reference_text and rng.random() < 0.5 else material.sentences
    source = sources[int(rng.integers(len(sources)))]
    if source == text:
        return None
    found = clauses(source, language, least=2)
    if not found:
        return None
    clause = source[slice(*_pick(rng, found))].strip()
    inner = [end for _, end in clauses(text, language)][:-1] or [len(text)]
    place = (0, len(text), inner[int(rng.integers(len(inner)))])[int(rng.integers(3))]
    return WrongText(spliced(text, (place, place), clause, language), f"{clause!r} added")


def other_line(text: str, _: str, rng: Rng, material: Material) -> WrongText | None:
    other = material.sentences[int(rng.integers(len(material.sentences)))]
    return None if other == text else WrongText(other, f"another line: {other!r}")


# The recall of little words is told and promised by nobody: a recogniser's language model puts "the" where it belongs.
TEXT_FAULTS = (
    TextFault("dropped word", ("h-002", "h-004"), dropped_word),
    TextFault("dropped little word", ("h-002", "h-004"), dropped_little_word, bar=0),
    TextFault("dropped clause", ("h-002", "h-001", "t-003"), dropped_clause),
    TextFault("replaced word", ("h-004",), replaced_word),
    TextFault("doubled word", ("h-005", "h-003", "h-007"), doubled_word, bar=0.9),
    TextFault("doubled little word", ("h-005", "h-003", "h-007"), doubled_little_word, bar=0),
    TextFault("clause said twice", ("h-005", "h-003", "h-007"), repeated_clause),
    TextFault("loop", ("h-007", "h-005", "h-003", "t-014"), loop),
    TextFault("leaked clause", ("h-006", "h-003"), leaked),
    TextFault("other line", ("h-001", "h-004"), other_line),
)
