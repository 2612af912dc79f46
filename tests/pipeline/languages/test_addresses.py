"""Names in addresses: a rule of sounds and not a list, so that no name is said well because a table holds it."""

import pytest

from pipeline.languages.spoken import electronic, spoken


@pytest.mark.parametrize("name", ["spiegel", "corriere", "publico", "schule", "elpais", "thalia"])
def test_what_can_be_said_is_a_word(name: str) -> None:
    assert electronic.word(name) == name


@pytest.mark.parametrize(("name", "said"), [("tmobile", "t mobile"), ("dbahnen", "d bahnen"), ("zverlag", "z verlag")])
def test_a_letter_before_a_word_is_a_letter(name: str, said: str) -> None:
    assert electronic.word(name) == said


@pytest.mark.parametrize("name", ["gmx", "abcdf", "rtl", "bcdf"])
def test_what_nobody_can_say_is_spelled(name: str) -> None:
    assert electronic.word(name) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "w w w punkt spiegel punkt de"),
        ("es", "w w w punto spiegel punto d e"),
        ("it", "w w w punto spiegel punto d e"),
        ("pt", "w w w ponto spiegel ponto d e"),
    ],
)
def test_each_language_says_addresses_in_its_words(language: str, said: str) -> None:
    assert spoken("www.spiegel.de", language).text == said
