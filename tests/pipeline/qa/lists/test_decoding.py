"""Strangers' sound files: any rate, channels and codec; what is no sound says why, and stops no other."""

import io
import os
from pathlib import Path

import numpy as np
import soundfile

from pipeline.audio import take_clip
from pipeline.qa.lists.decoding import _groups, decode, decoded

HZ = 440


def wav(
    seconds: float = 0.5, rate: int = 24_000, channels: int = 1, kind: str = "WAV", subtype: str | None = None
) -> bytes:
    time = np.arange(int(seconds * rate)) / rate
    sound = 0.3 * np.sin(2 * np.pi * HZ * time).astype(np.float32)
    out = io.BytesIO()
    soundfile.write(out, np.stack([sound] * channels, axis=1), rate, format=kind, subtype=subtype)
    return out.getvalue()


def test_rates_channels_and_codecs() -> None:
    for rate, channels, kind, subtype in (
        (8_000, 1, "WAV", "PCM_16"), (96_000, 2, "WAV", "FLOAT"), (44_100, 2, "FLAC", None), (48_000, 1, "OGG", None),
        (16_000, 1, "WAV", "PCM_U8"), (22_050, 6, "WAV", "PCM_24"), (44_100, 1, "MP3", None),
    ):  # fmt: skip
        clip = take_clip(decode(wav(0.5, rate, channels, kind, subtype)))
        assert clip.sample_rate_hz == min(rate, 48_000)
        assert 450 <= clip.duration_ms <= 600
        spectrum = np.abs(np.fft.rfft(clip.samples))
        assert abs(np.argmax(spectrum) / len(clip.samples) * clip.sample_rate_hz - HZ) < 5


def test_channels_that_cancel_each_other_out_are_heard() -> None:
    data, rate = soundfile.read(io.BytesIO(wav(channels=2)), dtype="float32")
    data[:, 1] *= -1
    out = io.BytesIO()
    soundfile.write(out, data, rate, format="WAV")
    assert take_clip(decode(out.getvalue())).peak > 0.2


def test_files_beyond_full_scale_and_not_a_number() -> None:
    out = io.BytesIO()
    soundfile.write(out, np.array([0.5, 3.0, np.nan, -np.inf] * 100, np.float32), 24_000, format="WAV", subtype="FLOAT")
    clip = take_clip(decode(out.getvalue()))
    assert clip.peak == 1.0


def test_what_is_no_sound_says_why_and_stops_no_other(tmp_path: Path) -> None:
    files = {
        "good.wav": wav(),
        "empty.wav": b"",
        "text.wav": b"hello" * 100,
        "cut.wav": wav()[:30],
        "other.flac": wav(kind="FLAC"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.wav")
    names = [*files, "none.wav", "pipe.wav", "."]
    answers = dict(zip(names, decoded([tmp_path / name for name in names], 2), strict=True))
    assert [name for name, answer in answers.items() if isinstance(answer, bytes)] == ["good.wav", "other.flac"]
    assert "no sound" in str(answers["text.wav"])
    assert "empty" in str(answers["empty.wav"])
    assert "no file" in str(answers["none.wav"])
    assert "no file" in str(answers["pipe.wav"])


def test_batches_are_bounded() -> None:
    assert next(iter(_groups(dict.fromkeys(range(50), 1)))) == list(range(24))
    assert [len(group) for group in _groups({0: 9 << 20, 1: 9 << 20, 2: 1})] == [1, 2]
