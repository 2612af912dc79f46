"""The contract of pipeline/engine.py, held against every engine that the base install carries."""

from dataclasses import replace

import numpy as np
import pytest

from models.hibari import Hibari
from models.tone import Tone
from pipeline.audio import trimmed
from pipeline.engine import Engine, Performance, Prompt, performances
from pipeline.errors import VoiceError

TEXTS = ["It is a truth universally acknowledged.", "Yes.", "What is his name?", "I had not heard of it before today."]


@pytest.fixture(scope="module", params=[Tone, Hibari], ids=["tone", "hibari"])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.param({})
    return made


def prompts(texts: list[str] = TEXTS) -> list[Prompt]:
    return [Prompt(text, "en", seed) for seed, text in enumerate(texts)]


def test_clips_are_mono_floats_within_full_scale_in_their_places(engine: Engine) -> None:
    performed = engine.perform(prompts())
    assert len(performed) == len(TEXTS)
    for performance in performed:
        clip = performance.clip
        assert clip is not None
        assert not performance.failure
        assert clip.sample_rate_hz == engine.sample_rate_hz
        assert clip.samples.dtype == np.float32
        assert clip.samples.ndim == 1
        assert 0.001 < clip.peak <= 1.0
    lengths = [len(p.clip.samples) for p in performed if p.clip]
    assert lengths[1] < lengths[2] < lengths[0]


def test_a_line_does_not_depend_on_who_shares_its_batch(engine: Engine) -> None:
    together = engine.perform(prompts())
    for prompt, performance in zip(prompts(), together, strict=True):
        (alone,) = engine.perform([prompt])
        assert alone.clip
        assert performance.clip
        np.testing.assert_array_equal(alone.clip.samples, performance.clip.samples)


def test_another_seed_is_another_sound(engine: Engine) -> None:
    one, two = engine.perform([Prompt(TEXTS[0], "en", 1), Prompt(TEXTS[0], "en", 2)])
    assert one.clip
    assert two.clip
    assert not np.array_equal(one.clip.samples, two.clip.samples)


def heard_ms(performance: Performance) -> float:
    clip = performance.clip
    assert clip is not None
    return 1000 * len(trimmed(clip.samples, clip.sample_rate_hz)) / clip.sample_rate_hz


@pytest.mark.parametrize("pace", [0.8, 1.25])
def test_a_pace_is_obeyed(engine: Engine, pace: float) -> None:
    assert engine.capabilities.obeys(pace)
    asked = [replace(prompt, pace=1 if i % 2 else pace) for i, prompt in enumerate(prompts())]
    for prompt, paced, plain in zip(asked, engine.perform(asked), engine.perform(prompts()), strict=True):
        if prompt.pace == 1:  # whatever pace its neighbours have
            assert paced.clip is not None
            assert plain.clip is not None
            np.testing.assert_array_equal(paced.clip.samples, plain.clip.samples)
        else:
            assert heard_ms(paced) * pace == pytest.approx(heard_ms(plain), rel=0.1)


def test_a_pace_that_no_voice_has_is_a_failure_and_costs_no_other_line(engine: Engine) -> None:
    asked = [replace(prompts()[0], pace=99.0), prompts()[1]]
    too_fast, plain = performances(engine, asked)
    assert not engine.capabilities.obeys(99.0)
    assert too_fast.clip is None
    assert "not 99" in too_fast.failure
    assert plain.clip is not None


def test_nothing_to_say_is_an_empty_clip(engine: Engine) -> None:
    for performance in engine.perform([Prompt("", "en", 1)]):
        assert performance.clip is not None
        assert len(performance.clip.samples) == 0


def test_expected_lengths_are_near(engine: Engine) -> None:
    for prompt, performance in zip(prompts(), engine.perform(prompts()), strict=True):
        assert 0.5 < heard_ms(performance) / engine.expected_ms(prompt.text) < 2.0
    assert engine.expected_ms("") == 0


def test_what_it_names_as_unspeakable_and_nothing_else(engine: Engine) -> None:
    assert engine.unspeakable("Plain words, with “quotes” – and dashes…", "en") == ""


def test_the_fingerprint_is_of_the_settings_and_stays(engine: Engine) -> None:
    assert engine.fingerprint() == type(engine)({}).fingerprint()  # type: ignore[call-arg]
    other = {"speed": 1.1} if isinstance(engine, Hibari) else {"ms_per_character": 61}
    assert engine.fingerprint() != type(engine)(other).fingerprint()  # type: ignore[call-arg]


def test_unknown_settings_are_refused_with_those_that_exist(engine: Engine) -> None:
    with pytest.raises(VoiceError, match="there are: "):
        type(engine)({"sped": 1.0})  # type: ignore[call-arg]


# ---------------------------------------------------------------- what hibari drops in silence

SPOKEN = "aZ9éñßœøłđ½²€£$%&@+=<>©°×÷→ⅣＡ①"
NOT_SPOKEN = "你はПжअ가ع∞≤√™¥😀⠿♥\\"


@pytest.fixture(scope="module")
def hibari() -> Hibari:
    return Hibari({})


@pytest.mark.parametrize("character", SPOKEN)
def test_hibari_speaks_what_it_does_not_name(hibari: Hibari, character: str) -> None:
    assert hibari.unspeakable(f"a {character}b", "en") == ""
    with_it, without = (hibari._tts.phonemize(text) for text in (f"so {character} 4 us", "so 4 us"))
    assert with_it != without


@pytest.mark.parametrize("character", NOT_SPOKEN)
def test_hibari_names_what_it_would_drop_or_garble(hibari: Hibari, character: str) -> None:
    assert hibari.unspeakable(f"a {character} {character}b", "en") == character


def test_hibari_folds_rare_accents_onto_their_letters(hibari: Hibari) -> None:
    assert hibari.unspeakable("Kṛṣṇa Ẑ ệ", "en") == ""
    (odd, plain) = hibari.perform([Prompt("Kṛṣṇa", "en", 1), Prompt("Krsna", "en", 1)])
    assert odd.clip
    assert plain.clip
    np.testing.assert_array_equal(odd.clip.samples, plain.clip.samples)


def test_hibari_hums_no_noise_for_bare_punctuation(hibari: Hibari) -> None:
    (performance,) = hibari.perform([Prompt("—…!", "en", 1)])
    assert performance.clip
    assert len(performance.clip.samples) == 0


def test_hibari_says_phonemes_in_the_ways_of_ipa(hibari: Hibari) -> None:
    """Diphthongs and affricates are single letters to its network, which would drop other signs without a word."""
    said = "[chain](/ˈt͡ʃeɪn.dʒ/) it"
    (ours, theirs) = hibari.perform([Prompt(said, "en", 1), Prompt("[chain](/ˈʧAnʤ/) it", "en", 1)])
    assert ours.clip is not None
    assert theirs.clip is not None
    assert np.array_equal(ours.clip.samples, theirs.clip.samples)
    assert hibari.expected_ms(said) == hibari.expected_ms("chain it")


def test_hibari_has_a_sound_for_every_sign_that_it_names(hibari: Hibari) -> None:
    from models.hibari import _as_misaki

    assert set(_as_misaki("a".join(hibari.capabilities.phonemes))) <= set(hibari._tts.vocab)
