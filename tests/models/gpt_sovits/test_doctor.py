"""`voice doctor` on GPT-SoVITS voices: random, corrupted, with a wrong text; each says what is the matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")
pytest.importorskip("transformers", reason="GPT-SoVITS needs it: pip install 'voicepress[gpt-sovits]'")

from flows.cli import main  # noqa: E402
from models.gpt_sovits.anatomy import anatomy, training_of  # noqa: E402
from models.gpt_sovits.settings import Settings  # noqa: E402
from models.gpt_sovits.weights.voice_folder import digests  # noqa: E402

Voice = dict[str, Any]
SPOKEN = "The old house stood alone at the end of the long road."


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "manifests" / "voices").mkdir(parents=True)
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text("workers: 1\n")
    return tmp_path


def examined(settings: Voice, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    plain = {name: str(value) if isinstance(value, Path) else value for name, value in settings.items()}
    written = {
        "engine": "gpt-sovits", "version": 1, "languages": ["en"], "settings": {**plain, "languages": ["en"]},
        "consent": {"kind": "licence", "of": "a test", "uses": ["audiobook"]},
    }  # fmt: skip
    Path("manifests/voices/ann.yaml").write_text(yaml.safe_dump(written), "utf-8")
    code = main(["voice", "doctor", "ann", "--lines", "2", "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def states(told: dict[str, Any]) -> dict[str, str]:
    return {step["name"]: step["state"] for step in told["steps"]}


def test_training_is_told_in_words() -> None:
    assert training_of("GPT-e15") == "15 epochs"
    assert training_of("8epoch_200iteration") == "8 epochs, 200 steps"
    assert training_of("somebody's own") == "somebody's own"


def test_it_says_what_a_voice_is(random_voice: Voice) -> None:
    settings = Settings.read({**random_voice, "languages": ["en"]})
    found = anatomy(settings, digests(settings))
    assert (found.version, found.lora, found.sample_rate_hz) == ("v2", False, 32000)
    assert (found.gpt_training, found.sovits_training) == ("15 epochs", "8 epochs, 200 steps")
    assert found.unlike[0].endswith("million numbers, official ones 77.6")


@pytest.mark.parametrize(
    ("change", "step", "said"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:90_000]), "weights", "is truncated or damaged"),
        (lambda path: path.write_bytes(b"<html>not found</html>"), "weights", "neither a torch file nor a known"),
        (lambda path: path.unlink(), "manifest", "cannot be read"),
    ],
)
def test_a_corrupted_voice_is_named_with_its_file_and_not_spoken(
    copied_voice: Voice, house: Path, capsys: pytest.CaptureFixture[str], change: Any, step: str, said: str
) -> None:
    change(Path(copied_voice["sovits_path"]))
    code, told = examined(copied_voice, capsys)
    assert (code, told["verdict"], told["lines"]) == (8, "not fit", [])
    assert states(told)[step] == "wrong"
    assert said in told["why"]
    assert str(copied_voice["sovits_path"]) in told["why"]
    assert told["cure"]


def test_a_file_that_is_not_the_recorded_one_is_told_before_anything_is_loaded(
    copied_voice: Voice, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = examined({**copied_voice, "digests": {"gpt": "0" * 64}}, capsys)
    assert (code, states(told)) == (8, {"manifest": "fine", "file gpt": "wrong"})
    assert "is changed sha256" in told["why"]


def test_a_text_far_longer_than_its_clip_stops_it(
    random_voice: Voice, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = examined({**random_voice, "reference_text": SPOKEN * 6}, capsys)
    assert (code, states(told)["weights"]) == (8, "wrong")
    assert "Write down exactly what is said in the clip" in told["why"]


def test_a_random_voice_is_of_odd_size_and_nothing_of_it_is_proved_without_listeners(
    random_voice: Voice, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "configs" / "house.yaml").write_text("workers: 1\nlisteners: {words: medium}\n")  # which nobody has here
    code, told = examined(random_voice, capsys)
    assert code in (8, 15)  # noise of any pace
    assert states(told) | {"sizes": "doubtful", "speaking": "fine", "words": "unknown"} == states(told)
    assert all(line["tokens"] > 0 for line in told["lines"])


@pytest.mark.qa
@pytest.mark.timeout(900)
def test_heard_a_random_voice_speaks_no_words_and_a_wrong_text_is_told(
    copied_voice: Voice, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("faster_whisper", reason="pip install 'voicepress[qa]'")
    import soundfile

    from models.hibari import Hibari
    from pipeline.engine import Prompt

    clip = Hibari({}).perform([Prompt(SPOKEN, "en", 1)])[0].clip
    assert clip is not None
    soundfile.write(copied_voice["reference_path"], clip.samples, clip.sample_rate_hz, "PCM_16")
    for text, state in ((SPOKEN, "fine"), ("Seven little ducks went swimming over the hills.", "wrong")):
        code, told = examined({**copied_voice, "reference_text": text}, capsys)
        assert (code, told["verdict"]) == (8, "not fit")
        found = {step["name"]: step for step in told["steps"]}
        assert found["words"]["state"] == "wrong"
        assert "no speech in this language" in found["words"]["cure"]
        assert found["reference text"]["state"] == state
        assert "old house stood alone" in found["reference text"]["found"]
