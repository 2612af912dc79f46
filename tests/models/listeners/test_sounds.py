"""Words as sounds: what sounds alike is equal on both sides, however it is written."""

import pytest

from models.listeners.sounds import words_of


def sounds(text: str, language: str = "en") -> tuple[str, ...]:
    return tuple(sound for word in words_of(text, language) for sound in word.sounds)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("some one", "someone"),
        ("Bennett", "Bennet"),
        ("piqued", "peaked"),
        ("Mr. Smith, of No. 7", "mister smith of number seven"),
        ("in 1807", "in eighteen oh seven"),
        ("$5", "five dollars"),
        ("JUMPS", "jumps"),
        ("It’s", "it's"),
        ("to-day", "to day"),
        ("[Lydia](/ˈlɪdiə/)", "Lydia"),
    ],
)
def test_english_homophones_are_equal(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


def test_phonemes_of_a_lexicon_are_what_should_be_heard() -> None:
    (word,) = words_of("[Nguyen](/wɪn/)", "en")
    assert (word.text, word.sounds) == ("Nguyen", sounds("win"))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("他在这里", "她在這裡", "zh"),
        ("看着他", "看著他", "zh"),
        ("一步一步", "一步，一步", "zh"),
        ("跑得快", "跑的快", "zh"),
        ("还能裁判车夫么", "還能裁判車夫嗎", "zh"),
        ("2020年", "二零二零年", "zh"),
        ("東京", "とうきょう", "ja"),
        ("行こう", "いこう", "ja"),
        ("しずく", "しづく", "ja"),
        ("Straße", "Strasse", "de"),
        ("œuvre", "oeuvre", "fr"),
        ("él", "el", "es"),
        ("vellorí", "bellorí", "es"),
        ("cigüeña, halló, yelo", "sigüeña ayó hielo", "es"),
        ("Quijote, guerra, gente", "kijote guerra jente", "es"),
        ("deste caso", "de este caso", "es"),
        ("iba a ir", "iba ir", "es"),
        ("1605", "mil seiscientos cinco", "es"),
        ("한국어", "한국어", "ko"),
    ],
)
def test_homophones_of_other_languages_are_equal(one: str, other: str, language: str) -> None:
    if language in ("zh", "ja"):
        for package in {"zh": ("jieba", "pypinyin", "opencc"), "ja": ("pyopenjtalk",)}[language]:
            pytest.importorskip(package)
    assert sounds(one, language) == sounds(other, language)


def test_words_know_their_range_in_the_text() -> None:
    text = "Mr. [Lydia](/ˈlɪdiə/) said—some one’s $5, and"
    ranges = {word.text: text[word.start : word.end] for word in words_of(text, "en")}
    assert ranges["Lydia"] == "[Lydia](/ˈlɪdiə/)"
    assert [ranges[word] for word in ("said", "one’s", "and")] == ["said", "one’s", "and"]
    assert ranges["five"] in "$5"


def test_a_word_that_the_text_has_is_no_abbreviation() -> None:
    assert [word.text for word in words_of("Oh, no. Four!", "en", frozenset({"no", "four"}))][:2] == ["Oh", "no"]


def test_marks_alone_are_no_words() -> None:
    assert words_of("… — ?!", "en") == ()


def test_sounds_that_spanish_tells_apart_stay_apart() -> None:
    for one, other in (("perro", "pero"), ("año", "ano"), ("caza", "casta"), ("leer", "ler"), ("las alas", "la salas")):
        assert words_of(one, "es") != words_of(other, "es")
        if " " not in one:
            assert sounds(one, "es") != sounds(other, "es")
