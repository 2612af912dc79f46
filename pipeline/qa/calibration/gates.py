"""What a calibration leaves: a gate file, and a list of what was missed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping

from pipeline.listener import Role
from pipeline.manifests.gate import Calibrated, FalseAlarms, FaultFigures, Gate, Threshold, UsualFigures
from pipeline.qa.calibration.calibrating import Outcome
from pipeline.qa.calibration.cases import CLEAN
from pipeline.qa.calibration.figures import Figures, Judged
from pipeline.qa.examining import Examined
from pipeline.qa.gate.records import Norms
from pipeline.qa.lists.answering import clock, said_in


def gate_of(
    voice: str, language: str, seed: int, outcome: Outcome, found: Figures, listeners: Mapping[Role, str]
) -> Gate:
    """The gate file of a calibration."""
    thresholds = {
        name: Threshold(flag=limits.flag, fail=limits.fail) for name, limits in sorted(outcome.limits.items())
    }
    measured = Calibrated(
        day=dt.datetime.now(dt.UTC).date().isoformat(),
        lines=max(1, found.flagged.of),
        seed=seed,
        flagged=round(found.flagged.value, 4),
        failed=round(found.failed.value, 4),
        faults={
            kind.kind: FaultFigures(
                lines=kind.found.of, recall=round(kind.found.value, 4), failed=round(kind.failed.value, 4)
            )
            for kind in found.kinds
        },
        false_alarms={
            code.code: FalseAlarms(flagged=round(code.flagged.value, 4), failed=round(code.failed.value, 4))
            for code in found.codes
        },
        listeners=dict(sorted(listeners.items())),
    )
    return Gate(voice=voice, language=language, thresholds=thresholds, norms=_norms(outcome.norms), calibrated=measured)


def _norms(norms: Norms) -> UsualFigures | None:
    if not norms.takes:
        return None
    figures = {name: round(value, 4) for name, value in sorted(norms.figures.items())}
    return UsualFigures(takes=norms.takes, figures=figures, speaker=tuple(round(x, 4) for x in norms.speaker))


def misses(outcome: Outcome) -> str:
    """Faults that were missed or named wrongly, and clean lines that were flagged: JSON Lines."""
    rows = _misses(outcome)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _misses(outcome: Outcome) -> Iterator[dict[str, object]]:
    for judged, examined in zip(outcome.judged, outcome.examined, strict=True):
        clean = judged.case.kind == CLEAN
        if judged.found if clean else not judged.found:
            yield _row(judged, examined)


def _row(judged: Judged, examined: Examined) -> dict[str, object]:
    case = judged.case
    return {
        "kind": case.kind,
        "what": case.what,
        "reported": case.reported,
        "state": judged.verdict.state,
        "should": case.spoken,
        "said": case.said,
        "heard": said_in(examined.heard),
        "second": _second(examined),
        "findings": [
            f"{f.code} {f.state} {f.score:.2f} {clock(max(0, f.start_ms))} {f.found} ({f.said!r} / {f.should!r})"
            for f in judged.verdict.findings
        ],
        "why": judged.verdict.why,
        "ms": examined.heard.duration_ms,
    }


def _second(examined: Examined) -> str | None:
    hearing = examined.heard.hearings.get("second")
    return None if hearing is None or hearing.words is None else " ".join(word.text for word in hearing.words)
