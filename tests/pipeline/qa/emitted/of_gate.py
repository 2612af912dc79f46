"""h-: what the gate of a production says of its lines and of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from models import ENGINES, LISTENERS, EngineRecord, ListenerRecord
from pipeline.errors import DeliveryError
from pipeline.qa.gate import judging
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding, TakeVerdict
from pipeline.qa.gate.telling import told
from pipeline.records import Finding
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make
from tests.pipeline.qa.emitted import Scenario, reported

VOICE = "engine: faulty\nsettings: {chance: 0}"


def late(take: HeardTake, limits: Limits) -> Iterator[TakeFinding]:
    if "late" in take.spoken:
        yield TakeFinding("t-003", "it is late", "fail")


def judged(folder: Path, extra: str = "", **listeners: ListenerRecord) -> list[Finding]:
    """A book judged by a check that finds a line wrong, whichever attempt it is; with the signal and these listeners."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "faulty", EngineRecord("tests.models.faulty:Faulty"))
        for name in [name for name in LISTENERS if name != "signal"]:
            patch.delitem(LISTENERS, name)
        for name, record in listeners.items():
            patch.setitem(LISTENERS, name, record)
        patch.setattr(judging, "TAKE_CHECKS", (TakeCheck("late", "t-003", ("signal",), Limits(), late),))
        with pytest.raises(DeliveryError):
            make(write_production(folder, "short", TEXT, voice=VOICE, extra=extra))
    return reported(folder)


def wrong_line(folder: Path) -> Iterable[Finding]:
    return judged(folder)


def nothing_heard(folder: Path) -> Iterable[Finding]:
    return judged(folder, deaf=ListenerRecord("tests.models.deaf:Deaf", ("words",)))


def some_heard(folder: Path) -> Iterable[Finding]:
    (folder / "configs").mkdir()
    (folder / "configs" / "house.yaml").write_text("gate_share: 0.03\n")  # of half a second of computing
    return judged(folder, deaf=ListenerRecord("tests.models.deaf:Deaf", ("words",), settings={"ready": True}))


def listener_fails(folder: Path) -> Iterable[Finding]:
    settings = {"ready": True, "fails": "late"}
    return judged(folder, deaf=ListenerRecord("tests.models.deaf:Deaf", ("words",), settings=settings))


def inconclusive(folder: Path) -> Iterable[Finding]:
    return told("c001.l0001", TakeVerdict("inconclusive", why="nothing but marks"), 1)


EMITS: dict[str, Scenario] = {
    "h-011": inconclusive,
    "h-013": nothing_heard,
    "h-014": some_heard,
    "h-015": listener_fails,
    "h-020": wrong_line,
}
