"""Spoken statements: word for word, by the speaker of the recordings; and the sentences themselves."""

import datetime as dt
import re
from functools import cache

import numpy as np
import pytest

from models.listeners.sounds import words_of
from models.registry import engine_of
from models.statements import StatementVerdict, _place_of_day, check_statement, wrong_words
from pipeline.audio import Clip
from pipeline.consent.sentences import SENTENCES, day_in_words, sentence_of
from pipeline.engine import Prompt
from pipeline.languages.spoken import spoken
from pipeline.listener import Hearing, Word
from pipeline.manifests import Voice

DAY = dt.date(2026, 12, 1)
WORDS = sentence_of("en", "Ann Example", DAY)


@pytest.mark.parametrize("language", SENTENCES)
def test_each_sentence_has_name_and_day(language: str) -> None:
    said = sentence_of(f"{language}-XX", "Ann  Example", DAY)
    assert "Ann Example" in said
    assert "2026" in said
    assert not re.search(r"\d", spoken(said, language).text), "what is said has words for figures"


def test_a_statement_has_a_language_and_a_name() -> None:
    with pytest.raises(ValueError, match="no statement in pl; there are: en"):
        sentence_of("pl", "Ann", DAY)
    with pytest.raises(ValueError, match="names its speaker"):
        sentence_of("en", " ", DAY)


def heard(said: str) -> Hearing:
    def words(text: str) -> tuple[Word, ...]:
        return tuple(Word(word, tuple(word.casefold())) for word in re.findall(r"[\w']+", text))

    return Hearing("ears", words("My name is Ann Example. Today is Monday. I agree."), words(said))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("My name is Ann Example. Today is Monday. I agree.", True),
        ("My name is Anne Exempel. Today is Monday. I agree.", True),
        ("My name is Bob Miller. Today is Monday. I agree.", False),
        ("My name is Ann Example. Is Monday. I agree.", False),
        ("My name is Ann Example. Today is Monday.", False),
        ("My name is Ann Example. Today is Monday. I never agree.", False),
        ("My name is Ann Example. Today is Sunday morning. I agree.", False),
        ("", False),
    ],
)
def test_words_and_their_order_count_and_the_spelling_of_a_name_does_not(said: str, right: bool) -> None:
    assert bool(wrong_words(heard(said), "en", "Ann Example")) is not right


@pytest.mark.parametrize("language", ["en", "es", pytest.param("zh", marks=pytest.mark.qa)])
def test_the_place_of_the_day_holds_the_day_and_nothing_else(language: str) -> None:
    """There alone a second reading counts: elsewhere a word that one reading misses is missing."""
    name = {"zh": "李明"}.get(language, "Ann Example")
    text = spoken(sentence_of(language, name, DAY), language).text
    hearing = Hearing("ears", tuple(unit.as_word() for unit in words_of(text, language)), ())
    place = _place_of_day(hearing, language, name, DAY)
    said = "".join(word.text for word in hearing.expected[place.start : place.stop]).replace(" ", "")
    day = "".join(unit.text for unit in words_of(spoken(day_in_words(language, DAY), language).text, language))
    assert said == day.replace(" ", "")


def test_a_snippet_is_no_statement() -> None:
    said = check_statement(Clip(np.zeros(24_000, np.float32), 24_000), [], "en", "Ann Example", DAY)
    assert not said.accepted
    assert "lasts 1.0 s" in said.refused


@cache
def says(text: str) -> Clip:
    engine = engine_of(Voice(engine="hibari", version=1, languages=("en",)))
    parts = [spoken(part, "en").text for part in re.split(r"(?<=\.) ", text)]
    clips = [one.clip for one in engine.perform([Prompt(part, "en", 1) for part in parts])]
    assert all(clips)
    return Clip(np.concatenate([clip.samples for clip in clips if clip]), engine.sample_rate_hz)


def judged(text: str, *recordings: str) -> StatementVerdict:
    return check_statement(says(text), [says(one) for one in recordings], "en", "Ann Example", DAY)


RECORDINGS = ("It is a truth universally acknowledged. Nobody had seen them since the morning.", "They walked on.")


@pytest.mark.qa
def test_the_owner_is_accepted_and_a_statement_without_a_word_is_not() -> None:
    whole = judged(WORDS, *RECORDINGS)
    assert whole.accepted, whole
    for gone in ("own ", "agree ", "synthetic ", "recordings ", "in writing"):
        assert not judged(WORDS.replace(gone, "", 1), *RECORDINGS).accepted, gone
    assert not judged(WORDS.replace("December 1", "March 9"), *RECORDINGS).accepted


@pytest.mark.qa
def test_another_speakers_recordings_refuse_it() -> None:
    """The same voice an octave up is another speaker."""
    lower = [Clip(np.interp(np.arange(0, len(c.samples), 1.5), np.arange(len(c.samples)), c.samples).astype(np.float32),
                  c.sample_rate_hz) for c in map(says, RECORDINGS)]  # fmt: skip
    said = check_statement(says(WORDS), lower, "en", "Ann Example", DAY)
    assert not said.accepted
    assert "not spoken by the speaker of the recordings" in said.refused
