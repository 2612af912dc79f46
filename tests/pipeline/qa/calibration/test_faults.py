"""Injected faults: by seed the same, of the strength that they say, and none where a line has no place for one."""

import numpy as np
import pytest

from pipeline.audio import Clip
from pipeline.codes import CODES
from pipeline.qa.calibration.faults import Material, SignalFault, TextFault, rng_of
from pipeline.qa.calibration.strangers import stranger
from pipeline.qa.calibration.texts import sentences, vocabulary
from pipeline.qa.calibration.units import clauses, spliced, words
from pipeline.qa.calibration.wrong_sounds import SIGNAL_FAULTS, speech_of
from pipeline.qa.calibration.wrong_texts import TEXT_FAULTS

RATE = 24_000


def material(language: str = "en") -> Material:
    texts = sentences(language)
    return Material(texts, vocabulary(texts, language), "And so, my fellow Americans, ask not.")


def voiced(seconds: float = 4.0) -> Clip:
    """Pulses of 120 Hz in syllables, with 0.2 s of silence on both sides."""
    time = np.arange(int(seconds * RATE)) / RATE
    tone = np.asarray(sum(np.sin(2 * np.pi * 120 * n * time) / n for n in range(1, 20)))
    loud = (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)) * 0.15
    sound = np.pad(tone * loud, RATE // 5) + 1e-4 * np.sin(np.arange(len(time) + 2 * (RATE // 5)))
    return Clip(sound.astype(np.float32), RATE)


@pytest.mark.parametrize("fault", TEXT_FAULTS, ids=lambda fault: fault.kind)
@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_every_text_fault_changes_most_lines_and_by_seed_the_same(fault: TextFault, language: str) -> None:
    of = material(language)
    made = [fault.inject(text, language, rng_of(1, fault.kind, i), of) for i, text in enumerate(of.sentences[:60])]
    again = [fault.inject(text, language, rng_of(1, fault.kind, i), of) for i, text in enumerate(of.sentences[:60])]
    assert made == again
    changed = [wrong for wrong, text in zip(made, of.sentences, strict=False) if wrong and wrong.text != text]
    least = 0 if "little" in fault.kind and language != "en" else 30
    assert len(changed) >= least
    assert all(wrong.what for wrong in changed)


@pytest.mark.parametrize("fault", SIGNAL_FAULTS, ids=lambda fault: fault.kind)
def test_every_signal_fault_changes_the_sound_and_by_seed_the_same(fault: SignalFault) -> None:
    clip, of = voiced(), material()
    made = [fault.inject(clip, rng_of(2, fault.kind, i), of) for i in range(8)]
    again = [fault.inject(clip, rng_of(2, fault.kind, i), of) for i in range(8)]
    assert sum(wrong is not None for wrong in made) >= 6
    for one, other in zip(made, again, strict=True):
        if one is None or other is None:
            assert one is other
            continue
        assert np.array_equal(one.clip.samples, other.clip.samples)
        assert one.clip.peak <= 1
        assert one.clip.samples.dtype == np.float32
        assert not np.array_equal(one.clip.samples, clip.samples)
        assert 0 <= one.start_ms <= one.end_ms <= one.clip.duration_ms + 500


def test_the_codes_of_faults_are_codes_once_checks_emit_them() -> None:
    named = {code for fault in (*TEXT_FAULTS, *SIGNAL_FAULTS) for code in fault.codes}
    assert "t-003" in named & set(CODES)


@pytest.mark.parametrize("fault", SIGNAL_FAULTS, ids=lambda fault: fault.kind)
def test_a_take_without_sound_has_no_place_for_one(fault: SignalFault) -> None:
    for clip in (Clip(np.zeros(0, np.float32), RATE), Clip(np.zeros(RATE, np.float32), RATE)):
        assert fault.inject(clip, rng_of("empty"), material()) is None


def test_a_stranger_has_the_same_length_and_loudness() -> None:
    clip = voiced()
    other = stranger(clip, 1.3, 1.15)
    assert len(other.samples) == len(clip.samples)
    assert np.isclose(np.std(other.samples), np.std(clip.samples), rtol=0.1)
    first, last = speech_of(clip)
    spectra = [np.abs(np.fft.rfft(one.samples[first:last])) for one in (clip, other)]
    loudest = [int(np.argmax(s)) / (last - first) * RATE for s in spectra]
    assert loudest[0] == pytest.approx(120, abs=2)
    assert loudest[1] % 156 == pytest.approx(0, abs=4) or loudest[1] % 156 == pytest.approx(156, abs=4)


def test_words_and_clauses_of_languages_with_and_without_spaces() -> None:
    text = "He came, they say, from the north; nobody saw him."
    assert [text[a:b] for a, b in words(text, "en")][:3] == ["He", "came", "they"]
    assert [text[a:b].strip() for a, b in clauses(text, "en")] == [
        "He came, they say,",
        "from the north;",
        "nobody saw him.",
    ]
    assert spliced(text, (2, 7), "", "en") == "He, they say, from the north; nobody saw him."
    assert "".join("下人は大きな"[a:b] for a, b in words("下人は大きな", "ja")) == "下人は大きな"
    assert spliced("却说薛家母子。", (2, 4), "", "zh") == "却说母子。"
