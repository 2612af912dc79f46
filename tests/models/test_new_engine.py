"""An engine is added by one module (beeper.py) and one line in ENGINES; then it makes a book."""

from pathlib import Path

import pytest

from flows.cli import main
from models import ENGINES, EngineRecord
from models.registry import engine_of
from pipeline.engine import Capabilities, Engine, Prompt, performances
from pipeline.errors import MissingExtraError, VoiceError
from pipeline.manifests import Voice
from tests.factories import write_production
from tests.models.beeper import Beeper
from tests.pipeline.production.test_production import make, plan

BEEPER: type[Engine] = Beeper  # mypy says where it does not fit the interface
TEXT = "CHAPTER I\n\nIt was a bright cold day. Nobody came.\n\n“Yes,” he said.\n"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "beeper", EngineRecord("tests.models.beeper:Beeper"))


def test_it_makes_a_book_and_finds_it_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_production(tmp_path, "short", TEXT, voice="engine: beeper\nsettings: {level: 0.2}")
    made = make(path)
    (delivered,) = made.deliverables
    assert delivered.path.exists()
    assert made.made == made.lines == 4
    assert plan(path).fresh
    assert main(["explain", str(path), "--at", "0:00:01", "--store", str(tmp_path / "store")]) == 0
    assert "beeper 1" in capsys.readouterr().out


def test_what_it_cannot_say_and_which_languages_it_speaks_is_asked_of_it(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, voice="engine: beeper")
    voice = tmp_path / "manifests" / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace("languages: [en]", "languages: [en, de]"))
    with pytest.raises(VoiceError, match="the engine 'beeper' speaks en, fr, not de"):
        plan(path)


def test_it_is_not_asked_for_a_pace_that_it_does_not_obey() -> None:
    own, other = performances(Beeper({}), [Prompt("Yes.", "en", 1), Prompt("Yes.", "en", 1, pace=1.25)])
    assert own.clip is not None
    assert other.clip is None
    assert other.failure == "beeper 1 speaks at its own pace alone, not 1.25 times"


@pytest.mark.parametrize(("pace", "obeyed"), [(0.49, False), (0.5, True), (1, True), (2, True), (2.01, False)])
def test_the_slowest_and_the_fastest_pace_are_obeyed(pace: float, obeyed: bool) -> None:
    assert Capabilities(paces=(0.5, 2)).obeys(pace) is obeyed
    assert Capabilities().obeys(pace) is (pace == 1)


def test_an_extra_that_is_missing_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "beeper", EngineRecord("nowhere_at_all.engine:Beeper", extra="beeper"))
    voice = Voice(engine="beeper", version=1, languages=("en",))
    with pytest.raises(MissingExtraError, match=r"wants nowhere_at_all: pip install 'voicepress\[beeper\]'"):
        engine_of(voice)
