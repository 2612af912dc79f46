"""t- and q-: lines as they were performed, the store, and what people asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from models.tone import Tone
from pipeline.audio import Clip
from pipeline.engine import Performance
from pipeline.errors import LinesFailedError
from pipeline.production import lay_out
from pipeline.production.findings import findings_of
from pipeline.records import Finding, Take
from pipeline.store import Store
from pipeline.takes import keep_performances, requests_for
from tests.factories import line, tone_voice, write_production
from tests.pipeline.production.test_production import TEXT, make, plan, production_parts, rewrite
from tests.pipeline.qa.emitted import Scenario, reported

RATE_HZ = 24_000


def performed(level: float, seconds: float) -> Scenario:
    """A line of two seconds and more, as an engine performed it."""

    def scenario(folder: Path) -> Iterable[Finding]:
        (request,) = requests_for(
            [line("It was a bright cold day in April, and it was late.")], {"tone": tone_voice()}, ()
        )
        assert request
        sound = np.sin(np.arange(int(seconds * RATE_HZ)) / 20).astype(np.float32) * np.float32(level)
        (take,) = keep_performances(Store(folder), [request], [Performance(Clip(sound, RATE_HZ))], 1.0, Tone({}))
        assert isinstance(take, Take)
        return take.findings

    return scenario


def failed_line(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT, voice="engine: tone\nsettings: {fail_on: late}")
    with pytest.raises(LinesFailedError):
        make(path)
    return reported(folder)


def damaged_object(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT)
    make(path)
    job, store, _ = production_parts(path)
    take = next(take for take in lay_out(job, store).state.takes.values() if isinstance(take, Take))
    damaged = store.objects / take.digest
    damaged.write_bytes(damaged.read_bytes()[:-2] + b"xx")
    rewrite(path.parent / "short.txt", "The clocks", "All the clocks")
    return make(path, ("manuscript",)).findings


def unneeded_waiver(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT)
    path.with_name("waivers.yaml").write_text("waivers: [{code: s-003, where: other.yaml, reason: old}]\n")
    job, store, _ = production_parts(path)
    return findings_of(lay_out(job, store), [])


def pickup_of_no_line(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT)
    path.with_name("pickups.yaml").write_text("pickups: [{text: No such line., attempt: 1, reason: swallowed}]\n")
    return plan(path).findings


def review_of_no_line(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT)
    take = "0" * 64
    path.with_name("approvals.yaml").write_text(
        f"approvals: [{{text: No such line., take: '{take}', by: A. Editor}}]\n"
    )
    return plan(path).findings


def put_off_line(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", TEXT)
    path.with_name("review.yaml").write_text("later: [{slate: c001.l0001, reason: ask the author}]\n")
    return plan(path).findings


def decided(name: str, entries: str) -> Scenario:
    """A production with a manifest of decisions, made where it can be."""

    def scenario(folder: Path) -> Iterable[Finding]:
        path = write_production(folder, "short", TEXT)
        make(path)
        job, store, _ = production_parts(path)
        take = next(lay_out(job, store).state.taken())
        entry = entries.replace("TAKE", take.digest)
        path.with_name(f"{name}.yaml").write_text(f"{name}: [{{slate: c002.l0002, {entry}}}]\n")
        job, store, _ = production_parts(path)
        return findings_of(lay_out(job, store), [])

    return scenario


EMITS: dict[str, Scenario] = {
    "t-001": failed_line,
    "t-002": performed(0.0, 3.0),
    "t-003": performed(0.1, 20.0),
    "t-004": performed(1.0, 3.0),
    "t-005": damaged_object,
    "q-001": unneeded_waiver,
    "q-002": pickup_of_no_line,
    "q-003": decided("pickups", "file: own.flac, reason: hers"),
    "q-004": decided("approvals", "take: 'TAKE', by: A. Editor"),
    "q-005": review_of_no_line,
    "q-006": put_off_line,
    "q-007": decided("approvals", f"take: '{'0' * 64}', by: A. Editor"),
    "q-008": decided("pickups", "attempt: 1, direction: tired, reason: dull"),
}
