"""An engine whose clips carry a watermark: other keys, the same length, refused where it cannot be."""

import importlib.util
import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flows.cli import main
from models.hibari import Hibari
from models.registry import engine_of
from models.tone import Tone
from models.watermark import score
from models.watermarked import WatermarkedEngine, _gain, watermarked
from pipeline.audio import Clip
from pipeline.delivery import deliver
from pipeline.engine import Prompt
from pipeline.errors import LockError, MissingExtraError
from pipeline.manifests import Voice
from pipeline.production import lay_out
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make, plan, production_parts, rewrite

installed = importlib.util.find_spec("perth") is not None
wants_perth = pytest.mark.skipif(not installed, reason="pip install 'voicepress[watermark]'")
SPOKEN = (
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a "
    "wife.",
    "Yes.",
    "What is his name?",
)


def voice(**fields: object) -> Voice:
    return Voice.model_validate({"engine": "tone", "version": 1, "languages": ["*"], **fields})


def test_a_marked_voice_is_another_voice_and_all_else_is_the_engine_s() -> None:
    plain, mark = engine_of(voice()), engine_of(voice(watermark="perth"))
    assert mark.fingerprint() != plain.fingerprint()
    assert mark.version == "tone 1 + resemble-perth 1.0.1"
    assert mark.sample_rate_hz == plain.sample_rate_hz
    assert mark.expected_ms("What?") == plain.expected_ms("What?")
    assert mark.compute_ratio() > plain.compute_ratio()
    assert mark.capabilities.watermark is not None
    assert replace(mark.capabilities, watermark=None) == plain.capabilities
    hibari = engine_of(voice(engine="hibari", watermark="perth"))
    assert hibari.capabilities.phonemes == Hibari({}).capabilities.phonemes != ""
    again = pickle.loads(pickle.dumps(mark))
    assert again.fingerprint() == mark.fingerprint()


@pytest.mark.parametrize("asked_by", ["voice", "production", "house"])
def test_who_asks_for_it_asks_for_other_takes_and_the_lock_tells(tmp_path: Path, asked_by: str) -> None:
    path = write_production(tmp_path, "short", TEXT)
    make(path)
    assert plan(path).fresh
    where = {
        "voice": tmp_path / "manifests/voices/narrator.yaml",
        "production": path,
        "house": tmp_path / "configs/house.yaml",
    }[asked_by]
    where.parent.mkdir(exist_ok=True)
    with where.open("a") as file:
        file.write("watermark: perth\n")
    found = plan(path)
    assert len(found.takes) == found.lines
    assert {stale.reason for stale in found.takes} == {"the voice 'narrator' has changed"}
    with pytest.raises(LockError, match=r"tone 1 became tone 1 \+ resemble-perth 1\.0\.1"):
        make(path)
    assert not plan(path, rehearsal=True).changed  # rehearsals hum, unmarked


@pytest.mark.skipif(installed, reason="it is installed")
def test_without_the_extra_it_is_refused_before_a_word_is_spoken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_production(tmp_path, "short", TEXT, extra="watermark: perth\n")
    with pytest.raises(
        MissingExtraError, match=r"wants perth, which is not installed: pip install 'voicepress\[watermark\]'"
    ):
        make(path)
    _, store, _ = production_parts(path)
    assert not any(recipe in ("take", "master") for recipe, _ in store.entries())
    assert main(["produce", str(path)]) == MissingExtraError.exit_code
    assert capsys.readouterr().err == (
        "voicepress: `watermark: perth` wants perth, which is not installed: pip install 'voicepress[watermark]'\n"
    )
    assert main(["plan", str(path)]) == 0  # what would be made can be said without it


def test_another_word_than_perth_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_production(tmp_path, "short", TEXT, extra="watermark: audioseal\n")
    assert main(["plan", str(path)]) == 3
    assert "watermark" in capsys.readouterr().err


