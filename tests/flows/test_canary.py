"""A canary from end to end: two versions of the embedded voice, figures, page, refusal, promotion, rollback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.canary.costing import costs
from flows.canary.texts import auditioned
from flows.canary.votes import counted
from flows.cli import main
from models.registry import engine_of
from pipeline.errors import ManifestError, RefusedError
from pipeline.production.job.voices import voices_in_use
from pipeline.store.machine import machine_cache
from tests.factories import write_production

LINES = "10"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # A cache of this test's own, in which voices are put; the weights of listeners are the machine's.
    weights = machine_cache() / "weights"
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "machine"))
    (tmp_path / "machine").mkdir()
    (tmp_path / "machine" / "weights").symlink_to(weights)
    (tmp_path / "manifests" / "voices").mkdir(parents=True)
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text("workers: 2\n")
    return tmp_path


def registered(version: int, speed: float, engine: str = "hibari") -> None:
    settings = f"{{speed: {speed}}}" if engine == "hibari" else f"{{ms_per_character: {round(60 / speed)}}}"
    Path("manifests/voices/ann.yaml").write_text(
        f"engine: {engine}\nversion: {version}\nlanguages: [en]\nsettings: {settings}\n"
        "consent: {kind: licence, of: Apache-2.0, uses: [audiobook]}\n"
    )
    assert main(["voice", "register", "ann"]) == 0


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    told: dict[str, object] = json.loads(said.out)
    return told


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 15
    return capsys.readouterr().err


@pytest.mark.qa
@pytest.mark.timeout(900)
def test_two_versions_of_the_embedded_voice(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version, speed in ((1, 1.0), (2, 1.25), (3, 1.05)):
        registered(version, speed)
    answer(capsys, "voice", "promote", "ann@1", "stable")
    assert "it was never compared with ann@1" in refused(capsys, "voice", "promote", "ann@2", "stable")
    # A quarter faster: heard as well as before, the same voice, and refused for its pace.
    told = answer(capsys, "voice", "canary", "ann@2", "--lines", LINES)
    new, old = told["candidate"], told["champion"]
    assert isinstance(new, dict)
    assert isinstance(old, dict)
    assert 1.15 < new["pace"] / old["pace"] < 1.35
    assert old["errors"] < 0.05
    assert told["likeness"] > 0.9  # type: ignore[operator]
    assert any("letters a second" in why for why in told["refused"])  # type: ignore[attr-defined]
    said = refused(capsys, "voice", "promote", "ann@2", "stable")
    assert "it speaks" in said
    assert "--force REASON" in said
    assert "say in words" in refused(capsys, "voice", "promote", "ann@2", "stable", "--force", " ")
    # A twentieth faster: promoted.
    told = answer(capsys, "voice", "canary", "ann@3", "--lines", LINES)
    assert told["refused"] == []
    page = house / str(told["page"])
    text = page.read_text().replace(page.parent.name, "")  # which comparison it is of, and not which side is which
    assert len(re.findall("<audio", text)) == 2 * int(LINES)
    assert len(list(page.parent.glob("*.wav"))) == 2 * int(LINES)
    assert not re.search(r"ann@|candidate|champion|https?://", re.sub("<style>.*?</style>", "", text, flags=re.DOTALL))
    order = str(told["order"])
    assert order not in text
    votes = {str(i): ("b" if side == "a" else "a") for i, side in enumerate(order, 1)}  # the old one, every time
    (house / "votes.json").write_text(json.dumps({"page": page.parent.name, "votes": votes}))
    told = answer(capsys, "voice", "canary", "ann@3", "--votes", "votes.json")
    assert told["votes"] == {"candidate": 0, "champion": int(LINES), "same": 0}
    assert "preferred the old one" in refused(capsys, "voice", "promote", "ann@3", "stable")
    answer(capsys, "voice", "canary", "ann@3", "--lines", LINES)
    assert answer(capsys, "voice", "promote", "ann@3", "stable")["version"] == 3
    assert answer(capsys, "voice", "rollback", "ann", "--reason", "too hasty")["version"] == 1
    forced = answer(capsys, "voice", "promote", "ann@2", "stable", "--force", "the producer likes it brisk")
    assert forced["details"]["reason"] == "the producer likes it brisk"  # type: ignore[index]
    assert "letters a second" in str(forced["details"])


DEAF = "workers: 1\nlisteners: {words: deaf, speaker: deaf, naturalness: deaf}\n"


def test_a_share_of_a_books_chapters(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole chapters, always the same ones, by their text; the voice's own lines alone; figures, page and refusal."""
    for version, speed in ((1, 1.0), (2, 1.5)):
        registered(version, speed, "tone")
    answer(capsys, "voice", "promote", "ann@1", "stable")
    colours = ("red", "green", "blue", "gold", "grey")
    chapters = {n: [f"This is sentence {s} of the {n} part." for s in "abcdef"] for n in colours}
    text = "\n\n".join(f"CHAPTER {i}\n\n{' '.join(said)}" for i, said in enumerate(chapters.values(), 1))
    path = write_production(house, "book", text)
    path.write_text(path.read_text().replace("voice: narrator", "cast: cast.yaml"))
    path.with_name("cast.yaml").write_text("narrator: ann@stable\nrules:\n  - {voice: narrator, text: sentence c}\n")
    (house / "configs" / "house.yaml").write_text(DEAF)
    canary = "voice", "canary", "ann@2", "--production", str(path), "--share", "0.3"
    told = answer(capsys, *canary)
    page = house / str(told["page"])
    lines = re.findall(r"sentence (\w) of the (\w+) part", page.read_text())
    drawn = {chapter for _, chapter in lines}
    assert len(drawn) == 2, "two of five are the first that reach three tenths"
    assert {letter for letter, _ in lines} == set("abdef"), "what another voice speaks is not the canary's"
    assert told["candidate"]["lines"] == len(list(page.parent.glob("*-a.wav"))) == 2 * 6  # type: ignore[index]
    assert told["candidate"]["pace"] > 1.3 * told["champion"]["pace"]  # type: ignore[index]
    assert any("letters a second" in why for why in told["refused"])  # type: ignore[attr-defined]
    assert "letters a second" in refused(capsys, "voice", "promote", "ann@2", "stable")
    again = answer(capsys, *canary)
    assert set(re.findall(r"of the (\w+) part", page.read_text())) == drawn
    assert again["order"] == told["order"]
    said = refused(capsys, *canary[:-4], "--production", str(path), "--language", "de")
    assert "'ann' speaks nothing in 'de' there" in said


