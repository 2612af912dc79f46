"""Naturalness: the network is DistillMOS's, and rates a clean voice above a spoilt one."""

import sys
from pathlib import Path

import numpy as np
import pytest

from models.hibari import Hibari
from models.listeners.naturalness import WINDOW, Naturalness, windows_of
from models.listeners.weights import weights_of
from models.torchaudio_parts import torchaudio
from pipeline.audio import Clip
from pipeline.engine import Prompt
from pipeline.errors import MissingExtraError, VoiceError
from pipeline.listener import Sound

TEXT = "It is a truth universally acknowledged, that a single man in possession of a good fortune is in want of a wife."


def sound(clip: Clip) -> Sound:
    return Sound(clip, TEXT, "en")


def test_long_takes_are_rated_in_windows_from_start_to_end() -> None:
    clip = Clip(np.linspace(0.1, 1, 20 * 16_000, dtype=np.float32), 16_000)
    windows = windows_of(clip, hop_s=4.0)
    assert windows.shape == (5, WINDOW)
    assert windows[0, 0] == pytest.approx(0.1, abs=1e-3)
    assert windows[-1, -1] == pytest.approx(1.0, abs=1e-3)
    short = windows_of(Clip(clip.samples[:8000], 16_000))
    assert short.shape == (1, WINDOW)
    assert not short[0, 8000:].any()


@pytest.mark.parametrize("samples", [np.zeros(48_000), np.full(2000, 0.5), np.zeros(0)])
def test_silence_and_a_blink_are_not_rated(samples: np.ndarray) -> None:
    (hearing,) = Naturalness({}).hear([sound(Clip(samples.astype(np.float32), 24_000))])
    assert hearing.naturalness is None


def test_a_setting_is_refused_and_missing_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VoiceError, match="no setting 'beam'"):
        Naturalness({"beam": 5})
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path))
    monkeypatch.setattr("models.listeners.weights.packaged", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install|voicepress listeners fetch distillmos"):
        Naturalness({}).check_ready()


@pytest.mark.qa
def test_a_clean_voice_is_rated_above_a_spoilt_one() -> None:
    _ready()
    (spoken,) = Hibari({}).perform([Prompt(TEXT, "en", 1)])
    assert spoken.clip
    clean = spoken.clip.samples
    noise = np.random.default_rng(1).standard_normal(len(clean)).astype(np.float32)
    spoilt = np.clip(4 * clean + 0.02 * noise, -0.3, 0.3).astype(np.float32)
    listener = Naturalness({})
    heard = listener.hear([sound(Clip(samples, 24_000)) for samples in (clean, spoilt)])
    good, bad = (hearing.naturalness or 0 for hearing in heard)
    assert good > 4.2
    assert bad < good - 0.5
    assert listener.hear([sound(spoken.clip)])[0] == heard[0]  # whatever shares its batch


@pytest.mark.qa
def test_the_network_is_that_of_the_package() -> None:
    _ready()
    try:
        torchaudio("functional")
    except MissingExtraError as error:
        pytest.skip(str(error))
    package = pytest.importorskip("distillmos", exc_type=ImportError)
    import torch

    from models.listeners.distillmos import loaded, rate

    theirs = package.ConvTransformerSQAModel().eval()
    samples = np.random.default_rng(2).standard_normal(9 * 16_000).astype(np.float32)
    with torch.no_grad():
        wanted = theirs(torch.from_numpy(samples)[None]).item()
    windows = windows_of(Clip(samples, 16_000), hop_s=1.0)
    mine = rate(loaded(weights_of("distillmos"), "cpu"), windows, "cpu")
    assert float(np.mean(mine)) == pytest.approx(wanted, abs=1e-3)
    assert "torchaudio" in sys.modules  # theirs needs it, ours does not


def _ready() -> None:
    try:
        Naturalness({}).check_ready()
    except MissingExtraError as error:
        pytest.skip(str(error))
