"""Nights through a real Prefect server: what became of each book stands in its run, in the report and in the night's state."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.server import ROOT, worker
from tests.factories import write_production
from tests.flows.test_flows import TEXT, ask, produced, python, wait_for

pytestmark = pytest.mark.flow

NIGHT = (
    "import json, sys; from flows.nightly import batch; "
    "state = batch(sys.argv[1], **json.loads(sys.argv[2]), return_state=True); "
    "print(json.dumps([state.type.value, state.name, state.message, str(state.state_details.flow_run_id)]))"
)
JAPANESE = "第一章\n\n" + "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n\n" * 20
GERMAN = (
    "Erstes Kapitel\n\n" + "Der alte Mann ging durch die Stadt, und niemand sah ihn an. Es war schon spät.\n\n" * 20
)


def night(env: dict[str, str], repo: Path, **options: Any) -> tuple[str, str, str, dict[str, dict[str, Any]]]:
    """A night over the productions of `repo`: its state's type, name and message, and its books' runs by their names."""
    said = python(env, NIGHT, str(repo / "manifests" / "productions"), json.dumps(options)).stdout.splitlines()[-1]
    kind, name, message, run = json.loads(said)
    children = ask(env, "flow_runs/filter", flow_runs={"parent_flow_run_id": {"any_": [run]}}, limit=50)
    return kind, name, message, {child["name"].partition(" ")[2]: child for child in children}


def five_books(repo: Path) -> Path:
    """One silent in its voice, one in a foreign language, one broken, one fresh once it is produced, one good."""
    write_production(repo, "silent", JAPANESE)
    foreign = write_production(repo, "foreign", GERMAN)
    for path in (repo / "manifests/productions/silent/production.yaml", foreign):
        language = "ja" if "silent" in str(path) else "de"
        path.write_text(path.read_text().replace("language: en", f"language: {language}"))
    broken = write_production(repo, "broken", TEXT)
    (broken.parent / "broken.txt").unlink()
    write_production(repo, "good", TEXT)
    return write_production(repo, "fresh", TEXT)


def test_a_night_over_five_books_is_failed_and_each_has_a_run_that_says_why(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    produced(prefect, five_books(tmp_path))
    kind, name, message, runs = night(prefect, tmp_path, max_parallel=2)
    assert (kind, name) == ("FAILED", "Books failed")
    assert "5 books, 3 failed: broken, foreign, silent" in message
    assert {book: (run["state_type"], run["state_name"]) for book, run in runs.items()} == {
        "silent": ("FAILED", "Failed"),
        "foreign": ("FAILED", "Failed"),
        "broken": ("FAILED", "Failed"),
        "fresh": ("COMPLETED", "Fresh"),
        "good": ("COMPLETED", "Completed"),
    }
    assert len({run["infrastructure_pid"] for run in runs.values()}) <= 2  # a process makes one book after another
    for book, said in (("silent", "s-011"), ("foreign", "s-011"), ("broken", "broken.txt does not exist")):
        assert said in runs[book]["state"]["message"]
        assert "waivers.yaml" in runs[book]["state"]["message"] or book == "broken"
    (report,) = (tmp_path / "out" / "reports").glob("nightly-*.md")
    text = report.read_text("utf-8")
    for row in (
        "| fresh | fresh |",
        "| good | made |",
        "| broken | failed |",
        "| silent | failed |",
        "| foreign | failed |",
    ):
        assert row in text
    assert "more to come" not in text
    assert not list((tmp_path / "store" / "slips" / "take").glob("*")) or not list(
        (tmp_path / "out" / "silent").glob("*.m4b")
    )
    artifacts = ask(prefect, "artifacts/filter", sort="ID_DESC", limit=200)
    of_books = {key: value["id"] for key, value in runs.items()}
    found = {
        book: artifact["data"]
        for book, run in of_books.items()
        for artifact in artifacts
        if artifact["flow_run_id"] == run
    }
    found["nightly-report"] = next(a["data"] for a in artifacts if a["key"] == "nightly-report" and a["data"] in text)
    assert found["nightly-report"] in text
    assert ".m4b" in found["good"]
    assert "**passed**" in found["good"]
    assert "failed: " in found["silent"]
    names = {run["name"] for run in ask(prefect, "task_runs/filter", task_runs={}, sort="EXPECTED_START_TIME_DESC")}
    assert any(name.startswith("takes: c001.l0001 to ") for name in names)


def test_a_command_through_prefect_ends_with_the_verdict_s_code(prefect: dict[str, str], tmp_path: Path) -> None:
    five_books(tmp_path)
    path = tmp_path / "manifests/productions/silent/production.yaml"
    said = subprocess.run(
        [sys.executable, "-m", "flows.cli", "produce", str(path), "--prefect", "--json"],
        env=prefect,
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert said.returncode == 9
    answer = json.loads(said.stdout)
    assert answer["verdict"]["state"] == "failed"
    assert "s-011" in answer["error"]


def test_a_night_in_which_all_is_well_is_completed_and_its_report_stands_below_an_earlier_one(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    write_production(tmp_path, "good", TEXT)
    assert night(prefect, tmp_path)[:2] == ("COMPLETED", "Completed")
    kind, name, _, runs = night(prefect, tmp_path)
    assert (kind, name) == ("COMPLETED", "Completed")
    assert runs["good"]["state_name"] == "Fresh"
    (report,) = (tmp_path / "out" / "reports").glob("nightly-*.md")
    text = report.read_text("utf-8")
    assert text.index("| good | made |") < text.index("| good | fresh |")


@pytest.mark.parametrize(("options", "said"), [
    ({"deadline": "6:75"}, 'write it with two digits each and in quotation marks: "06:30"'),
    ({"deadline": "06.30", "time_zone": "Europe/Munich"}, "there is no time zone 'Europe/Munich'"),
    ({"max_parallel": 0}, "greater than or equal to 1"),
])  # fmt: skip
def test_a_night_that_cannot_begin_says_why(
    prefect: dict[str, str], tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    write_production(tmp_path, "good", TEXT)
    kind, _, message, runs = night(prefect, tmp_path, **options)
    assert kind == "FAILED"
    assert said in message
    assert not runs


def test_a_deadline_leaves_books_not_begun_and_the_night_is_no_failure(prefect: dict[str, str], tmp_path: Path) -> None:
    write_production(tmp_path, "good", TEXT)
    kind, name, message, runs = night(prefect, tmp_path, deadline_s=0.01)
    assert (kind, name) == ("COMPLETED", "Not all finished")
    assert "1 not finished" in message
    assert (runs["good"]["state_type"], runs["good"]["state_name"]) == ("CANCELLED", "Not finished")


def test_a_deployed_night_that_fails_ends_the_watching_command_with_a_failure(
    prefect: dict[str, str], prefect_home: Path, tmp_path: Path
) -> None:
    broken = write_production(tmp_path, "broken", TEXT)
    (broken.parent / "broken.txt").unlink()
    with worker(prefect, prefect_home / "logs"):
        said = subprocess.run(
            ["prefect", "deployment", "run", "nightly/batch", "-p", f"folder={broken.parents[1]}", "--watch"],
            env=prefect,
            cwd=ROOT,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    assert said.returncode != 0


def test_a_book_whose_process_is_killed_does_not_end_the_night(prefect: dict[str, str], tmp_path: Path) -> None:
    # Half a gigabyte of hum: enough that it is at work when it is killed.
    long = write_production(
        tmp_path,
        "a-long-one",
        "It goes on and on and on. " * 40 + "\n\n" + "Again, and again. " * 300,
        voice="engine: tone\nsettings: {ms_per_character: 20000}",
    )
    write_production(tmp_path / "other", "z-good", TEXT)  # with a voice of its own
    (tmp_path / "other" / "manifests" / "productions" / "z-good").rename(long.parents[1] / "z-good")
    (long.parents[2] / "voices" / "quick.yaml").write_bytes(
        (tmp_path / "other/manifests/voices/narrator.yaml").read_bytes()
    )
    good = long.parents[1] / "z-good" / "production.yaml"
    good.write_text(good.read_text().replace("voice: narrator", "voice: quick"))
    process = subprocess.Popen(
        [sys.executable, "-c", NIGHT, str(long.parents[1]), "{}"],
        env=prefect,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    log = tmp_path / "out" / "a-long-one" / "logs" / "worker-0.log"
    wait_for("its engine", log.exists)
    (child,) = _children(process.pid, "flows.book_worker")
    os.kill(child, signal.SIGABRT)
    out, _ = process.communicate(timeout=120)
    kind, _, message, run = json.loads(out.splitlines()[-1])
    assert kind == "FAILED"
    assert "2 books, 1 failed: a-long-one" in message
    children = ask(prefect, "flow_runs/filter", flow_runs={"parent_flow_run_id": {"any_": [run]}})
    states = {child["name"].partition(" ")[2]: (child["state_type"], child["state"]["message"]) for child in children}
    assert states["a-long-one"][0] == "CRASHED"
    assert "SIGABRT" in states["a-long-one"][1]
    assert states["z-good"][0] == "COMPLETED"
    wait_for("the process's end", lambda: not _children(process.pid, "flows.book_worker"), 20)


def _children(parent: int, command: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (
                    command in (entry / "cmdline").read_text()
                    and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent
                ):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found
