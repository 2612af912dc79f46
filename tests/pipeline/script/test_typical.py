"""Typical sentences: one of each kind, of usual length, the same for equal books."""

from dataclasses import replace

from pipeline.records import Replacement
from pipeline.script.typical import typical_lines
from tests.factories import line

WORDS = "It was late in the year and the long road lay empty before them"


def book() -> list:
    texts = [f"{WORDS[: 30 + n]}." for n in range(30)]
    texts += [f"“Nobody came to the house by the river {'at all ' * (n % 3)}today,” she said." for n in range(10)]
    texts += [
        "Who could have thought of such a thing?",
        "“Come in at once, before it rains!”",
        f"{WORDS}, {WORDS.lower()}, {WORDS.lower()}.",
    ]
    lines = [line(text, n + 1) for n, text in enumerate(texts)]
    figures = line("He had been born in 1813 in Hertfordshire.", 99).but(
        replacements=(Replacement(20, 24, "eighteen thirteen", "year"),)
    )
    return [line("CHAPTER THE FIRST OF ALL CHAPTERS", 200).but(pause="heading"), line("Oh!", 201), *lines, figures]


def test_each_kind_is_shown_once() -> None:
    chosen = typical_lines(book())
    assert [name for name, _ in chosen] == [
        "narration",
        "speech",
        "a question or an exclamation",
        "a long sentence",
        "figures and names",
    ]
    narration, speech, lively, long, figures = (one.text for _, one in chosen)
    assert 40 < len(narration) < 62
    assert speech.startswith("“Nobody came")
    assert lively.endswith(("?", "!”"))
    assert len(long) > 150
    assert "1813" in figures
    assert len({one.slate for _, one in chosen}) == 5
    assert typical_lines(book()) == chosen


def test_small_books_give_what_they_have() -> None:
    assert [one.text for _, one in typical_lines([line("Oh!")])] == ["Oh!"]
    assert typical_lines([]) == []
    assert typical_lines([replace(line("It was late in the year and dark."), spoken="")]) == []
    assert len(typical_lines(book(), most=3)) == 3
