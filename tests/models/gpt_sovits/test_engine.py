"""The engine protocol (pipeline/engine.py), tested with a random voice of small width."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.gpt_sovits.engine import GptSovits
from pipeline.engine import Engine, Prompt

Voice = dict[str, Any]
TEXTS = [
    "It is a truth universally acknowledged.",
    "Yes.",
    "What is his name, then, and is he married or single?",
    "“…”",
]
BOUND = 2e-5  # of full scale, for the same line in another batch: rounding of fp32, measured 1e-6


def prompts(texts: list[str] = TEXTS, language: str = "en") -> list[Prompt]:
    return [Prompt(text, language, 2**40 + seed) for seed, text in enumerate(texts)]


@pytest.fixture(scope="module")
def engine(random_voice: Voice) -> Engine:
    return GptSovits(random_voice)


def test_clips_are_mono_floats_within_full_scale_in_their_places(engine: Engine) -> None:
    performed = engine.perform(prompts())
    assert [p.failure for p in performed] == [""] * len(TEXTS)
    for performance in performed[:-1]:
        clip = performance.clip
        assert clip is not None
        assert clip.sample_rate_hz == engine.sample_rate_hz == 32000
        assert clip.samples.dtype == np.float32
        assert clip.samples.ndim == 1
        assert 0.001 < clip.peak <= 1.0
        assert len(clip.samples) == 1280 * int(performance.facts["tokens"])
        assert clip.samples[0] == 0.0  # faded in
    silent = performed[-1].clip
    assert silent is not None
    assert len(silent.samples) == 0


def test_a_line_does_not_depend_on_who_shares_its_batch(engine: Engine) -> None:
    together = engine.perform(prompts())
    for prompt, performance in zip(prompts(), together, strict=True):
        (alone,) = engine.perform([prompt])
        assert alone.clip is not None
        assert performance.clip is not None
        np.testing.assert_allclose(alone.clip.samples, performance.clip.samples, atol=BOUND, rtol=0)


def test_the_same_seed_is_the_same_sound_and_another_seed_another(engine: Engine) -> None:
    one, two, other = engine.perform([Prompt(TEXTS[0], "en", 1), Prompt(TEXTS[0], "en", 1), Prompt(TEXTS[0], "en", 2)])
    assert one.clip is not None
    assert two.clip is not None
    assert other.clip is not None
    np.testing.assert_allclose(one.clip.samples, two.clip.samples, atol=BOUND, rtol=0)
    assert len(one.clip.samples) != len(other.clip.samples) or not np.allclose(
        one.clip.samples, other.clip.samples, atol=1e-3
    )


def test_every_take_says_why_it_stopped_and_how_fast_it_went(engine: Engine) -> None:
    facts = engine.perform(prompts()[:1])[0].facts
    assert facts["stopped"] == "eos"
    assert float(facts["tokens_per_second"]) > 0
    assert {"tokens", "phones", "tokens_per_phone", "longest_run"} <= set(facts)


@pytest.mark.parametrize(
    ("text", "language"),
    [("他一共花了3.5元，打了8折。", "zh"), ("我用 iPhone 听 podcast。", "zh-Hans"), ("今日は天気がいいですね！", "ja")],
)
def test_it_speaks_its_languages(engine: Engine, text: str, language: str) -> None:
    for package in ("jieba", "pypinyin", "opencc", "pyopenjtalk"):
        pytest.importorskip(package, reason="pip install 'voicepress[gpt-sovits]'")
    (performance,) = engine.perform(prompts([text], language))
    assert performance.clip is not None
    assert performance.facts["stopped"] == "eos"


def test_without_the_reference_text_only_its_timbre_is_used(random_voice: Voice) -> None:
    (performance,) = GptSovits({**random_voice, "reference_text": ""}).perform(prompts()[:1])
    assert performance.facts["stopped"] in ("eos", "limit")


def test_more_style_clips_change_the_timbre(random_voice: Voice, tmp_path: Path) -> None:
    import shutil

    for name in ("a.wav", "b.wav"):
        shutil.copy(random_voice["reference_path"], tmp_path / name)
    import soundfile

    samples, rate = soundfile.read(tmp_path / "b.wav")
    soundfile.write(tmp_path / "b.wav", samples[::-1], rate)
    one = GptSovits(random_voice)
    two = GptSovits({**random_voice, "styles_folder": str(tmp_path)})
    assert one.fingerprint() != two.fingerprint()
    first, second = one.perform(prompts()[:1])[0].clip, two.perform(prompts()[:1])[0].clip
    assert first is not None
    assert second is not None
    assert len(first.samples) == len(second.samples)
    assert np.abs(first.samples - second.samples).max() > 1e-4


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_half_precision_runs_and_stops(random_voice: Voice, precision: str) -> None:
    (performance,) = GptSovits({**random_voice, "precision": precision}).perform(prompts()[:1])
    assert performance.clip is not None
    assert np.isfinite(performance.clip.samples).all()
    assert performance.clip.peak > 0.001


@pytest.mark.slow
@pytest.mark.parametrize("version", ["v1", "v2Pro", "v2ProPlus", "v3", "v3 LoRA", "v4 LoRA"])
def test_every_version_speaks(version: str, tmp_path: Path) -> None:
    from models.gpt_sovits.bench.random_voice import make

    performances = GptSovits(make(tmp_path, version)).perform(prompts())
    assert [p.failure for p in performances] == [""] * len(TEXTS)


# ---------------------------------------------------------------- planning


def test_planning_loads_neither_torch_nor_weights(random_voice: Voice) -> None:
    code = (
        "import sys; from models.gpt_sovits.engine import GptSovits; "
        f"e = GptSovits({random_voice!r}); e.fingerprint(); e.expected_ms('Yes.'); e.unspeakable('Yes.', 'en'); "
        "print(sorted({'torch', 'transformers', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "[]"


def test_without_pytorch_the_first_line_names_the_install(tmp_path: Path) -> None:
    """Also in the base install, where the front ends' packages are missing, too."""
    paths = {name: str(tmp_path / "x") for name in ("gpt_path", "sovits_path", "reference_path", "pretrained_folder")}
    code = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
