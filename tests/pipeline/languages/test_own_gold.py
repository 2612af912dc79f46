"""Hand-made gold of Italian and Portuguese (tests/corpora/own): what is said and split right stays so, in both halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.languages.spoken import spoken
from pipeline.script import split
from tests.corpora import gold

OWN = Path(gold.__file__).parent / "own"


@pytest.mark.parametrize("half", gold.HALVES)
@pytest.mark.parametrize("language", ["it", "pt"])
def test_spoken_forms(language: str, half: str) -> None:
    rows = [row for row in gold.spoken_forms(OWN) if (row.language, row.half) == (language, half)]
    right = [
        row
        for row in rows
        if gold.plain(spoken(row.written, language).text) in {gold.plain(said) for said in row.accepted}
    ]
    assert len(rows) > 40
    assert len(right) >= 0.94 * len(rows)


@pytest.mark.parametrize("half", gold.HALVES)
@pytest.mark.parametrize("language", ["it", "pt"])
def test_sentences(language: str, half: str) -> None:
    rows = [row for row in gold.sentences(OWN) if (row.language, row.half) == (language, half)]
    assert [row.text for row in rows if tuple(split(row.text, language)) != row.sentences] == []


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("pt-BR", "século XIX, 16 km", "século dezenove, dezesseis quilômetros"),
        ("pt-PT", "século XIX, 16 km", "século dezanove, dezasseis quilómetros"),
        ("pt-PT", "1.000.000.000 de euros", "mil milhões de euros"),
        ("it-CH", "20 km/h", "venti chilometri all'ora"),
    ],
)
def test_regions_count_as_they_do(language: str, written: str, said: str) -> None:
    assert spoken(written, language).text == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Mise da parte i soldi."),
        ("it", "In quella parte vi era un lago."),
        ("it", "I libri erano suoi, e li lesse tutti."),
        ("it", "Andò col padre; ed era tardi."),
        ("pt", "Nesta cena vi um homem."),
        ("pt", "A parte c do livro x."),
        ("pt", "Foi a casa e voltou."),
    ],
)
def test_words_that_look_like_numerals_or_abbreviations_stay_words(language: str, text: str) -> None:
    assert spoken(text, language).text == text
