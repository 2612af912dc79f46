"""Headings that are only a number are spoken by a template: `headings: "Chapter {n}"`."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from pipeline.manifests import Cast, Read
from pipeline.records import Block, Manuscript, Span
from pipeline.script import make_script, select
from pipeline.script.selection.bare_headings import RULE
from tests.pipeline.script.manuscripts import PAUSES, manuscript, speaker


def said(book: Manuscript, template: str) -> list[tuple[str, str]]:
    script = make_script(
        select(book, Read(headings=template)),
        cast=Cast(narrator="a"),
        lexicons=(),
        pauses=PAUSES,
        speakers={"a": speaker()},
    )
    assert script.coverage.adds_up
    return [(line.text, line.spoken) for line in script.lines]


def heading(text: str, level: int = 1) -> Block:
    return Block("heading", (Span(text),), level=level)


@pytest.mark.parametrize(("text", "language", "template", "spoken"), [
    ("I", "en", "Chapter {n}", "Chapter one"), ("I.", "en", "Chapter {n}.", "Chapter one."), ("one", "en", "Chapter {n}", "Chapter one"),
    ("Twenty-One", "en", "Chapter {n}", "Chapter twenty one"), ("TWELVE", "en", "Chapter {n}", "Chapter twelve"), ("— 3 —", "en", "Chapter {n}", "Chapter three"),
    ("xiv", "en", "Part {n} of it", "Part fourteen of it"), ("XC", "en", "Chapter {n}", "Chapter ninety"), ("Zwei", "de", "Kapitel {n}", "Kapitel zwei"),
    ("ZWÖLF", "de", "Kapitel {n}", "Kapitel zwölf"), ("Trois", "fr", "Chapitre {n}", "Chapitre trois"), ("IV", "es", "Capítulo {n}", "Capítulo cuatro"),
    ("三", "zh", "第{n}章", "第三章"), ("12", "ja", "第{n}章", "第十二章"), ("Dos", "es", "Capítulo {n}", "Capítulo dos"),
])  # fmt: skip
def test_a_bare_number_is_said_as_the_template_wants(text: str, language: str, template: str, spoken: str) -> None:
    assert said(manuscript(heading(text), language=language), template) == [(text, spoken)]


@pytest.mark.parametrize(
    "text", ["The Beginning", "I Am Born", "Chapter I", "1984", "One Day", "1. The Sea", "?", "First", "Mix", "1.2"]
)
def test_other_headings_are_read_as_they_stand(text: str) -> None:
    book = manuscript(heading(text))
    assert said(book, "Chapter {n}") == said(book, "read")


def test_sections_parts_and_paragraphs_are_no_chapters() -> None:
    blocks = (heading("II", 2), Block("paragraph", (Span("I"),)))
    assert "Chapter" not in str(said(manuscript(*blocks), "Chapter {n}"))
    part = manuscript(heading("II"), role="part")
    assert said(part, "Chapter {n}") == said(part, "read")


def test_what_was_changed_is_explained_and_noted_marks_stay() -> None:
    block = replace(heading("IV"), spans=(Span("IV", style=("strong",)), Span("1", kind="noteref")))
    script = make_script(
        select(manuscript(block), Read(headings="Chapter {n}")),
        cast=Cast(narrator="a"),
        lexicons=(),
        pauses=PAUSES,
        speakers={"a": speaker()},
    )
    assert [replacement.rule for replacement in script.lines[0].replacements] == [RULE]


@pytest.mark.parametrize("wrong", ["Chapter", "", "aloud", "Chapter {m}", "Skip"])
def test_a_template_has_a_number(wrong: str) -> None:
    with pytest.raises(ValidationError, match="a template with {n}"):
        Read(headings=wrong)
