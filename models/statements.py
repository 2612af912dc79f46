"""Spoken statements: whether the owner of a voice said the sentence of consent, word for word, with this very voice.

A recogniser hears the words: every one has to be there, in its order, and nothing else; it compares by sound (pinyin in
Chinese, kana in Japanese), so that a name counts however it is written. A speaker encoder holds the statement against
the recordings that the voice is made of: another person's statement is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.listeners.sounds import words_of
from models.registry import listener_named
from pipeline.audio import Clip
from pipeline.consent.sentences import SENTENCES, day_in_words, sentence_of
from pipeline.languages.spoken import spoken
from pipeline.languages.tags import primary
from pipeline.listener import Hearing, Sound
from pipeline.qa.gate.differences import Difference, differences

# Cosine of a statement's direction with the mean of the recordings': see docs/decisions on spoken statements.
LIKENESS = 0.80
LEAST_SPEECH_MS = 3_000  # of a statement: shorter ones tell no voice from another
MOST_MS = 60_000
MOST_RECORDINGS = 200
SECOND = {"base": "base.wide", "base.wide": "base"}  # who hears the day again
# How much of a word's sounds may differ before it is another word; of a name, which recognisers spell by ear.
WORD_SHARE, NAME_SHARE = 0.34, 0.6
LITTLE, MUCH = 1.0, 2.0  # sounds apart: an ending that a recogniser swallowed; a word, whatever else agrees


@dataclass(frozen=True, slots=True)
class StatementVerdict:
    """`refused` is why it is no consent, in one sentence; "" where it is one."""

    refused: str
    sentence: str  # what was to be said
    heard: str  # what was heard
    missing: tuple[str, ...]  # words that were not said
    other: tuple[str, ...]  # words that were said in their place, or beside them
    likeness: float  # to the recordings, -1 to 1

    @property
    def accepted(self) -> bool:
        return not self.refused


def check_statement(
    statement: Clip, recordings: Sequence[Clip], language: str, name: str, day: dt.date, listener: str = ""
) -> StatementVerdict:
    """Whether a statement is the sentence of its language with this name and day, spoken by the recordings' speaker.

    Args:
        recordings: clips of one speaker, of a second or more each; what the voice will be made of.
        listener: of LISTENERS, who hears the words; the usual one of the language where nobody says.

    Raises:
        ValueError: there is no sentence in this language.
        MissingExtraError: what hears is installed separately.
    """
    sentence = sentence_of(language, name, day)
    if not LEAST_SPEECH_MS <= statement.duration_ms <= MOST_MS:
        seconds = f"{statement.duration_ms / 1000:.1f} s"
        return StatementVerdict(f"the statement lasts {seconds}; 3 to 60 s are wanted", sentence, "", (), (), 0.0)
    likeness, why = likeness_to(recordings, statement)
    hearing = hear_statement(statement, language, sentence, listener)
    found = wrong_words(hearing, language, name)
    if found and not listener and _in_day(hearing, found, language, name, day):
        # In a long run of figures a recogniser may drop one; another reading of the same sound has to hear it all.
        second = hear_statement(statement, language, sentence, SECOND[usual_listener(language)])
        wrong = wrong_words(second, language, name)
        if not any(_touches(one.expected, _place_of_day(second, language, name, day)) for one in wrong):
            found = []
    heard = " ".join(word.text for word in hearing.words or ())
    missing = tuple(one.should for one in found if one.should and not one.said)
    other = tuple(f"{one.said} for {one.should}" if one.should else one.said for one in found if one.said)
    return StatementVerdict(why or _words_refused(missing, other), sentence, heard, missing, other, likeness)


def usual_listener(language: str) -> str:
    return "base" if primary(language) == "en" else "base.wide"


def hear_statement(statement: Clip, language: str, sentence: str, listener: str = "") -> Hearing:
    ears = listener_named(listener or usual_listener(language))
    ears.check_ready()
    return ears.hear([Sound(statement, spoken(sentence, language).text, language)])[0]


def wrong_words(hearing: Hearing, language: str, name: str) -> list[Difference]:
    """What was not said as it stands in the sentence. Spelling is nobody's fault, nor is the spelling of a name."""
    names = _place_of_name(hearing, language, name)
    return [one for one in differences(hearing) if _is_another(one, names)]


def _is_another(one: Difference, names: range) -> bool:
    of_name = one.expected[0] < one.expected[1] and one.expected[0] >= names.start and one.expected[1] <= names.stop
    if of_name and one.said:
        return one.share > NAME_SHARE
    if not one.said or not one.should:
        return True
    return one.apart >= MUCH or (one.share > WORD_SHARE and one.apart > LITTLE)


def _in_day(hearing: Hearing, found: Sequence[Difference], language: str, name: str, day: dt.date) -> bool:
    """Whether nothing is wrong but in the day, and something is said of it."""
    place = _place_of_day(hearing, language, name, day)
    return all(place.start <= one.expected[0] and one.expected[1] <= place.stop for one in found)


def _place_of_day(hearing: Hearing, language: str, name: str, day: dt.date) -> range:
    """The words of the day among those of the sentence."""
    code = primary(language)
    before, _, _ = SENTENCES[code].partition("{day}")
    first = len(words_of(spoken(before.format(name=name), language).text, language))
    count = len(words_of(spoken(day_in_words(code, day), language).text, language))
    return range(first, min(len(hearing.expected), first + count))


def _touches(expected: tuple[int, int], place: range) -> bool:
    return expected[0] <= place.stop and expected[1] >= place.start


def _place_of_name(hearing: Hearing, language: str, name: str) -> range:
    """The words of the name among those of the sentence."""
    before, _, _ = SENTENCES[primary(language)].partition("{name}")
    first = len(words_of(before, language))
    return range(first, min(len(hearing.expected), first + max(1, len(words_of(name, language)))))


def _words_refused(missing: Sequence[str], other: Sequence[str]) -> str:
    said = []
    if missing:
        said.append(f"these words of the statement were not heard: {', '.join(map(repr, missing[:5]))}")
    if other:
        said.append(f"others were heard: {', '.join(map(repr, other[:5]))}")
    return f"{'; '.join(said)}; read the sentence word for word, in a quiet room" if said else ""


def likeness_to(recordings: Sequence[Clip], statement: Clip) -> tuple[float, str]:
    """How like the recordings' speaker the statement's is, and why that is not enough; "" where it is."""
    ears = listener_named("speaker")
    ears.check_ready()
    step = max(1, len(recordings) // MOST_RECORDINGS)
    voices = [one.speaker for one in ears.hear([Sound(clip, "", "") for clip in recordings[::step]]) if one.speaker]
    (own,) = ears.hear([Sound(statement, "", "")])
    if not own.speaker or own.measures.get("speaker_ms", 0.0) < LEAST_SPEECH_MS:
        return 0.0, "the statement has less than 3 s of speech"
    if not voices:
        return 0.0, "the recordings hold no speech to compare the statement with"
    likeness = between(own.speaker, voices)
    if likeness < LIKENESS:
        return likeness, (
            f"the statement is not spoken by the speaker of the recordings (likeness {likeness:.2f}, at least "
            f"{LIKENESS:.2f} is wanted); the owner says it, in the same room and with the same microphone"
        )
    return likeness, ""


def between(statement: Sequence[float], recordings: Sequence[Sequence[float]]) -> float:
    """The cosine of a direction with the mean of others, -1 to 1."""
    mean = np.asarray(recordings, np.float64).mean(axis=0)
    return float(np.dot(statement, mean / max(1e-9, float(np.linalg.norm(mean)))))