def test_the_cost_of_a_version_is_computing_without_loading(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An engine that loads for long, or whose takes were made on a busy day, is not dear to speak."""
    for version in (1, 2):
        registered(version, 1.0, "tone")
    used = voices_in_use(["ann@1", "ann@2"], house, engine_of, "", rehearsal=False)
    old, new = costs(list(used.values()), auditioned("en", 20, None), "en")
    assert 0 <= new < 0.1
    assert 0 <= old < 0.1


def test_what_nobody_could_hear_is_not_promoted(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registered(1, 1.0, "tone")
    registered(2, 1.0, "tone")
    answer(capsys, "voice", "promote", "ann@1", "stable")
    answer(capsys, "voice", "promote", "ann@2", "canary")  # any alias but stable moves freely
    (house / "configs" / "house.yaml").write_text(DEAF)
    told = answer(capsys, "voice", "canary", "ann@2", "--lines", "3")
    assert told["candidate"]["errors"] is None  # type: ignore[index]
    said = refused(capsys, "voice", "promote", "ann@2", "stable")
    assert "3 lines are too few to tell" in said
    assert "nobody heard what is said: there is no listener 'deaf'" in said


def test_a_plan_says_what_loading_costs_and_warm_voices_speak(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registered(1, 1.0)
    answer(capsys, "voice", "promote", "ann@1", "stable")
    path = write_production(house, "short", "CHAPTER I\n\nIt was cold.\n")
    path.write_text(path.read_text().replace("voice: narrator", "voice: ann@stable"))
    (house / "configs" / "house.yaml").write_text("workers: 1\ngate: off\nwarm: [ann@stable, nobody]\n")
    assert answer(capsys, "plan", str(path))["loading"] == [
        {"voice": "ann@stable", "ms": 400, "bytes": 0, "fetched_bytes": 0}
    ]
    assert answer(capsys, "produce", str(path))["made"] == 2
    assert answer(capsys, "plan", str(path))["loading"] == []


def test_votes_of_another_page_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    file.write_text('{"page": "p", "votes": {"1": "a", "2": "a", "3": "same"}}')
    assert counted([file], "p", "aba") == {"candidate": 1, "champion": 1, "same": 1}
    with pytest.raises(RefusedError, match="of the page 'p'"):
        counted([file], "q", "aba")
    with pytest.raises(ManifestError, match="no line '3'"):
        counted([file], "p", "ab")
    file.write_text("no votes")
    with pytest.raises(ManifestError, match="no file of votes"):
        counted([file], "p", "ab")


def test_what_cannot_be_kept_warm_is_one_sentence_and_stops_nothing(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registered(1, 1.0, "tone")
    registered(2, 1.2, "tone")
    answer(capsys, "voice", "promote", "ann@2", "stable")
    answer(capsys, "voice", "retire", "ann@1", "--reason", "she lisps there")
    path = write_production(house, "short", "CHAPTER I\n\nIt was cold.\n")
    (house / "manifests" / "voices" / "ended.yaml").write_text(
        "engine: tone\nversion: 1\nlanguages: [en]\n"
        "consent: {kind: licence, of: X, uses: [audiobook], until: 2026-01-31}\n"
    )
    warm = "[ann@stable, ann@1, ann@best, nobody, ended, '@', narrator]"
    (house / "configs" / "house.yaml").write_text(f"workers: 1\ngate: off\nwarm: {warm}\n")
    for command in (["plan", str(path)], ["produce", str(path)]):
        capsys.readouterr()
        assert main(command) == 0
        told = [line for line in capsys.readouterr().err.splitlines() if "warm:" in line]
        assert [re.search(r"warm: (\S+) is not kept warm: (.{20})", line).groups() for line in told] == [  # type: ignore[union-attr]
            ("ann@1", "ann@1 was retired at"),
            ("ann@best", "there is no ann@best"),
            ("nobody", "there is no voice 'n"),
            ("ended", "the consent ended on"),
            ("@", "'@' is no name of a "),
        ]