def test_only_where_every_voice_leaves_it_is_it_listened_for(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, voice="engine: tone\nwatermark: perth")
    assert production_parts(path)[0].watermark is not None
    (tmp_path / "manifests/voices/other.yaml").write_text("engine: tone\nversion: 1\nlanguages: [en]\n")
    (path.parent / "cast.yaml").write_text("narrator: narrator\nrules: [{voice: other, chapter: CHAPTER I}]\n")
    rewrite(path, "voice: narrator", "cast: cast.yaml")
    assert production_parts(path)[0].watermark is None
    with path.open("a") as file:
        file.write("watermark: perth\n")
    assert production_parts(path)[0].watermark is not None


def test_the_mark_gives_way_at_full_scale_and_where_nothing_would_hide_it() -> None:
    rate, rng = 24_000, np.random.default_rng(1)
    piece = np.sin(2 * np.pi * 200 / rate * np.arange(rate), dtype=np.float32)
    piece[: rate // 4] = 0
    piece[rate // 2 :] *= 0.5
    mark = 0.1 * rng.standard_normal(rate).astype(np.float32)
    gain = _gain(piece, mark, rate)
    assert np.abs(piece + gain * mark).max() <= 1.0
    assert gain[0] == gain[-1] == 0
    assert gain[: rate // 4 - rate // 100].max() == 0  # a silence stays one
    assert gain.max() == 1
    assert np.abs(np.diff(gain)).max() < 0.1  # it bends and never jumps


@wants_perth
def test_clips_keep_their_length_and_carry_the_mark() -> None:
    engine, plain = WatermarkedEngine(Hibari({})), Hibari({})
    prompts = [Prompt(text, "en", n) for n, text in enumerate(SPOKEN)]
    for one, two, again in zip(
        engine.perform(prompts), plain.perform(prompts), engine.perform(prompts[::-1])[::-1], strict=True
    ):
        assert one.clip is not None
        assert two.clip is not None
        assert again.clip is not None
        np.testing.assert_array_equal(one.clip.samples, again.clip.samples)
        assert len(one.clip.samples) == len(two.clip.samples)
        assert one.clip.samples.dtype == np.float32
        assert 20 * np.log10(one.clip.peak / two.clip.peak) < 1.5
        assert score(two.clip.samples, 24_000) < 0.1 < 0.95 < score(one.clip.samples, 24_000)


@wants_perth
@pytest.mark.parametrize("samples", [0, 1, 500, 959, 960, 1000, 24_000])
def test_the_shortest_clips_and_silence_stay_as_they_are(samples: int) -> None:
    clip = watermarked(Clip(np.zeros(samples, np.float32), 24_000))
    assert len(clip.samples) == samples
    assert not clip.samples.any()


@wants_perth
def test_a_clip_at_full_scale_stays_within_it() -> None:
    (said,) = Hibari({}).perform([Prompt(SPOKEN[0], "en", 1)])
    assert said.clip is not None
    loud = Clip(said.clip.samples / said.clip.peak, 24_000)
    assert 0.9 < watermarked(loud).peak <= 1.0


@wants_perth
def test_a_production_is_marked_listened_to_and_refused_where_it_is_lost(tmp_path: Path) -> None:
    path = write_production(
        tmp_path,
        "short",
        f"CHAPTER I\n\n{' '.join(SPOKEN)}\n",
        voice="engine: hibari\nwatermark: perth",
        deliver="[opus]",
    )
    make(path)
    job, store, _ = production_parts(path)
    record = json.loads((job.out / "provenance.json").read_text())
    assert record["voices"][0]["engine"].endswith("+ resemble-perth 1.0.1")
    heard = {file["path"]: file.get("watermark") for file in record["files"]}
    assert heard["opus/001 CHAPTER I.opus"] > 0.9  # 32 kbit/s
    assert "Watermark: heard at " in (job.out / "report.html").read_text()

    assembly = lay_out(job, store)  # the same book, hummed: nothing is heard in it
    bare = write_production(tmp_path / "bare", "short", f"CHAPTER I\n\n{' '.join(SPOKEN)}\n", voice="engine: hibari")
    make(bare)
    other, bare_store, _ = production_parts(bare)
    made = deliver(bare_store, "m4b", assembly.book, lay_out(other, bare_store).audio, job.spec)
    assert [finding.code for finding in made.refusing] == ["d-009"]


def test_tone_is_not_marked_by_itself() -> None:
    assert Tone({}).capabilities.watermark is None
