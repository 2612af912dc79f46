"""Cardinals at their edges: no figure of a number is ever lost."""

import pytest

from pipeline.languages.spoken.french import numbers as french
from pipeline.languages.spoken.german import numbers as german
from pipeline.languages.spoken.spanish.cardinals import cardinal, decimals, feminine


def test_numbers_beyond_the_names_of_groups_are_read_figure_by_figure() -> None:
    assert cardinal(10**30 - 1).startswith("novecientos noventa y nueve mil novecientos noventa y nueve cuatrillones")
    assert cardinal(10**24) == "un cuatrillón"
    assert cardinal(10**30) == "uno" + " cero" * 30
    assert feminine(2 * 10**40) == "dos" + " cero" * 40
    assert feminine(10**6 + 201) == "un millón doscientas una"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("5", "cinco"),
        ("05", "cero cinco"),
        ("25", "veinticinco"),
        ("125", "ciento veinticinco"),
        ("1205", "doce cero cinco"),
        ("12345", "doce treinta y cuatro cinco"),
    ],
)
def test_decimals_are_read_in_pairs(figures: str, words: str) -> None:
    assert decimals(figures) == words


def test_german_and_french_begin_such_a_number_with_its_own_first_figure() -> None:
    assert german.cardinal(9 * 10**40) == "neun" + " null" * 40
    assert french.cardinal(9 * 10**40) == "neuf" + " zéro" * 40
