"""The command line as people and machines use it: answers, exit codes, one sentence for what is wrong."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from flows.cli import COMMANDS, main
from models.kokoro import packages
from models.registry import engine_of
from pipeline.production import load
from tests.factories import write_production

ROOT = Path(__file__).parent.parent.parent
TEXT = "CHAPTER I\n\nIt was a bright cold day. The clocks were striking thirteen.\n\nCHAPTER II\n\nNobody came.\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_production(tmp_path, "short", TEXT)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    code = main([*arguments, "--json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    return code, capsys.readouterr().err


def test_the_fields_of_the_answers_are_fixed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = answer(capsys, "read", str(path.parent / "short.txt"))
    assert isinstance(read, dict)
    assert set(read) == {"title", "creators", "language", "identifier", "chapters", "coverage", "notes"}
    assert set(read["chapters"][0]) == {"title", "role", "read", "blocks"}
    assert set(read["chapters"][0]["blocks"][0]) == {"kind", "text", "read", "reason"}
    table = read["coverage"]
    assert table["characters"] == table["spoken"] + sum(table["replaced"].values()) + sum(table["skipped"].values())
    lines = answer(capsys, "script", str(path))
    assert isinstance(lines, list)
    assert set(lines[0]) == {"slate", "text", "spoken", "language", "voice", "pause_after_ms"}
    plan = answer(capsys, "plan", str(path))
    assert isinstance(plan, dict)
    assert {"takes", "masters", "deliverables", "audio_ms", "compute_ms"} <= set(plan)
    assert set(plan["takes"][0]) == {"slate", "reason"}
    assert set(plan["masters"][0]) == {"chapter", "reason"}
    assert set(plan["deliverables"][0]) == {"format", "reason"}
    made = answer(capsys, "produce", str(path))
    assert isinstance(made, dict)
    assert {"deliverables", "lines", "made", "notes", "audio_ms", "compute_ms", "wall_ms"} <= set(made)
    assert set(made["deliverables"][0]) == {"format", "path", "duration_ms"}
    assert made["lines"] == len(lines)
    rows = answer(capsys, "status", "manifests")
    assert isinstance(rows, list)
    assert rows[0]["fresh"] is True
    told = answer(capsys, "explain", str(path), "--at", "0:02")
    assert isinstance(told, dict)
    assert told["slate"] == "c001.l0001"
    swept = answer(capsys, "sweep", "manifests", "--yes")
    assert isinstance(swept, dict)
    assert swept["kept_objects"] > 0


def test_people_are_told_where_it_is_how_long_and_how_many_notes(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", str(path)]) == 0
    said = capsys.readouterr().out
    assert ".m4b" in said
    assert "lines with notes" in said
    assert main(["plan", str(path)]) == 0
    assert "takes: " in capsys.readouterr().out
    for command in (
        ["script", str(path)],
        ["status"],
        ["explain", str(path), "--slate", "c001.l0001"],
        ["read", str(path.parent / "short.txt")],
    ):
        assert main(command) == 0
        assert capsys.readouterr().out


def test_the_repository_s_book_is_as_it_was_locked() -> None:
    job = load(ROOT / "manifests/productions/pride-and-prejudice-opening/production.yaml", engine_of)
    assert job.lock is not None
    assert job.changed() == {}


def test_new_writes_a_manifest_that_plans(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ROOT / "manifests/productions/pride-and-prejudice-opening/pride-and-prejudice-opening.epub"
    assert main(["new", str(book)]) == 0
    said = capsys.readouterr().out
    made = Path("manifests/productions/pride-and-prejudice-the-opening/production.yaml")
    assert made.exists()
    assert "title-page" in said
    assert main(["plan", str(made.parent)]) == 0
    assert "not read" in capsys.readouterr().out
    code, error = refusal(capsys, "new", str(book))
    assert code == 15
    assert "is not written over" in error


def test_new_says_when_no_voice_speaks_the_book(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = path.parents[3] / "a book.txt"
    book.write_text("第一章\n\n" + "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" * 20, "utf-8")
    assert main(["new", str(book), "--to", str(path.parents[3] / "a folder")]) == 0
    said = capsys.readouterr().out
    assert "# It does not speak ja, and drops what it cannot say" in said
    assert f"next: voicepress plan '{path.parents[3] / 'a folder' / 'production.yaml'}'" in said
    assert "These are not" not in said
    (path.parents[2] / "voices" / "tomo.yaml").write_text(
        (path.parents[2] / "voices" / "narrator.yaml").read_text().replace("[en]", "[ja-JP]")
    )
    assert main(["new", str(book), "--to", str(path.parents[3] / "another")]) == 0
    said = capsys.readouterr().out
    assert "voice: tomo" in said
    assert "does not speak" not in said


def test_new_in_an_empty_folder_brings_the_embedded_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.txt").write_text(TEXT)
    assert main(["new", "book.txt"]) == 0
    (path,) = tmp_path.glob("manifests/productions/*/production.yaml")
    assert main(["plan", str(path)]) == 0
    assert (tmp_path / "manifests" / "voices" / "heart.yaml").exists()
    assert refusal(capsys, "new", "book.txt", "--voice", "hart")[1].endswith("there are: heart\n")


WRONG = {
    "no such production": (["plan", "nowhere/production.yaml"], 3, "does not exist"),
    "a folder": (["plan", "manifests"], 3, "cannot be read"),
    "a folder of nothing": (["produce", "empty"], 15, "no production.yaml under empty"),
    "a book to plan": (["plan", "fake.epub"], 3, "is a book and no manifest: 'voicepress new fake.epub'"),
    "no such book": (["read", "nowhere.epub"], 4, "nowhere.epub"),
    "not an epub": (["read", "fake.epub"], 4, "fake.epub"),
    "a zip that is no epub": (["read", "zip.epub"], 4, "zip.epub"),
    "empty book": (["read", "empty.epub"], 4, "empty.epub"),
    "wrong time": (["explain", "PRODUCTION", "--at", "noon"], 15, "is not a time"),
    "no such slate": (["explain", "PRODUCTION", "--slate", "c9"], 15, "there is no line 'c9'"),
    "nothing made yet": (["explain", "PRODUCTION", "--at", "1:00"], 15, "use --slate, or produce first"),
    "sweep without yes": (["sweep", "manifests", "--json"], 15, "say --yes"),
    "nothing to status": (["status", "empty"], 15, "no production.yaml under empty"),
    "store in the way": (["produce", "PRODUCTION", "--store", "fake.epub/store"], 22, "the store"),
    "store of no kind": (["produce", "PRODUCTION", "--store", "nosuch://store"], 22, "cannot be opened"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_gets_one_sentence_and_its_exit_code(
    path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Path("fake.epub").write_text("not a zip")
    Path("empty.epub").write_bytes(b"")
    Path("empty").mkdir()
    with zipfile.ZipFile("zip.epub", "w") as file:
        file.writestr("a.txt", "a")
    if name == "sweep without yes":
        main(["rehearse", str(path)])
        (path.parents[3] / "store" / "objects" / ("0" * 64)).write_bytes(b"rubbish")
        capsys.readouterr()
    arguments, exit_code, said = WRONG[name]
    code, error = refusal(capsys, *(str(path) if a == "PRODUCTION" else a for a in arguments))
    assert said in error
    assert code == exit_code
    assert "Traceback" not in error


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as leaving:
            main([name, "--help"])
        assert leaving.value.code == 0
        assert "--json" in capsys.readouterr().out


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in COMMANDS if f"voicepress {name}" not in readme]


def test_a_plan_needs_neither_prefect_nor_an_engine(path: Path) -> None:
    code = (
        "import sys; from flows.cli import main; main(['plan', sys.argv[1]]); "
        "print([m for m in ('prefect', 'torch', 'onnxruntime', 'pandas', 'jinja2', 'upath', 'fsspec') if m in sys.modules])"
    )
    child = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert child.stdout.splitlines()[-1] == "[]"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command.replace("voicepress", f"{sys.executable} -m flows.cli")],
        cwd=folder,
        text=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=60,
    )


@pytest.mark.parametrize(("arguments", "code", "said"), [
    ("--workers -1", 15, "--workers -1: say how many"), ("--store ''", 15, "--store is empty"),
    ("--store abfs://nobody/x", 7, "wants a package that is not here: Install adlfs"),
    ("--json > /dev/full", 20, "No space left on device"),
])  # fmt: skip
def test_what_the_command_line_says_wrong_is_one_sentence(path: Path, arguments: str, code: int, said: str) -> None:
    command = "produce" if "workers" in arguments else "plan"
    found = shell(f"voicepress {command} {path} {arguments}", path.parent)
    assert found.returncode == code, found.stderr
    assert said in found.stderr
    assert found.stderr.count("\n") == 1
    assert not (path.parent / "objects").exists()


def test_streams_that_are_closed_cost_nothing(path: Path) -> None:
    assert shell(f"voicepress plan {path} >&-", path.parent).returncode == 0
    assert shell(f"voicepress rehearse {path} 2>&- >&-", path.parent).returncode == 0
    assert list((path.parents[3] / "out" / "short" / "rehearsal").glob("*.m4b"))


def test_a_command_that_is_told_to_end_says_so(path: Path) -> None:
    (path.parents[2] / "voices" / "narrator.yaml").write_text(
        (path.parents[2] / "voices" / "narrator.yaml").read_text() + "settings: {ms_per_character: 30000}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "produce", str(path), "--json"],
        cwd=path.parent,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    log = path.parents[3] / "out" / "short" / "logs" / "worker-0.log"
    until = time.monotonic() + 30
    while not log.exists() and time.monotonic() < until:
        os.sched_yield()  # its first engine has been started then
    process.terminate()
    out, error = process.communicate(timeout=30)
    assert process.returncode == 143, error
    assert json.loads(out)["exit_code"] == 143
    assert "everything finished is kept" in error


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"voicepress \d+\.\d+.*\n", capsys.readouterr().out)


def test_one_file_that_cannot_be_read_does_not_hide_the_others(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(path)]) == 0
    (book,) = (path.parents[3] / "out" / "short" / "rehearsal").glob("*.m4b")
    capsys.readouterr()
    assert main(["detect", str(book), str(path)]) == 15
    said = capsys.readouterr()
    assert str(book) in said.out
    assert "none of the containers" in said.err
    assert main(["detect", str(book), str(path), "--json"]) == 15
    good, bad = json.loads(capsys.readouterr().out)
    assert good["marks"]
    assert "none of the containers" in bad["error"]


def test_status_says_what_is_missing_here_and_calls_no_book_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(packages, "FRONT_ENDS", {"en": {"nobody-s-g2p": "nobody_s_g2p"}})
    write_production(tmp_path, "short", TEXT, voice="engine: kokoro\nsettings: {voice: af_bella}")
    assert main(["status", "manifests"]) == 0
    said = capsys.readouterr().out
    assert "cannot be told here: Kokoro's voices need the package" in said
    assert "pip install 'voicepress[kokoro]'" in said
    assert "failed" not in said
    rows = answer(capsys, "status", "manifests")
    assert isinstance(rows, list)
    assert rows[0]["verdict"]["state"] == "not finished"
