"""Loudness and levels against the standards' own signals, against other meters, and for files of every kind."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from pydub import AudioSegment

from pipeline.audio import LevelMeter, Measured, measure, measured
from pipeline.audio.loudness import LoudnessMeter, momentary, short_term
from pipeline.audio.measuring import mp3_bit_rates
from pipeline.errors import RefusedError
from tests.pipeline.audio import ebu
from tests.pipeline.audio.test_audio import RATE, reference_true_peak, speech

ROOT = Path(__file__).parents[3]


def of(sound: ebu.Sound, rate: int = ebu.RATE, block: int = 70_001) -> Measured:
    pieces = (sound[at : at + block] for at in range(0, len(sound), block))
    return measured(pieces, rate, sound.shape[1], "pcm", 0, None)


def curve(sound: ebu.Sound) -> ebu.Sound:
    meter = LoudnessMeter(ebu.RATE, sound.shape[1], step_ms=20)
    meter.add(sound.reshape(-1))
    return meter.curve


@pytest.mark.parametrize("case", ebu.INTEGRATED)
def test_tech_3341_integrated(case: int) -> None:
    signal, expected = ebu.INTEGRATED[case]
    found = of(signal())
    assert found.integrated_lufs == pytest.approx(expected, abs=0.1)
    if case in (1, 2):
        assert found.momentary_max_lufs == pytest.approx(expected, abs=0.1)
        assert found.short_term_max_lufs == pytest.approx(expected, abs=0.1)


def test_tech_3341_cases_9_and_12_are_steady() -> None:
    after_3_s = short_term(curve(ebu.short_term_9()), 20)
    assert np.abs(after_3_s + 23.0).max() <= 0.1
    after_1_s = momentary(curve(ebu.momentary_12()), 20)[30:]
    assert np.abs(after_1_s + 23.0).max() <= 0.1


@pytest.mark.parametrize("i", range(20))
def test_tech_3341_cases_10_11_13_14_find_the_maximum_wherever_it_begins(i: int) -> None:
    assert of(ebu.short_term_10(i)).short_term_max_lufs == pytest.approx(-23.0, abs=0.1)
    assert of(ebu.momentary_13(i)).momentary_max_lufs == pytest.approx(-23.0, abs=0.1)
    assert of(ebu.short_term_11(i)).short_term_max_lufs == pytest.approx(-38.0 + i, abs=0.1)
    assert of(ebu.momentary_14(i)).momentary_max_lufs == pytest.approx(-38.0 + i, abs=0.1)


@pytest.mark.parametrize("case", ebu.TRUE_PEAK)
def test_tech_3341_true_peak(case: int) -> None:
    signal, expected = ebu.TRUE_PEAK[case]
    assert expected - 0.4 <= of(signal()).true_peak_dbtp <= expected + 0.2


@pytest.mark.parametrize("case", ebu.RANGE)
def test_tech_3342_range(case: int) -> None:
    levels, expected = ebu.RANGE[case]
    assert of(ebu.steps(levels)).loudness_range_lu == pytest.approx(expected, abs=1.0)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.integers(500, 40_000))
def test_sparse_true_peaks_are_libebur128s(seed: int, block: int) -> None:
    """Speech, and noise of every band, in blocks of any size."""
    rng = np.random.default_rng(seed)
    sound = speech(1.0, seed, 0.9)
    if seed % 2:
        spectrum = np.fft.rfft(rng.standard_normal(RATE)) * (np.arange(RATE // 2 + 1) < rng.uniform(0.05, 0.45) * RATE)
        noise = np.fft.irfft(spectrum, RATE).astype(np.float32)
        sound = noise / np.abs(noise).max()
    levels = LevelMeter(RATE)
    for at in range(0, len(sound), block):
        levels.add(sound[at : at + block, None])
    # Half a decibel for noise: libebur128's filter and ours differ at the very top of the band.
    assert 20 * abs(np.log10(levels.true_peak / reference_true_peak(sound))) < (0.5 if seed % 2 else 0.15)


def test_plain_levels() -> None:
    sound = 0.25 * np.sin(2 * np.pi * 440 / RATE * np.arange(10 * RATE)) + 0.01
    sound[:RATE] = sound[-2 * RATE :] = 0.0
    sound[RATE // 2 : RATE] = 1e-3 * np.sign(np.sin(np.arange(RATE // 2)))
    found = of(sound.astype(np.float32)[:, None], RATE)
    assert found.rms_db == pytest.approx(10 * np.log10(np.square(sound).mean()), abs=0.01)
    assert found.sample_peak_db == pytest.approx(20 * np.log10(0.26), abs=0.01)
    assert found.noise_floor_db == -200.0
    assert found.dc == pytest.approx(0.007, abs=1e-5)
    assert (found.head_ms, found.tail_ms) == (1000, 2000)
    assert found.clipped_runs == 0
    assert found.duration_ms == 10_000
    assert of(np.full((RATE, 2), 1e-3, np.float32), RATE).noise_floor_db == pytest.approx(-60.0, abs=0.01)


def test_runs_at_full_scale_are_counted_one_by_one() -> None:
    sound = speech(1.0, level=0.5)
    for at, length in ((1000, 3), (2000, 50), (3000, 2)):
        sound[at : at + length] = 1.0 if at != 2000 else -1.0
    assert of(sound[:, None], RATE).clipped_runs == 2


def test_silence_and_nearly_nothing_have_figures() -> None:
    for length in (0, 1, 100, RATE):
        found = of(np.zeros((length, 1), np.float32), RATE)
        assert found.integrated_lufs == found.true_peak_dbtp == -200.0
        assert found.loudness_range_lu == 0.0


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same speech in every form that shops and people have."""
    folder = tmp_path_factory.mktemp("files")
    mono = np.concatenate([speech(3.0, n, 0.5) for n in range(4)])  # lossy codecs lose 0.2 to 0.5 LU of it
    stereo = np.repeat(mono[:, None], 2, axis=1)
    kinds = {
        "s16.wav": "PCM_16",
        "s24.wav": "PCM_24",
        "float.wav": "FLOAT",
        "u8.wav": "PCM_U8",
        "s24.flac": "PCM_24",
        "s16.aiff": "PCM_16",
    }
    made = {}
    for name, subtype in kinds.items():
        made[name] = folder / name
        soundfile.write(made[name], mono, RATE, subtype=subtype)
    made["stereo.wav"] = folder / "stereo.wav"
    soundfile.write(made["stereo.wav"], stereo, RATE)
    import av

    for name, codec in (("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.opus", "libopus")):
        made[name] = folder / name
        with av.open(str(made[name]), "w") as out:
            stream = out.add_stream(codec, rate=24_000 if codec != "libopus" else 48_000)
            stream.codec_context.layout = "mono"
            stream.codec_context.bit_rate = 96_000
            resampler = av.AudioResampler(stream.codec_context.format, "mono", stream.rate)
            frame = av.AudioFrame.from_ndarray(mono[None, :], "fltp", "mono")
            frame.sample_rate = RATE
            frame.pts = 0
            for ready in (*resampler.resample(frame), *resampler.resample(None)):
                out.mux(stream.encode(ready))
            out.mux(stream.encode(None))
    return made


