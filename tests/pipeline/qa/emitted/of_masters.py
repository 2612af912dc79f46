"""m-: chapters as they were levelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.qa.levels import level_findings
from pipeline.records import Finding, Master
from pipeline.store import NewEntry, Store
from tests.factories import keep_take, write_production
from tests.pipeline.audio.test_audio import speech
from tests.pipeline.production.test_production import make, production_parts
from tests.pipeline.qa.emitted import Scenario

SPEC = Path(__file__).parents[4] / "configs" / "specs" / "acx.yaml"


def mastered(folder: Path, gain_db: float) -> tuple[Master, Spec]:
    store, spec = Store(folder), read_yaml(SPEC, Spec)
    takes = [keep_take(store, speech(4.0, seed=n), f"take {n}") for n in range(4)]
    return make_master(store, takes, [400] * 4, spec, gain_db), spec


def at_gain(gain_db: float) -> Scenario:
    return lambda folder: level_findings("I", *mastered(folder, gain_db))


def peaks_too_high(folder: Path) -> Iterable[Finding]:
    master, spec = mastered(folder, 0.0)
    return level_findings("I", replace(master, levels=replace(master.levels, true_peak_dbtp=0.5)), spec)


def another_gain_than_the_first_lines(folder: Path) -> Iterable[Finding]:
    """The store remembers 9 dB more than the book needs."""
    path = write_production(folder, "short", "CHAPTER I\n\nIt was late. Nobody came.\n", extra="spec: podcast\n")
    make(path)
    _, store, _ = production_parts(path)
    (recipe_key,) = (entry for entry in store.entries() if entry[0] == "level")
    gain_db = store.find(*recipe_key).facts["gain_db"] + 9
    store.forget(*recipe_key)
    path.with_name("production.lock.yaml").unlink()  # it fixes the gain
    store.keep(NewEntry(*recipe_key, b"", {"gain_db": gain_db}, {}))
    return make(path).findings


EMITS: dict[str, Scenario] = {
    "m-001": peaks_too_high,
    "m-002": at_gain(25.0),
    "m-003": at_gain(-20.0),
    "m-004": another_gain_than_the_first_lines,
}
