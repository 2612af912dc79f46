"""The listener of speakers: the network's arithmetic, and its windows of a take."""

import numpy as np
import pytest

from models.hibari import Hibari
from models.listeners.speaker import BANDS, CELLS, MOST_WINDOWS, WINDOW, Encoder, Speaker, speech_frames, windows_of
from pipeline.audio import Clip
from pipeline.engine import Prompt
from pipeline.errors import VoiceError
from pipeline.listener import Sound
from pipeline.qa.calibration.strangers import stranger
from tests.pipeline.audio.measures.speechlike import RATE_HZ, silence, speechlike


def encoder(seed: int = 1) -> Encoder:
    rng = np.random.default_rng(seed)
    shapes = {"linear.weight": (CELLS, CELLS), "linear.bias": (CELLS,)}
    for n in range(3):
        shapes |= {
            f"lstm.weight_ih_l{n}": (4 * CELLS, CELLS if n else BANDS),
            f"lstm.weight_hh_l{n}": (4 * CELLS, CELLS),
        }
        shapes |= {f"lstm.bias_ih_l{n}": (4 * CELLS,), f"lstm.bias_hh_l{n}": (4 * CELLS,)}
    return Encoder({name: (0.1 * rng.standard_normal(shape)).astype(np.float32) for name, shape in shapes.items()})


def test_the_network_is_torchs() -> None:
    torch = pytest.importorskip("torch")
    ours = encoder()
    lstm = torch.nn.LSTM(BANDS, CELLS, 3, batch_first=True)
    for n, (into, over, bias) in enumerate(ours._layers):
        values = {"weight_ih": into.T, "weight_hh": over.T, "bias_ih": bias, "bias_hh": 0 * bias}
        for name, value in values.items():
            getattr(lstm, f"{name}_l{n}").data = torch.tensor(np.ascontiguousarray(value))
    windows = np.random.default_rng(2).standard_normal((3, 20, BANDS)).astype(np.float32)
    with torch.no_grad():
        state = lstm(torch.tensor(windows))[1][0][-1].numpy()
    expected = np.maximum(state @ ours._weight + ours._bias, 0)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.abs(ours(windows) - expected).max() < 1e-5


def test_silence_does_not_count_and_a_softer_take_is_the_same() -> None:
    take = speechlike(12, pauses=(3,))
    loud, soft = (speech_frames(Clip(take * np.float32(gain), RATE_HZ)) for gain in (0.1, 0.02))
    assert np.allclose(loud, soft, rtol=0.02, atol=1e-4)
    longer = np.concatenate((silence(2000), take, silence(2000)))
    assert abs(len(speech_frames(Clip(longer, RATE_HZ))) - len(loud)) <= 30
    assert len(speech_frames(Clip(silence(1000), RATE_HZ))) == 0


@pytest.mark.parametrize(("frames", "count"), [(60, 1), (160, 1), (400, 2), (9000, MOST_WINDOWS)])
def test_windows_cover_a_take(frames: int, count: int) -> None:
    numbers = np.repeat(np.arange(frames, dtype=np.float32)[:, None], BANDS, 1)
    windows = windows_of(numbers)
    assert windows.shape == (count, WINDOW, BANDS)
    assert windows[0, 0, 0] == 0
    assert windows[-1].max() == frames - 1


@pytest.mark.qa
def test_a_voice_is_itself_in_every_line_and_a_stranger_is_not() -> None:
    hibari = Hibari({})
    texts = (
        "It is a truth universally acknowledged, that a single man in possession of a good fortune must marry.",
        "The clocks were striking thirteen, and she was late again, as she had been on every other day of that week.",
    )
    clips = [performance.clip for performance in hibari.perform([Prompt(text, "en", 7) for text in texts])]
    assert clips[0]
    assert clips[1]
    sounds = [Sound(clip, "", "en") for clip in (clips[0], clips[1], stranger(clips[1], 0.75, 0.85))]
    first, second, other = (np.array(hearing.speaker) for hearing in Speaker({}).hear(sounds))
    assert first @ second > 0.88 > 0.8 > second @ other


def test_too_little_speech_has_no_voice_and_there_are_no_settings() -> None:
    (hearing,) = Speaker({}).hear([Sound(Clip(silence(300), RATE_HZ), "Oh.", "en")])
    assert hearing.speaker == ()
    with pytest.raises(VoiceError, match="no setting 'x'"):
        Speaker({"x": 1})
