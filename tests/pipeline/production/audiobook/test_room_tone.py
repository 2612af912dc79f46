"""A voice's own room under a book: heard in pauses at the spec's level, seamless, kept in the lock, refused when wrong."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipeline.audio import Room, recorded_tone
from pipeline.errors import LockError, VoiceError
from pipeline.production import lay_out
from pipeline.records import Master
from pipeline.store import digest_of_file
from tests.factories import write_production
from tests.pipeline.production.test_production import make, production_parts

TEXT = "CHAPTER I\n\nNobody came. It was late.\n"
VOICE = "engine: tone\nroom_tone: manifests/voices/room.wav"


def write_room(
    repo: Path, seconds: float = 3.0, rate: int = 48_000, *, hum: float = 0.001, click: float = 0.0, seed: int = 5
) -> Path:
    """A room with mains hum at 100 Hz in two channels."""
    path = repo / "manifests" / "voices" / "room.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    count = round(seconds * rate)
    sound = (
        hum * np.random.default_rng(seed).standard_normal((count, 2))
        + 2 * hum * np.sin(2 * np.pi * 100 * np.arange(count) / rate)[:, None]
    )
    sound[count // 2] += click
    soundfile.write(path, sound, rate, "PCM_24")
    return path


def write(repo: Path, spec: str = "acx") -> Path:
    return write_production(repo, "short", TEXT, voice=VOICE, extra=f"spec: {spec}\n")


def master_sound(path: Path) -> tuple[np.ndarray, int, Master]:
    job, store, _ = production_parts(path)
    (chapter,) = lay_out(job, store).chapters
    assert isinstance(chapter.master, Master)
    sound, rate = soundfile.read(store.file(chapter.master.digest), dtype="float32")
    return sound, rate, chapter.master


def test_pauses_have_the_room_of_the_voice_at_the_level_of_the_spec(tmp_path: Path) -> None:
    write_room(tmp_path)
    path = write(tmp_path)
    make(path)
    sound, rate, master = master_sound(path)
    head = sound[: master.timeline[0][0]]
    assert 20 * np.log10(np.sqrt(np.square(head).mean())) == pytest.approx(-72, abs=1)
    spectrum = np.abs(np.fft.rfft(head * np.hanning(len(head))))
    assert spectrum.argmax() * rate / len(head) == pytest.approx(100, abs=5)


def test_another_room_is_refused_by_the_lock_and_makes_masters_again_when_accepted(tmp_path: Path) -> None:
    write_room(tmp_path)
    path = write(tmp_path)
    make(path)
    _, _, before = master_sound(path)
    write_room(tmp_path, seed=6)
    with pytest.raises(LockError, match="the voice 'narrator' has changed"):
        make(path)
    again = make(path, upgrade=("voices",))
    assert again.made == 0
    assert master_sound(path)[2].digest != before.digest


def test_a_spec_that_wants_silence_has_it(tmp_path: Path) -> None:
    write_room(tmp_path)
    path = write(tmp_path, "podcast")
    make(path)
    sound, _, master = master_sound(path)
    assert not sound[: master.timeline[0][0]].any()


@pytest.mark.parametrize("suffix", [".m4a", ".mka"])
def test_a_telephones_recording_is_as_good_as_a_wav(tmp_path: Path, suffix: str) -> None:
    """Two channels of AAC, or of 24-bit PCM in a container that libsndfile does not know."""
    wav = write_room(tmp_path, seconds=4.0)
    other = encoded(wav, suffix)
    tones = [recorded_tone(Room(str(path), ""), 24_000, -72.0) for path in (wav, other)]
    assert abs(len(tones[0]) - len(tones[1])) <= (0.04 * 24_000 if suffix == ".m4a" else 0)
    spectra = [np.abs(np.fft.rfft(tone[: 2 * 24_000])) for tone in tones]
    assert spectra[0].argmax() == spectra[1].argmax() == 200  # 100 Hz
    if suffix == ".mka":
        assert np.abs(tones[0] - tones[1]).max() < 1e-6 * np.abs(tones[0]).max()
    Room(str(other), "").check()


def test_silence_that_an_encoder_put_at_the_ends_is_cut_off(tmp_path: Path) -> None:
    wav = write_room(tmp_path, seconds=4.0)
    sound, rate = soundfile.read(wav, always_2d=True)
    soundfile.write(wav, np.pad(sound, ((rate // 2, rate // 4), (0, 0))), rate, "PCM_24")
    tone = recorded_tone(Room(str(encoded(wav, ".mka")), ""), 24_000, -72.0)
    assert len(tone) == pytest.approx((4.0 - 0.5) * 24_000, abs=0.02 * 24_000)
    assert not (tone == 0).all()


def encoded(wav: Path, suffix: str) -> Path:
    """The same sound in another file, as FFmpeg writes it."""
    import av

    path = wav.with_suffix(suffix)
    with av.open(str(wav)) as source, av.open(str(path), "w") as out:
        sound = source.streams.audio[0]
        stream = out.add_stream("aac" if suffix == ".m4a" else "pcm_s24le", rate=sound.rate)
        stream.layout = "stereo"
        for frame in source.decode(sound):
            frame.pts = None
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("options", "word"), [
    ({"seconds": 0.5}, "lasts 0.5 s; give 2 to 60 seconds"), ({"seconds": 61}, "lasts 61.0 s"),
    ({"hum": 0.0}, "is silent"), ({"click": 0.5}, "has more in it than a room's noise"), (None, "cannot be read"),
])  # fmt: skip
def test_what_is_no_room_is_refused_before_a_word_is_spoken(
    tmp_path: Path, options: dict[str, float] | None, word: str
) -> None:
    path = write(tmp_path)
    if options is not None:
        write_room(tmp_path, **options)  # type: ignore[arg-type]
    with pytest.raises(VoiceError, match=f"the voice 'narrator'.*{word}"):
        make(path)
    (tmp_path / "manifests" / "voices" / "room.wav").write_text("no sound")
    with pytest.raises(VoiceError, match="cannot be read.*give a WAV or FLAC"):
        make(path)


def test_it_comes_round_without_a_seam(tmp_path: Path) -> None:
    """The level of 20 ms around the join is that of anywhere else, and so is the step from sample to sample."""
    path = write_room(tmp_path, hum=0.003)
    room = Room(str(path), digest_of_file(path))
    tone = recorded_tone(room, 24_000, -72.0)
    assert len(tone) == 24_000 * 5 // 2  # the end has gone into the beginning
    around = np.concatenate((tone[-240:], tone[:240]))
    elsewhere = tone[: len(tone) // 480 * 480].reshape(-1, 480)
    levels = np.sqrt(np.square(elsewhere).mean(axis=1))
    assert levels.min() * 0.8 < np.sqrt(np.square(around).mean()) < levels.max() * 1.25
    assert abs(tone[0] - tone[-1]) <= np.abs(np.diff(tone)).max()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"fLaC" + bytes(4000),
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\xff\xff\x80\xbb\0\0\0\0\0\0\1\0\x10\0data\xff\xff\xff\x7f",
        b"OggS" + b"\xff" * 4000,
        b"FORM\x7f\xff\xff\xffAIFFCOMM" + b"\xff" * 400,
    ],
)
def test_a_recording_that_harms_its_decoder_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "room.wav"
    path.write_bytes(data)
    with pytest.raises(VoiceError, match=r"room_tone: .*room\.wav "):
        Room(str(path), digest_of_file(path)).check()


def test_a_decoder_that_dies_takes_nobody_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pipeline.untrusted.test_sandbox import segfaults

    monkeypatch.setattr("pipeline.audio.roomtone.trouble_of", segfaults)
    (tmp_path / "room.wav").write_bytes(b"RIFF")
    with pytest.raises(
        VoiceError, match=r"room\.wav cannot be read \(its decoder crashed \(SIGSEGV\)\); give a WAV or FLAC"
    ):
        Room(str(tmp_path / "room.wav"), "another").check()


def test_pydub_is_imported_when_a_recording_wants_it_and_not_before() -> None:
    code = "import sys, pipeline.production, pipeline.audio; print('pydub' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