def test_every_kind_of_file_reads_the_same(files: dict[str, Path]) -> None:
    reference = measure(files["float.wav"])
    assert reference.codec == "pcm"
    for name, path in files.items():
        found = measure(path)
        # Two channels of the same are 3 dB more to a loudness meter, and nothing to RMS.
        expected = reference.integrated_lufs + (3.01 if name == "stereo.wav" else 0.0)
        assert found.integrated_lufs == pytest.approx(expected, abs=0.6 if name.startswith("a.") else 0.02), name
        assert found.rms_db == pytest.approx(reference.rms_db, abs=0.6 if name.startswith("a.") else 0.02), name
        assert found.duration_ms == pytest.approx(reference.duration_ms, abs=60), name
        assert found.codec == {"mp3": "mp3", "m4a": "aac", "opus": "opus", "flac": "flac"}.get(path.suffix[1:], "pcm")
    assert measure(files["a.mp3"]).constant_bit_rate is True
    assert mp3_bit_rates(files["a.mp3"]) == {96_000}


def test_an_independent_meter_agrees(files: dict[str, Path]) -> None:
    """FFmpeg's own ebur128, through PyAV's filters, and pydub's RMS."""
    import av

    with av.open(str(files["float.wav"])) as file:
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=file.streams.audio[0])
        meter = graph.add("ebur128", "metadata=1")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        said: dict[str, str] = {}
        for frame in file.decode(audio=0):
            graph.push(frame)
            while True:
                try:
                    said |= graph.pull().metadata
                except (av.BlockingIOError, av.EOFError):
                    break
    found = measure(files["float.wav"])
    assert found.integrated_lufs == pytest.approx(float(said["lavfi.r128.I"]), abs=0.1)
    assert found.loudness_range_lu == pytest.approx(float(said["lavfi.r128.LRA"]), abs=0.5)
    assert found.rms_db == pytest.approx(AudioSegment.from_wav(files["s16.wav"]).dBFS, abs=0.02)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_agrees(files: dict[str, Path]) -> None:
    for path in files.values():
        said = subprocess.run(
            ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stderr
        summary = said[said.rindex("Summary:") :]
        found = measure(path)
        loudness, peak = (float(re.search(p, summary).group(1)) for p in (r"I:\s+(-?[\d.]+)", r"Peak:\s+(-?[\d.]+)"))  # type: ignore[union-attr]
        assert found.integrated_lufs == pytest.approx(loudness, abs=0.11)
        assert found.true_peak_dbtp == pytest.approx(peak, abs=0.3)


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("no sound")
    for path, said in ((text, "cannot? be read|not a sound file"), (tmp_path / "b.wav", "does not exist")):
        with pytest.raises(RefusedError, match=said):
            measure(path)


@pytest.mark.parametrize(("rate", "layout"), [(44_100, "mono"), (24_000, "stereo")])
def test_a_file_that_becomes_another_on_the_way_is_refused(tmp_path: Path, rate: int, layout: str) -> None:
    """Two streams of AAC put one behind the other, as `cat` would."""
    path = tmp_path / "both.aac"
    path.write_bytes(_adts(tmp_path / "a.aac", 24_000, "mono") + _adts(tmp_path / "b.aac", rate, layout))
    with pytest.raises(RefusedError, match="changes its sample rate or its channels on the way"):
        measure(path)


def _adts(path: Path, rate: int, layout: str) -> bytes:
    import av

    sound = np.tile(speech(1.0), (2 if layout == "stereo" else 1, 1))
    with av.open(str(path), "w", format="adts") as out:
        stream = out.add_stream("aac", rate=rate)
        stream.codec_context.layout = layout
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path.read_bytes()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.audio import measure\n"
        "found = measure(Path(sys.argv[1]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    peaks = []
    block = speech(10.0)
    for minutes in (1, 20):
        path = tmp_path / f"{minutes}.flac"
        with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
            for _ in range(minutes * 6):
                file.write(block)
        peaks.append(
            float(
                subprocess.run(
                    [sys.executable, "-c", code, str(path)], cwd=ROOT, check=True, capture_output=True, text=True
                ).stdout
            )
        )
    assert peaks[1] - peaks[0] < 15, json.dumps(peaks)  # 20 minutes of float32 are 115 MB


@pytest.mark.parametrize("form", ["m4b", "mp3", "flac"])
def test_a_file_that_is_cut_off_is_refused_and_a_whole_one_is_not(tmp_path: Path, form: str) -> None:
    """M4B tells its length first of all, MP3 in LAME's header, FLAC in its own."""
    import av

    rate, path = 24_000, tmp_path / f"whole.{form}"
    noise = np.random.default_rng(1).normal(0, 0.1, (1, 20 * rate)).astype(np.float32)
    codec, layout, options = {
        "m4b": ("aac", "fltp", {"movflags": "faststart"}),
        "mp3": ("libmp3lame", "fltp", {}),
        "flac": ("flac", "s16", {}),
    }[form]
    with av.open(str(path), "w", format={"m4b": "ipod"}.get(form, form), options=options) as out:
        stream: Any = out.add_stream(codec, rate=rate, layout="mono", format=layout)
        whole = noise if layout == "fltp" else (noise * 20_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(whole, format=layout, layout="mono")
        frame.sample_rate = rate
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert abs(measure(path).duration_ms - 20_000) < 150
    cut = tmp_path / f"cut.{form}"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(RefusedError, match=r"cut off: .* s of its 20.\d s are there|cannot be (decoded|read)"):
        measure(cut)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("at", [0, 100_000, -1])
@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE"])
def test_samples_that_are_no_numbers_are_named(tmp_path: Path, value: float, at: int, subtype: str) -> None:
    sound = speech(8.0)
    sound[at] = value
    path = tmp_path / "effect.wav"
    soundfile.write(path, sound, RATE, subtype)
    with pytest.raises(RefusedError, match=r"effect\.wav holds samples that are not numbers"):
        measure(path)


@pytest.mark.parametrize(("right", "correlation"), [(1.0, 1.0), (-1.0, -1.0), (-0.3, -1.0), (0.0, None)])
def test_channels_that_cancel_each_other_out_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: float, correlation: float | None
) -> None:
    from flows.cli import main

    sound = speech(4.0)
    path = tmp_path / "two.wav"
    soundfile.write(path, np.stack([sound, right * sound], axis=1), RATE, "FLOAT")
    assert measure(path).correlation == correlation
    code = main(["measure", str(path), "--spec", "acx"])
    said = capsys.readouterr().out
    assert ("its channels cancel each other out: in mono it is silent" in said) is (correlation == -1.0)
    assert ("FAIL  phase: they cancel each other out in mono (-1.00)" in said) is (correlation == -1.0)
    assert code == 12


def test_wide_stereo_is_no_fault() -> None:
    rng = np.random.default_rng(1)
    wide = rng.standard_normal((48_000, 2)).astype(np.float32) * 0.1
    assert abs(of(wide).correlation or 1) < 0.05
    assert of(wide[:, :1]).correlation is None
