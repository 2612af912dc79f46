"""Broadcast Wave as other hands read it: wavinfo, libsndfile, FFmpeg; every frame rate, and beyond 4 GB."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
import wavinfo

from pipeline.audio import OverloadError
from pipeline.dub.sound.picture import picture
from pipeline.dub.sound.waves import WaveInfo, header, wave_writer
from pipeline.errors import ManifestError, VoicepressError

INFO = WaveInfo(
    48_000, 2, 1000, 172_800_000, "wanderers MIX", date="2026-11-29", time="10:00:00", project="Wanderers & Co",
    scene="s01e01", tracks=("L", "R"), frame_rate=Fraction(30000, 1001), drop=True,
)  # fmt: skip


def sound(frames: int, channels: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(-0.9, 0.9, (frames, channels)).astype(np.float32)


def written(path: Path, info: WaveInfo, **more: int) -> np.ndarray:
    samples = sound(info.frames, info.channels)
    with wave_writer(path, info, **more) as writer:
        for at in range(0, info.frames, 300):
            writer.write(samples[at : at + 300])
    return samples


@pytest.mark.parametrize("limit", [0xFFFFFFFF, 2000])  # the second makes a small file RF64
def test_others_read_sound_and_chunks(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "mix.wav"
    samples = written(path, INFO, riff_limit=limit)
    assert path.read_bytes()[:4] == (b"RIFF" if limit > 2000 else b"RF64")
    read, rate = soundfile.read(path, dtype="float64", always_2d=True)
    assert rate == 48_000
    assert np.abs(read - samples).max() <= 1.01 / (1 << 23)
    assert soundfile.info(path).subtype == "PCM_24"
    found = wavinfo.WavInfoReader(str(path))
    assert found.bext.time_reference == 172_800_000
    assert found.bext.description == "wanderers MIX"
    assert (found.bext.originator, found.bext.originator_date) == ("voicepress", "2026-11-29")
    assert "F=48000,W=24,M=stereo" in found.bext.coding_history
    assert found.ixml.project == "Wanderers & Co"
    assert found.ixml.scene == "s01e01"
    assert [track.name for track in found.ixml.track_list] == ["L", "R"]
    text = path.read_bytes().decode("latin-1")
    assert "<TIMECODE_RATE>30000/1001</TIMECODE_RATE><TIMECODE_FLAG>DF</TIMECODE_FLAG>" in text


def test_a_header_beyond_four_gigabytes() -> None:
    frames = 5 << 30  # 15 GB in mono
    head = header(WaveInfo(48_000, 1, frames, 5 << 32))
    assert head[:16] == b"RF64" + b"\xff" * 4 + b"WAVEds64"
    _, size, data, samples, _ = struct.unpack("<IQQQI", head[16:48])
    assert data == frames * 3
    assert samples == frames
    assert size == len(head) - 8 + data
    assert head[-4:] == b"\xff" * 4
    assert len(header(WaveInfo(48_000, 1, 10))) == len(head)


def test_the_same_stem_is_the_same_bytes_and_odd_ones_are_padded(tmp_path: Path) -> None:
    info = WaveInfo(48_000, 1, 33)
    for name in ("a.wav", "b.wav"):
        written(tmp_path / name, info)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert (tmp_path / "a.wav").stat().st_size % 2 == 0
    assert soundfile.info(tmp_path / "a.wav").frames == 33


def test_nothing_is_clipped_and_nothing_half_written(tmp_path: Path) -> None:
    with pytest.raises(OverloadError, match=r"1\.5"), wave_writer(tmp_path / "a.wav", INFO) as writer:
        writer.write(np.full((10, 2), 1.5, np.float32))
    with pytest.raises(OverloadError), wave_writer(tmp_path / "a.wav", INFO) as writer:
        writer.write(np.full((10, 2), np.nan, np.float32))
    with pytest.raises(VoicepressError, match="was given 10"), wave_writer(tmp_path / "a.wav", INFO) as writer:
        writer.write(np.zeros((10, 2), np.float32))
    assert not list(tmp_path.iterdir())


CLOCKS = [
    ("23.976", "01:00:00:00", 172_972_800),  # 3603.6 s
    ("24", "01:00:00:00", 172_800_000),
    ("25", "10:00:00:00", 1_728_000_000),
    ("29.97", "01:00:00:00", 172_972_800),
    ("29.97df", "01:00:00;00", 172_799_827),  # 107,892 frames: 3.6 ms before the hour
    ("30", "00:00:01:15", 72_000),
    ("24", "00:00:00:00", 0),
]


@pytest.mark.parametrize(("rate", "start", "samples"), CLOCKS)
def test_the_time_reference_of_a_start_timecode(rate: str, start: str, samples: int) -> None:
    assert picture(rate, start, 100).time_reference == samples


@pytest.mark.parametrize(
    ("rate", "frames", "samples"),
    [("25", 25, 48_000), ("23.976", 24, 48_048), ("29.97df", 5, 8008), ("29.97", 1, 1602), ("24", 1, 2000)],
)
def test_the_length_of_a_picture(rate: str, frames: int, samples: int) -> None:
    assert picture(rate, "00:00:00:00", frames).samples == samples


@pytest.mark.parametrize(
    ("rate", "start", "frames", "told"),
    [
        ("26x", "00:00:00:00", 1, "no frame rate"),
        ("25", "00:00:00:25", 1, "no timecode"),
        ("29.97df", "00:01:00;00", 1, "does not exist"),
        ("25", "00:00:00:00", 0, "0 frames"),
    ],
)
def test_a_picture_that_cannot_be(rate: str, start: str, frames: int, told: str) -> None:
    with pytest.raises(ManifestError, match=told):
        picture(rate, start, frames)


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="needs FFmpeg's programs")
@pytest.mark.parametrize(("rate", "start", "samples"), CLOCKS)
def test_ffprobe_reads_the_time_reference(tmp_path: Path, rate: str, start: str, samples: int) -> None:
    shown = picture(rate, start, 2)
    path = tmp_path / "dx.wav"
    written(path, WaveInfo(48_000, 1, shown.samples, shown.time_reference, "dx"))
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)],
        capture_output=True,
        check=True,
    )
    found = json.loads(told.stdout)
    assert int(found["format"]["tags"]["time_reference"]) == samples
    assert found["streams"][0]["codec_name"] == "pcm_s24le"
    assert int(found["streams"][0]["duration_ts"]) == shown.samples
