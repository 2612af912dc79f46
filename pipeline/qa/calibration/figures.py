"""What a gate finds of faults and what it says of clean lines, with the interval that so few lines leave open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.qa.calibration.cases import CLEAN, Case
from pipeline.qa.gate.records import FAIL, FLAG, TakeVerdict

Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """In which the share lies with 95 % confidence (Wilson)."""
        if not self.of:
            return 0.0, 1.0
        p, n, z2 = self.value, self.of, Z95**2
        centre, half = p + z2 / (2 * n), Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, (centre - half) / (1 + z2 / n)), min(1.0, (centre + half) / (1 + z2 / n))


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its verdict."""

    case: Case
    verdict: TakeVerdict

    @property
    def found(self) -> bool:
        return self.verdict.state in (FLAG, FAIL)

    @property
    def named(self) -> bool:
        """Whether a finding has a code that names the fault."""
        return any(f.code in self.case.codes for f in self.verdict.findings if f.state in (FLAG, FAIL))


@dataclass(frozen=True, slots=True)
class KindFigures:
    """A kind of fault: how many lines were flagged or failed, failed, and named by the right code."""

    kind: str
    bar: float
    found: Share
    failed: Share
    named: Share

    @property
    def met(self) -> bool:
        return self.found.value >= self.bar


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """Clean lines that a code named."""

    code: str
    flagged: Share
    failed: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """The table of a calibration."""

    kinds: tuple[KindFigures, ...]
    codes: tuple[CodeFigures, ...]
    flagged: Share  # clean lines that were flagged or failed
    failed: Share


def figures(judged: Iterable[Judged]) -> Figures:
    """The figures of these cases, kinds in order of appearance."""
    kinds: dict[str, list[Judged]] = {}
    for one in judged:
        kinds.setdefault(one.case.kind, []).append(one)
    clean = kinds.pop(CLEAN, [])
    return Figures(
        tuple(_kind(kind, cases) for kind, cases in kinds.items()),
        tuple(_codes(clean)),
        Share(sum(one.found for one in clean), len(clean)),
        Share(sum(one.verdict.state == FAIL for one in clean), len(clean)),
    )


def _kind(kind: str, cases: Sequence[Judged]) -> KindFigures:
    of = len(cases)
    return KindFigures(
        kind,
        cases[0].case.bar,
        Share(sum(one.found for one in cases), of),
        Share(sum(one.verdict.state == FAIL for one in cases), of),
        Share(sum(one.named for one in cases), of),
    )


def _codes(clean: Sequence[Judged]) -> Iterable[CodeFigures]:
    states: dict[str, dict[int, set[str]]] = {}
    for i, one in enumerate(clean):
        for finding in one.verdict.findings:
            if finding.state in (FLAG, FAIL):
                states.setdefault(finding.code, {}).setdefault(i, set()).add(finding.state)
    for code, lines in sorted(states.items()):
        failed = sum(FAIL in said for said in lines.values())
        yield CodeFigures(code, Share(len(lines), len(clean)), Share(failed, len(clean)))


def table(found: Figures) -> list[str]:
    """The figures as lines of text."""
    out = [f"{'fault':22} {'lines':>5} {'found':>8} {'95 %':>15} {'failed':>8} {'named':>8}  bar"]
    for kind in found.kinds:
        mark = "" if kind.met else "  MISSED"
        bar = f"{kind.bar:.0%}{mark}" if kind.bar else "-"
        out.append(
            f"{kind.kind:22} {kind.found.of:5} {kind.found.value:8.1%} {_interval(kind.found):>15} "
            f"{kind.failed.value:8.1%} {kind.named.value:8.1%}  {bar}"
        )
    out.append("")
    out.append(f"{'clean lines':22} {'lines':>5} {'flagged':>8} {'95 %':>15} {'failed':>8} {'95 %':>15}")
    rows = [("all", found.flagged, found.failed), *((c.code, c.flagged, c.failed) for c in found.codes)]
    for name, flagged, failed in rows:
        out.append(
            f"{name:22} {flagged.of:5} {flagged.value:8.1%} {_interval(flagged):>15} {failed.value:8.1%} "
            f"{_interval(failed):>15}"
        )
    return out


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{100 * low:.1f}..{100 * high:.1f} %"
