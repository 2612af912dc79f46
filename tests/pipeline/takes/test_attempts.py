"""Attempts: which requests follow one whose take is wrong, and how a request in pieces becomes one take."""

from dataclasses import replace

import numpy as np
import pytest

from models.hibari import Hibari
from models.tone import Tone
from pipeline.audio import Clip, heard_range
from pipeline.engine import Capabilities, Performance
from pipeline.takes import (
    TakeRequest,
    VoiceInUse,
    further_attempts,
    machine_attempt,
    perform_requests,
    persons_attempt,
    pieces_of,
    request_for,
)
from pipeline.takes.joining import joined
from tests.factories import line, tone_voice

SENTENCE = "It is a truth universally acknowledged, that a single man must be in want of a wife."


def voice_that(**can: bool) -> VoiceInUse:
    voice = tone_voice()
    voice.engine.capabilities = Capabilities(**can)  # type: ignore[misc]
    return voice


def attempts(text: str = SENTENCE, attempt: int = 0, **can: bool) -> list[TakeRequest]:
    voice = voice_that(**can)
    return list(further_attempts(request_for(line(text), voice, attempt), voice))


def test_another_seed_then_conservative_settings_then_clause_by_clause() -> None:
    first, second, third = attempts(conservative=True)
    assert [machine_attempt(one) for one in (first, second, third)] == [1, 2, 3]
    assert (first.conservative, second.conservative, third.conservative) == (False, True, True)
    assert third.pieces == (SENTENCE[:39], SENTENCE[40:])
    assert len({one.seed for one in (first, second, third)}) == 3
    assert {one.spoken for one in (first, second, third)} == {SENTENCE}


def test_what_an_engine_cannot_do_is_left_out() -> None:
    assert [machine_attempt(one) for one in attempts()] == [1, 3]
    assert [one.pieces != () for one in attempts(varies=False)] == [True]
    assert [one.pieces for one in attempts("Nobody came.")] == [(), ()]
    assert not attempts("Nobody came.", varies=False)


def test_the_machine_s_attempts_are_none_of_a_person_s() -> None:
    of_person = {request_for(line(SENTENCE), voice_that(), attempt).key for attempt in range(100)}
    assert not of_person & {one.key for attempt in range(100) for one in attempts(attempt=attempt, conservative=True)}
    assert [persons_attempt(one) for one in attempts(attempt=7)] == [7, 7]


def test_a_recording_and_an_approved_take_are_not_performed_again() -> None:
    voice = voice_that()
    plain = request_for(line(SENTENCE), voice)
    assert not list(further_attempts(replace(plain, recording="0" * 64), voice))
    assert not list(further_attempts(replace(plain, approved="0" * 64), voice))


@pytest.mark.parametrize(
    ("spoken", "pieces"),
    [
        ("No, sir.", ("No, sir.",)),
        ("“My dear Mr. Bennet,” said his lady to him, “have you heard the news at last?”",
         ("“My dear Mr. Bennet,” said his lady to him,", "“have you heard the news at last?”")),
        ("天气很好，我们一起去公园散步吧，晚上再回来吃饭。", ("天气很好，我们一起去公园散步吧，", "晚上再回来吃饭。")),
        ("There was [Lydia](/ˈlɪd, iə/) and all of her sisters; nobody else had come to the ball.",
         ("There was [Lydia](/ˈlɪd, iə/) and all of her sisters;", "nobody else had come to the ball.")),
        ("", ()),
    ],
)  # fmt: skip
def test_clauses_stay_whole_and_fragments_stay_with_their_neighbours(spoken: str, pieces: tuple[str, ...]) -> None:
    assert pieces_of(spoken) == pieces


def test_no_character_but_spaces_is_lost_between_pieces() -> None:
    spoken = 'One,  two; three: "four" - five, and (six, seven) of eight... and nine! Then ten, of course.'
    assert "".join("".join(pieces_of(spoken)).split()) == "".join(spoken.split())


def test_pieces_are_one_take_with_pauses_between() -> None:
    voice = tone_voice()
    plain = request_for(line(SENTENCE), voice)
    whole, split = perform_requests(Tone({}), [plain, request_for(line(SENTENCE), voice, pieces=pieces_of(SENTENCE))])
    assert whole.clip is not None
    assert split.clip is not None
    assert split.facts["pieces"] == 2
    silent = np.flatnonzero(np.abs(split.clip.samples) < 1e-6)
    assert 0.19 < len(silent) / 24_000 < 0.25
    assert abs(len(split.clip.samples) - len(whole.clip.samples) - 0.2 * 24_000) < 0.1 * 24_000


def test_a_take_in_pieces_begins_and_ends_as_any_other() -> None:
    sound = 0.1 * np.sin(np.arange(9600) / 5)
    whole = np.concatenate([np.zeros(7200), sound, np.zeros(12_000)]).astype(np.float32)
    padded = [Performance(Clip(whole, 24_000))] * 2
    clip = joined(padded).clip
    assert clip is not None
    first, last = heard_range(clip.samples, 24_000)
    assert abs(first - 7200) < 600
    assert abs(len(clip.samples) - last - 12_000) < 1600


def test_a_piece_that_fails_fails_the_take() -> None:
    voice = tone_voice(fail_on="want")
    (answer,) = perform_requests(voice.engine, [request_for(line(SENTENCE), voice, pieces=pieces_of(SENTENCE))])
    assert answer.clip is None
    assert "told to fail" in answer.failure


def test_the_embedded_voice_speaks_the_same_whatever_its_seed() -> None:
    assert not Hibari({}).capabilities.varies
