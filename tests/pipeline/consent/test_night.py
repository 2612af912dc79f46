"""A consent that ends during a night stops it there, between batches, and says so everywhere."""

import argparse
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.commands.status import run as status
from flows.repo import Repo
from pipeline.consent.moment import note
from pipeline.errors import ConsentError
from pipeline.production import Runtime, lay_out, plan_of, produce
from pipeline.records import Take
from tests.factories import write_production
from tests.here import runtime_here

TEXT = "CHAPTER I\n\n" + " ".join(f"This is sentence number {n} of a long night." for n in range(40))
OPEN = "consent: {kind: own-voice, of: the test, uses: [audiobook]}"


def night(path: Path, clock: Callable[[], dt.datetime]) -> tuple[Repo, Runtime]:
    repo = Repo.at(path, workers=1)
    return repo, replace(runtime_here(repo.load(path), repo.store), clock=clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def bound(path: Path, bounds: str) -> None:
    voice = path.parents[2] / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace(OPEN, OPEN.replace("}", f", {bounds}}}")))


class Clock:
    """A minute goes by whenever somebody looks at it."""

    def __init__(self, start: str):
        self.at = dt.datetime.fromisoformat(start)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


def test_a_consent_that_ends_at_the_owners_midnight_stops_the_night_between_batches(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bound(path, "until: 2026-03-01, time_zone: America/New_York")
    repo, runtime = night(path, Clock("2026-03-02T04:55:30+00:00"))  # four minutes and a half before midnight there
    with pytest.raises(ConsentError, match=r"ended on 2026-03-01 \(America/New_York\)\. \d+ lines are left") as stopped:
        produce(repo.load(path), runtime)
    assert stopped.value.exit_code == 6
    state = lay_out(repo.load(path), repo.store).state
    spoken = sum(isinstance(take, Take) for take in state.takes.values())
    assert 0 < spoken < 40, "what was spoken before midnight is kept, and nothing after it was made"
    out = repo.out / "short"
    assert "ended on 2026-03-01" in json.loads((out / "verdict.json").read_text())["reasons"][0]
    assert "ended on 2026-03-01" in (out / "report.html").read_text()
    assert not list(out.glob("*.m4b"))
    assert "ended on 2026-03-01" in plan_of(lay_out(repo.load(path), repo.store)).refused
    status(argparse.Namespace(folder=path.parent, store=None, json=True))
    assert "ended on 2026-03-01" in json.loads(capsys.readouterr().out)[0]["refused"]


def test_what_is_spoken_before_midnight_is_not_published_after_it(path: Path) -> None:
    bound(path, "until: 2026-03-01")
    repo, runtime = night(path, Clock("2026-03-01T12:00:00+00:00"))
    job = repo.load(path)
    late = False

    def clock() -> dt.datetime:
        return dt.datetime.fromisoformat("2026-03-02T00:00:00+00:00" if late else "2026-03-01T23:59:00+00:00")

    def progress(stage: str, done: int, total: int, *_: object) -> None:
        nonlocal late
        late = late or (stage == "takes" and done == total > 0)

    with pytest.raises(ConsentError, match="ended on 2026-03-01"):
        produce(job, replace(runtime, clock=clock, progress=progress))
    assert not list((repo.out / "short").glob("*.m4b"))


def test_a_clock_that_was_set_back_since_wins_no_time(path: Path) -> None:
    bound(path, "until: 2026-03-01")
    repo, runtime = night(path, lambda: dt.datetime.fromisoformat("2026-03-01T23:58:00+00:00"))
    produce(repo.load(path), runtime)
    text = path.parent / "short.txt"
    text.write_text(text.read_text() + " And one more.")
    note(repo.store, dt.datetime.fromisoformat("2026-03-02T07:00:00+00:00"))  # another voice spoke in the morning
    with pytest.raises(ConsentError, match=r"ended on 2026-03-01; this machine's clock says 2026-03-01 23:58 UTC"):
        produce(repo.load(path), runtime, ("manuscript",))
