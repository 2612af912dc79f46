"""The contract of pipeline/engine.py, held against every registered engine."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models import ENGINES
from models.hibari import Hibari
from models.registry import engine_of
from pipeline.audio import trimmed
from pipeline.engine import Engine, Performance, Prompt, performances
from pipeline.errors import VoiceError
from pipeline.manifests import Voice

TEXTS = ["It is a truth universally acknowledged.", "Yes.", "What is his name?", "I had not heard of it before today."]
# Engines that no voice comes with: the fixture that has settings to try them with.
FIXTURES = {"gpt-sovits": "random_voice", "kokoro": "kokoro_voice"}
OTHER_SETTINGS = {"tone": {"ms_per_character": 61}}  # that change the sound; of the others {"speed": 1.1}
# A random voice says as much of every line: what it says is noise.
KNOWS_LENGTHS = [name for name in ENGINES if name != "gpt-sovits"]
# Whose weights come with an extra of their own.
PARAMS = [pytest.param(name, marks=pytest.mark.qa) if name == "kokoro" else name for name in ENGINES]
# Of full scale: rounding of fp32 in batches of other shapes; the rest are equal to the bit.
ROUNDING = {"gpt-sovits": 2e-5}


def voice_for(name: str, settings: dict[str, Any]) -> Voice:
    return Voice(engine=name, version=1, languages=("*",), settings=settings)


@pytest.fixture(scope="module", params=PARAMS)
def voice(request: pytest.FixtureRequest) -> Voice:
    name: str = request.param
    return voice_for(name, request.getfixturevalue(FIXTURES[name]) if name in FIXTURES else {})


@pytest.fixture(scope="module")
def engine(voice: Voice) -> Engine:
    return engine_of(voice)


def prompts(texts: list[str] = TEXTS) -> list[Prompt]:
    return [Prompt(text, "en", seed) for seed, text in enumerate(texts)]


def samples(performance: Performance) -> Any:
    assert performance.clip is not None, performance.failure
    return performance.clip.samples


def heard_ms(performance: Performance) -> float:
    clip = performance.clip
    assert clip is not None
    return 1000 * len(trimmed(clip.samples, clip.sample_rate_hz)) / clip.sample_rate_hz


def test_clips_are_mono_floats_within_full_scale_in_their_places(voice: Voice, engine: Engine) -> None:
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
    if voice.engine in KNOWS_LENGTHS:
        lengths = [len(samples(performance)) for performance in performed]
        assert lengths[1] < lengths[2] < lengths[0]


def test_a_line_does_not_depend_on_who_shares_its_batch(voice: Voice, engine: Engine) -> None:
    together = engine.perform(prompts())
    for prompt, performance in zip(prompts(), together, strict=True):
        (alone,) = engine.perform([prompt])
        tolerance = ROUNDING.get(voice.engine, 0)
        np.testing.assert_allclose(samples(alone), samples(performance), rtol=0, atol=tolerance)


def test_another_seed_is_another_sound(engine: Engine) -> None:
    one, two = engine.perform([Prompt(TEXTS[0], "en", 1), Prompt(TEXTS[0], "en", 2)])
    assert not np.array_equal(samples(one), samples(two))


@pytest.mark.parametrize("pace", [0.8, 1.25])
def test_a_pace_is_obeyed(voice: Voice, engine: Engine, pace: float) -> None:
    if not engine.capabilities.obeys(pace):
        assert engine.capabilities.paces == (1, 1)
        pytest.skip(f"{voice.engine} says that it obeys no pace")
    asked = [replace(prompt, pace=1 if i % 2 else pace) for i, prompt in enumerate(prompts())]
    for prompt, paced, plain in zip(asked, engine.perform(asked), engine.perform(prompts()), strict=True):
        if prompt.pace == 1:  # whatever pace its neighbours have
            np.testing.assert_allclose(samples(paced), samples(plain), rtol=0, atol=ROUNDING.get(voice.engine, 0))
        else:
            assert heard_ms(paced) * pace == pytest.approx(heard_ms(plain), rel=0.1)


def test_conservative_settings_are_another_performance_for_an_engine_that_has_them(engine: Engine) -> None:
    if not engine.capabilities.conservative:
        pytest.skip("it has none")
    plain = [prompts()[0], prompts()[3]]
    mixed = [plain[0], replace(plain[0], conservative=True), plain[1]]
    first, safe, last = map(samples, engine.perform(mixed))
    alone = [samples(one) for one in engine.perform(plain)]
    tolerance = ROUNDING.get(engine.version.partition(" ")[0], 0)
    np.testing.assert_allclose(first, alone[0], rtol=0, atol=tolerance)
    np.testing.assert_allclose(last, alone[1], rtol=0, atol=tolerance)
    assert len(safe) != len(first) or not np.allclose(safe, first, atol=1e-3)


def test_a_pace_that_no_voice_has_is_a_failure_and_costs_no_other_line(engine: Engine) -> None:
    asked = [replace(prompts()[0], pace=99.0), prompts()[1]]
    too_fast, plain = performances(engine, asked)
    assert not engine.capabilities.obeys(99.0)
    assert too_fast.clip is None
    assert "not 99" in too_fast.failure
    assert plain.clip is not None


def test_nothing_to_say_is_an_empty_clip(engine: Engine) -> None:
    for performance in engine.perform([Prompt("", "en", 1)]):
        assert len(samples(performance)) == 0


def test_expected_lengths_are_near(voice: Voice, engine: Engine) -> None:
    assert engine.expected_ms("") == 0
    for prompt, performance in zip(prompts(), engine.perform(prompts()), strict=True):
        assert engine.expected_ms(prompt.text) > 0
        if voice.engine in KNOWS_LENGTHS:
            assert 0.5 < heard_ms(performance) / engine.expected_ms(prompt.text) < 2.0


def test_what_it_names_as_unspeakable_and_nothing_else(engine: Engine) -> None:
    assert engine.unspeakable("Plain words, with “quotes” – and dashes…", "en") == ""


def test_the_fingerprint_is_of_the_settings_and_stays(voice: Voice, engine: Engine) -> None:
    assert engine.fingerprint() == engine_of(voice).fingerprint()
    other = OTHER_SETTINGS.get(voice.engine, {"speed": 1.1})
    assert engine.fingerprint() != engine_of(voice_for(voice.engine, {**voice.settings, **other})).fingerprint()


def test_unknown_settings_are_refused_with_those_that_exist(voice: Voice) -> None:
    with pytest.raises(VoiceError, match="there are: "):
        engine_of(voice_for(voice.engine, {**voice.settings, "sped": 1.0}))


def test_an_engine_is_asked_without_its_weights_and_says_what_it_can(engine: Engine) -> None:
    engine.check_ready()
    engine.prepare(prompts())
    assert engine.version
    assert engine.languages
    assert engine.width >= 1
    assert 0 <= engine.min_characters < engine.max_characters
    assert engine.compute_ratio() > 0
    slowest, fastest = engine.capabilities.paces
    assert 0 < slowest <= 1 <= fastest


def test_an_engine_that_is_not_registered_is_refused_with_those_that_are() -> None:
    with pytest.raises(VoiceError, match="there is no engine 'tune'; there are: gpt-sovits, hibari, kokoro, tone"):
        engine_of(voice_for("tune", {}))


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
    from models.hibari import as_misaki

    assert set(as_misaki("a".join(hibari.capabilities.phonemes))) <= set(hibari._tts.vocab)
