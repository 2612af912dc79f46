"""v3 and v4 as voices: they speak like any other, at their vocoder's rate, from one clip whose text is known."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.gpt_sovits.engine import GptSovits
from models.gpt_sovits.settings import Settings
from models.gpt_sovits.weights.headers import Header, header_of
from models.gpt_sovits.weights.voice_folder import VoiceFiles, check
from pipeline.engine import Prompt
from pipeline.errors import VoiceError

Voice = dict[str, Any]
PROMPTS = [Prompt("It is a truth universally acknowledged.", "en", 1), Prompt("Yes.", "en", 2, pace=1.25)]


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
    pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")
    from models.gpt_sovits.bench.random_voice import make

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield {**make(tmp_path_factory.mktemp("flow"), "v4 LoRA"), "sample_steps": 2}
    torch.set_num_threads(threads)


def test_it_speaks_at_the_rate_of_its_vocoder_and_alone_as_in_a_batch(voice: Voice) -> None:
    engine = GptSovits(voice)
    assert engine.sample_rate_hz == 48000
    together = engine.perform([*PROMPTS, Prompt("“…”", "en", 3)])
    assert [p.failure for p in together] == [""] * 3
    for prompt, performance in zip(PROMPTS, together, strict=False):
        clip = performance.clip
        assert clip is not None
        assert clip.sample_rate_hz == 48000
        assert 0.001 < clip.peak <= 1.0
        tokens = int(performance.facts["tokens"])
        frames = 2 * tokens if prompt.pace == 1 else int(2 * tokens / prompt.pace) + 1
        assert len(clip.samples) == 960 * frames
        (alone,) = engine.perform([prompt])
        assert alone.clip is not None
        np.testing.assert_allclose(alone.clip.samples, clip.samples, atol=2e-5, rtol=0)
    silent = together[-1].clip
    assert silent is not None
    assert (len(silent.samples), silent.sample_rate_hz) == (0, 48000)


def test_an_imported_voice_holds_its_base_and_vocoder_and_sounds_as_before(voice: Voice, tmp_path: Path) -> None:
    from models.gpt_sovits.weights.importing import import_voice

    given = {
        "reference_text": voice["reference_text"],
        "reference_language": "en",
        "pretrained": Path(voice["pretrained_folder"]),
    }
    files = [Path(voice[name]) for name in ("gpt_path", "sovits_path", "reference_path")]
    imported = import_voice(*files, tmp_path / "v", **given, languages=("en",))
    assert set(imported["digests"]) == {"gpt", "sovits", "reference", "hubert", "base", "vocoder"}
    assert header_of(Path(imported["sovits_path"])) == Header(flow="v4", lora=True)
    (before,), (after,) = (GptSovits({**s, "sample_steps": 2}).perform(PROMPTS[:1]) for s in (voice, imported))
    assert before.clip is not None
    assert after.clip is not None
    assert (before.clip.samples == after.clip.samples).all()
    with pytest.raises(VoiceError, match="reference_text: is empty, and a v4 voice does not speak without it"):
        import_voice(*files, tmp_path / "w", **{**given, "reference_text": " "}, languages=("en",))
    assert not (tmp_path / "w").exists()


def test_planning_knows_the_rate_without_pytorch(voice: Voice) -> None:
    code = (
        "import sys; from models.gpt_sovits.engine import GptSovits; "
        f"e = GptSovits({voice!r}); e.fingerprint(); print(e.sample_rate_hz, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.split() == ["48000", "False"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference_text": ""}, "reference_text: is empty, and a v4 voice does not speak without it"),
        ({"styles_folder": "styles"}, "styles_folder: a v4 voice takes its timbre from one clip"),
        ({"noise_scale": 0.3}, "noise_scale: a v4 voice has none"),
    ],
)
def test_what_the_version_cannot_do_is_said_when_the_voice_is_read(
    voice: Voice, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(VoiceError, match=said):
        GptSovits({**voice, **change}).fingerprint()


@pytest.mark.parametrize("setting", [{"sample_steps": 8}, {"guidance": 0.5}])
def test_settings_of_v3_and_v4_are_refused_of_others(random_voice: Voice, setting: dict[str, Any]) -> None:
    with pytest.raises(VoiceError, match=f"{next(iter(setting))}: v3 and v4 take it, and .* is neither"):
        GptSovits({**random_voice, **setting}).fingerprint()


def test_steps_and_guidance_are_heard_and_missing_files_are_named(voice: Voice) -> None:
    prints = {GptSovits({**voice, **more}).fingerprint() for more in ({}, {"sample_steps": 3}, {"guidance": 0.5})}
    assert len(prints) == 3
    files = VoiceFiles.of(Settings.read(voice))
    assert files.speaker_net is None
    assert files.base is not None
    moved = files.base.rename(files.base.with_suffix(".away"))
    try:
        found = {one.role: one for one in check(Settings.read(voice))}
        assert (found["base"].state, found["base"].remark) == ("missing", "`voicepress voice fetch` brings it")
        with pytest.raises(VoiceError, match="s2Gv4.pth: cannot be read"):
            GptSovits(voice).fingerprint()
    finally:
        moved.rename(files.base)


# ---------------------------------------------------------------- headers


def test_headers_are_read_from_tags_and_indices(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

    def saved(keys: list[str], config: Any, tag: bytes = b"") -> Header:
        path = tmp_path / "x.pth"
        torch.save({"weight": {key: torch.zeros(len(tmp_path.name)) for key in keys}, "config": config}, path)
        path.write_bytes(tag + path.read_bytes()[len(tag) :])
        header = header_of(path)
        path.unlink()
        return header

    lora = "cfm.base_model.model.estimator.x.lora_A.default.weight"
    assert saved(["dec.x"], {"model": {"version": "v2"}}) == Header()
    assert saved(["sv_emb.weight"], {"model": {"version": "v2Pro"}}) == Header(speaker=True)
    assert saved(["cfm.x"], {"model": {"version": "v3"}, "name": "version", "other": "v4"}) == Header(flow="v3")
    assert saved(["cfm.x"], {"version": "v4", "model": {}}) == Header(flow="v4")
    assert saved([lora], {"model": {"version": "v3"}}) == Header(flow="v3", lora=True)
    assert saved([lora], {}, b"04") == Header(flow="v4", lora=True)
    assert saved(["cfm.x"], {}, b"02") == Header(flow="v3")
    assert saved(["cfm.x"], {}) == Header()  # which, loading asks
    assert saved(["x"], {}, b"06") == Header(speaker=True)
    (tmp_path / "y.pth").write_bytes(b"PK nothing")
    (tmp_path / "y.safetensors").write_bytes(b"\x05\0\0\0\0\0\0\0[[[[[")
    assert header_of(tmp_path / "y.pth") == header_of(tmp_path / "y.safetensors") == header_of(tmp_path) == Header()