sys.meta_path.insert(0, Absent())
from models.gpt_sovits.engine import GptSovits
from pipeline.engine import Prompt
from pipeline.errors import MissingExtraError
try:
    GptSovits({paths!r}).perform([Prompt("It is a truth.", "en", 1)])
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert "pip install 'voicepress[gpt-sovits]'" in done.stdout


def test_the_fingerprint_follows_what_is_heard(copied_voice: Voice) -> None:
    first = GptSovits(copied_voice).fingerprint()
    assert GptSovits({**copied_voice, "rows": 3, "device": "cpu"}).fingerprint() == first
    assert GptSovits({**copied_voice, "temperature": 0.9}).fingerprint() != first
    path = Path(copied_voice["reference_path"])
    moved = path.with_name("moved.wav")
    path.rename(moved)
    assert GptSovits({**copied_voice, "reference_path": str(moved)}).fingerprint() == first
    moved.write_bytes(moved.read_bytes() + b"\0\0")
    assert GptSovits({**copied_voice, "reference_path": str(moved)}).fingerprint() != first


def test_a_pass_keeps_its_rows_busy(random_voice: Voice) -> None:
    assert GptSovits({**random_voice, "rows": 3, "device": "cpu"}).width == 12
    assert GptSovits({**random_voice, "device": "cpu"}).width == 64


def test_expected_lengths_by_script(engine: Engine) -> None:
    assert engine.expected_ms("") == 0
    assert 1500 < engine.expected_ms("It is a truth universally.") < 2500
    assert 1000 < engine.expected_ms("今天天气很好") < 2000
    assert GptSovits({**engine.settings.model_dump(), "speed": 2.0}).expected_ms("Yes.") * 2 == engine.expected_ms(
        "Yes."
    )  # type: ignore[attr-defined]


def test_what_it_would_drop_is_named(engine: Engine) -> None:
    assert engine.unspeakable("Plain words, with “quotes” – and dashes…", "en") == ""
    assert engine.unspeakable("Bonjour.", "fr") == "Bonjur."
    assert engine.unspeakable("他说안녕", "zh") == "안녕"  # this voice does not list ko


def test_korean_is_planned_without_its_packages(random_voice: Voice) -> None:
    korean = GptSovits({**random_voice, "languages": ["ko-KR", "zh"]})
    assert korean.languages == {"ko", "zh"}
    assert korean.unspeakable("사과 3개, apple ☃", "ko") == "☃"
    assert korean.unspeakable("他说안녕", "zh") == ""
    assert 1500 < korean.expected_ms("오늘은 날씨가 참 좋습니다.") < 2500


def test_facts_and_features_are_computed_once_a_voice(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.gpt_sovits.conditioning import reference

    engine.perform(prompts()[:1])
    monkeypatch.setattr(reference, "prompt_tokens", lambda *_: pytest.fail("the prompt is encoded again"))
    monkeypatch.setattr(reference, "style_of", lambda *_: pytest.fail("the style is encoded again"))
    engine.perform(prompts()[:1])


@pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("mecab", "g2pk2"))), reason="pip install 'voicepress[korean]'"
)
def test_korean_is_spoken(random_voice: Voice) -> None:
    engine = GptSovits({**random_voice, "languages": ["ko"]})
    (said,) = engine.perform([Prompt("사과 3개를 샀다.", "ko", 1)])
    assert not said.failure
    assert said.facts["phones"] == len("ㅅㅏㄱㅗㅏ空ㅅㅔ空ㄱㅐㄹㅡㄹ空ㅅㅏㄷㄸㅏ.")


def test_sound_that_overflowed_is_no_take() -> None:
    torch = pytest.importorskip("torch", reason="pip install 'voicepress[gpt-sovits]'")
    from models.gpt_sovits.engine import _performance
    from models.gpt_sovits.serving.requests import RequestOutput
    from models.gpt_sovits.serving.voice import LineAudio

    said = _performance(
        LineAudio(np.array([0.1, np.nan], np.float32), RequestOutput(torch.zeros(12), "eos", 0.1), 1, 1), 9, 0.1
    )
    assert said.clip is None
    assert said.failure == "the sound holds values that are not numbers; set `precision: fp32` for this voice"
