"""The contract of pipeline/engine.py, held against every engine that the base install carries."""

import numpy as np
import pytest

from models.hibari import Hibari
from models.tone import Tone
from pipeline.audio import trimmed
from pipeline.engine import Engine, Prompt
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


def test_nothing_to_say_is_an_empty_clip(engine: Engine) -> None:
    for performance in engine.perform([Prompt("", "en", 1)]):
        assert performance.clip is not None
        assert len(performance.clip.samples) == 0


def test_expected_lengths_are_near(engine: Engine) -> None:
    for prompt, performance in zip(prompts(), engine.perform(prompts()), strict=True):
        assert performance.clip
        heard = trimmed(performance.clip.samples, performance.clip.sample_rate_hz)
        assert 0.5 < 1000 * len(heard) / performance.clip.sample_rate_hz / engine.expected_ms(prompt.text) < 2.0
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

    assert set(_as_misaki("a".join(Hibari.capabilities.phonemes))) <= set(hibari._tts.vocab)
