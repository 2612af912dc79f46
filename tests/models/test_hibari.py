"""What the embedded voice's front end would read wrongly, and reads rightly."""

import pytest

from models.hibari import Hibari, _folded


@pytest.fixture(scope="module")
def hibari() -> Hibari:
    return Hibari({})


@pytest.mark.parametrize(
    ("text", "as_if"),
    [
        ("Sir William Lucas came.", "Sir William, Lucas came."),
        ("Peter Ivanovich, and Charles Lamb.", "Peter, Ivanovich, and Charles, Lamb."),
        ("Queen Victoria and King Louis.", "Queen, Victoria and King, Louis."),
        ("A Book Lovers read, in Class Ideals.", "A Book, Lovers read, in Class, Ideals."),
        ("I am Mark I said.", "I am Mark, I said."),
        ("The Queen I serve.", "The Queen, I serve."),
    ],
)
def test_a_name_is_followed_by_no_numeral_that_is_none(hibari: Hibari, text: str, as_if: str) -> None:
    (spoken,), (expected,) = hibari._tts.phonemize(_folded(text)), hibari._tts.phonemize(as_if)
    without = str.maketrans("", "", ",ˈˌ")
    assert spoken.translate(without) == expected.translate(without)
    assert "zˈiəɹ" not in spoken


@pytest.mark.parametrize("text", ["Henry V was king.", "Part I begins.", "Chapter XIV, Louis XIV.", "Book II."])
def test_true_numerals_are_read_as_such(hibari: Hibari, text: str) -> None:
    assert _folded(text) == text


@pytest.mark.parametrize(
    ("text", "as_if"),
    [
        ("Blame you! Oh, no.", "Blame you! Oh, no!"),
        ("“Oh, no.” He ate a fig.", "“Oh, no!” He ate a fig!"),
        ("He looked up at the Sun.", "He looked up at the Sun!"),
    ],
)
def test_a_word_at_the_end_of_a_sentence_is_no_abbreviation(hibari: Hibari, text: str, as_if: str) -> None:
    stops = str.maketrans("!", ".")
    assert "".join(hibari._tts.phonemize(_folded(text))).translate(stops) == "".join(
        hibari._tts.phonemize(as_if)
    ).translate(stops)


@pytest.mark.parametrize("text", ["See no. 5.", "We met on Sat. and Sun.", "Acme Co. and fig. 3."])
def test_abbreviations_are_read_as_such(hibari: Hibari, text: str) -> None:
    assert hibari._tts.phonemize(_folded(text)) == hibari._tts.phonemize(text)
