"""A production for several specs: one set of takes, each spec's masters, files, lock and report."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.repo import Repo
from models.registry import engine_of
from pipeline.audio import measure
from pipeline.errors import LockError, ManifestError
from pipeline.manifests import Lock, read_yaml
from pipeline.production import Plan, Produced, load, load_all, plan_all, produce_all, sweep
from tests.factories import write_production

TEXT = "CHAPTER I\n\n" + " ".join(f"It was the {n}th day of the march, and nobody spoke of it." for n in range(4, 24))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = write_production(tmp_path, "both", TEXT)
    path.write_text(path.read_text() + "spec: [acx, podcast]\n")
    return path


def make(path: Path, upgrade: tuple[str, ...] = ()) -> Produced:
    repo = Repo.at(path, workers=1)
    jobs = repo.jobs(path)
    with repo.runtime(jobs[0]) as runtime:
        return produce_all(jobs, runtime, upgrade)


def plan(path: Path) -> Plan:
    repo = Repo.at(path)
    return plan_all(repo.jobs(path), repo.store)


def test_each_spec_has_its_own_files_and_all_share_the_takes(path: Path) -> None:
    before = plan(path)
    assert [one.what for one in before.deliverables] == ["m4b [acx]", "m4b [podcast]"]
    made = make(path)
    assert made.made == before.lines
    assert [delivered.path.parent.name for delivered in made.deliverables] == ["acx", "podcast"]
    loud = {d.path.parent.name: measure(d.path) for d in made.deliverables}
    assert loud["podcast"].channels == 2
    assert loud["podcast"].integrated_lufs == pytest.approx(-16, abs=0.5)
    assert loud["acx"].integrated_lufs == pytest.approx(-20, abs=0.5)
    for name in ("acx", "podcast"):
        assert read_yaml(path.parent / f"production.{name}.lock.yaml", Lock).spec.startswith(f"{name} ")
        assert (made.deliverables[0].path.parent.parent / name / "report.html").exists()
    assert plan(path).fresh
    assert make(path).made == 0


def test_sweep_keeps_what_every_spec_needs(path: Path) -> None:
    make(path)
    repo = Repo.at(path)
    assert not sweep(repo.store, path.parent.parent, engine_of).objects


def test_a_changed_spec_is_refused_before_anything_is_made_for_another(path: Path, tmp_path: Path) -> None:
    make(path)
    own = tmp_path / "configs" / "specs"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[3] / "configs" / "specs" / "podcast.yaml"
    (own / "podcast.yaml").write_text(shipped.read_text().replace("sentence: 350", "sentence: 300"))
    with pytest.raises(LockError, match="podcast"):
        make(path)
    assert make(path, ("spec",)).made == 0


def test_another_spec_does_not_open_what_is_locked(path: Path) -> None:
    alone, both = path.read_text().replace("[acx, podcast]", "acx"), path.read_text()
    path.write_text(alone)
    make(path)
    gain_db = read_yaml(path.parent / "production.lock.yaml", Lock).gain_db
    voice = path.parents[2] / "voices" / "narrator.yaml"
    voice.write_text(voice.read_text().replace("seed: 7", "seed: 8"))
    path.write_text(both)
    assert plan(path).changed == ("the voice 'narrator' has changed (seed 7 became seed 8)",)
    with pytest.raises(LockError, match="seed 7 became seed 8"):
        make(path)
    voice.write_text(voice.read_text().replace("seed: 8", "seed: 7"))
    assert make(path).made == 0
    assert read_yaml(path.parent / "production.acx.lock.yaml", Lock).gain_db == gain_db
    assert read_yaml(path.parent / "production.podcast.lock.yaml", Lock).gain_db != gain_db


def test_each_manifest_of_a_folder_has_a_lock_of_its_own(path: Path) -> None:
    path.write_text(path.read_text().replace("[acx, podcast]", "acx"))
    make(path)
    second = path.with_name("second.yaml")
    (path.parent / "two.txt").write_text("Another text.\n")
    second.write_text(path.read_text().replace("both.txt", "two.txt"))
    assert make(second).made == 1
    assert (path.parent / "second.lock.yaml").exists()


def test_a_spec_that_is_not_named_is_said(path: Path) -> None:
    with pytest.raises(ManifestError, match="acx, podcast"):
        load(path, engine_of, spec="kobo")
    path.write_text(path.read_text().replace("[acx, podcast]", "[acx, acx]"))
    with pytest.raises(ManifestError, match="once"):
        load_all(path, engine_of)
