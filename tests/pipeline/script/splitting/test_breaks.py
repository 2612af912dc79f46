"""Forced line breaks in headings, addresses and short lines are heard, and so is the end of a section number."""

from __future__ import annotations

import pytest

from pipeline.manifests import Cast
from pipeline.records import Block, Span
from pipeline.script import make_script
from tests.pipeline.script.manuscripts import PAUSES, manuscript, speaker


def said(text: str, kind: str, language: str) -> list[str]:
    script = make_script(
        manuscript(Block(kind, (Span(text),), level=1), language=language),
        cast=Cast(narrator="a"),
        lexicons=(),
        pauses=PAUSES,
        speakers={"a": speaker()},
    )
    assert script.coverage.adds_up
    return [line.spoken for line in script.lines]


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("Chapter I\nThe Cyclone", "en", "Chapter one. The Cyclone"),
        ("I\nThe Cyclone", "en", "one. The Cyclone"),
        ("Chapter 2:\nThe Sea", "en", "Chapter two: The Sea"),
        ("The Last\nof the Line", "en", "The Last\nof the Line"),
        ("Kapitel 3\nDie Nacht\nAm See", "de", "Kapitel drei. Die Nacht. Am See"),
        ("Chapitre IV\nL’Île", "fr", "Chapitre quatre. L’Île"),
        ("第一章\n山村", "zh", "第一章。山村"),
        ("第一章\n山の話", "ja", "第一章。山の話"),
        ("Who?\nNobody", "en", "Who?\nNobody"),
        ("3.1. Introduction", "en", "three point one. Introduction"),
        ("3.1 Introduction", "en", "three point one. Introduction"),
        ("3.1. Einleitung", "de", "drei punkt eins. Einleitung"),
        ("Section 2.3.1 Installing", "en", "Section two point three point one. Installing"),
        ("A.1 Licences", "en", "A.one. Licences"),
        ("2.5 Million Reasons", "en", "two point five Million Reasons"),
        ("1.5 Grad", "de", "eins punkt fünf Grad"),
    ],
)
def test_headings(text: str, language: str, spoken: str) -> None:
    found = said(text, "heading", language)
    assert [" ".join(one.split()) for one in found] == [" ".join(spoken.split())]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("J. Smith\n12 Main Street\nLondon", "J Smith | twelve Main Street | London"),
        ("12 Main Street\nLondon", "twelve Main Street, London"),
        ("Fare thee well,\nFare thee well", "Fare thee well, Fare thee well"),
        ("— Yes.\n— No.", "— Yes. | — No."),
        ("The ship had been lost\nand nobody knew it.", "The ship had been lost and nobody knew it."),
        (
            "It was known to everybody in the town, from the mayor to the last of the\nMarsh people.",
            "It was known to everybody in the town, from the mayor to the last of the Marsh people.",
        ),
    ],
)
def test_lines_of_paragraphs(text: str, spoken: str) -> None:
    found = said(text, "paragraph", "en")
    assert [" ".join(one.split()) for one in found] == spoken.split(" | ")
