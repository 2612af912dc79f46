"""What Kokoro says, with its weights; the contract of engines is held by tests/models/test_engine_contract.py."""

from functools import cache

import numpy as np
import pytest

from models.kokoro.engine import Kokoro
from pipeline.engine import Performance, Prompt
from pipeline.errors import MissingExtraError
from pipeline.records import PLAIN, Manner

pytestmark = pytest.mark.qa
SAID = {
    "zf_xiaoxiao": "今天天气很好，我们去公园吧。",
    "jf_alpha": "今日はいい天気ですね。",
    "em_alex": "Hoy hace muy buen tiempo.",
    "bf_emma": "The weather is fine today.",
}


@cache
def engine(voice: str) -> Kokoro:
    made = Kokoro({"voice": voice})
    try:
        made.check_ready()
    except MissingExtraError as error:
        pytest.skip(str(error))
    return made


def performed(voice: str, text: str, seed: int = 1) -> Performance:
    (performance,) = engine(voice).perform([Prompt(text, engine(voice).voice.language, seed)])
    return performance


@pytest.mark.parametrize("voice", SAID)
def test_each_language_speaks_the_same_bytes_twice(voice: str) -> None:
    first, second = performed(voice, SAID[voice]), performed(voice, SAID[voice])
    assert first.clip is not None
    assert second.clip is not None
    assert np.array_equal(first.clip.samples, second.clip.samples)
    assert 1000 < first.clip.duration_ms < 5000


def test_a_line_of_more_phonemes_than_the_network_takes_is_spoken_in_pieces() -> None:
    once, often = performed("zf_xiaoxiao", SAID["zf_xiaoxiao"]), performed("zf_xiaoxiao", SAID["zf_xiaoxiao"] * 10)
    assert often.facts["pieces"] == 2
    assert once.clip is not None
    assert often.clip is not None
    assert often.clip.duration_ms > 6 * once.clip.duration_ms


def test_phonemes_of_a_person_are_spoken_in_any_language() -> None:
    said, plain = performed("em_alex", "[Hoy](/oj/) es lunes."), performed("em_alex", "Hoy es lunes.")
    assert said.clip is not None
    assert plain.clip is not None
    assert len(said.clip.samples) != 0
    odd = performed("em_alex", "[Hoy](/ʘ/) es lunes.")
    assert odd.clip is None
    assert "no sound for 'ʘ'" in odd.failure


def test_punctuation_alone_is_silence() -> None:
    silent = performed("zf_xiaoxiao", "……！")
    assert silent.clip is not None
    assert len(silent.clip.samples) == 0


def test_energy_and_pitch_range_move_with_the_strength_of_a_style() -> None:
    """Of what the network is given: with strength 0 it is the neutral voice's, and timbre is never touched."""
    plain = engine("bf_emma")
    vectors = {}
    for strength in (0.0, 0.5, 1.0):
        styled = Kokoro({"voice": "bf_emma", "style": "tense", "strength": strength})
        assert (styled.fingerprint() == plain.fingerprint()) == (strength == 0)
        vectors[strength] = styled._vector(60, 1, Manner("tense", strength))
    assert np.array_equal(vectors[0.0], plain._vector(60, 1, PLAIN))
    assert np.array_equal(vectors[1.0][:128], vectors[0.0][:128])
    np.testing.assert_allclose(vectors[0.5] * 2, vectors[0.0] + vectors[1.0], atol=1e-6)


@pytest.mark.parametrize(("label", "sign"), [("tense", 1), ("calm", -1)])
def test_a_style_is_heard(label: str, sign: int) -> None:
    text = "She opened the letter slowly, and read it twice before she spoke."
    levels = []
    for strength in (0.0, 0.5, 1.0):
        styled = Kokoro({"voice": "bf_emma", "style": label, "strength": strength})
        styled.__dict__["_graph"] = engine("bf_emma")._graph
        (performance,) = styled.perform([Prompt(text, "en", 1)])
        assert performance.clip is not None
        levels.append(sign * float(np.sqrt(np.mean(performance.clip.samples**2))))
    assert levels == sorted(levels)


def test_a_line_s_manner_goes_before_the_voice_s() -> None:
    calm = Kokoro({"voice": "bf_emma", "style": "calm"})
    calm.__dict__["_graph"] = engine("bf_emma")._graph
    prompts = [
        Prompt("It is late.", "en", 1, manner=manner) for manner in (PLAIN, Manner("calm", 1.0), Manner("tense", 0))
    ]
    own, same, neutral = (performance.clip.samples for performance in calm.perform(prompts) if performance.clip)
    assert np.array_equal(own, same)
    (plain,) = engine("bf_emma").perform([Prompt("It is late.", "en", 1)])
    assert plain.clip is not None
    assert np.array_equal(neutral, plain.clip.samples)
