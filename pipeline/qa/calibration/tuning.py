"""Limits that tell faults from clean lines: searched per check on a grid around the limits that ship.

Each check's limits are moved on their own: which clean and which faulty lines it names at each step of the grid. Then,
together: while more clean lines are flagged than allowed, the step that loses least recall is taken back; while a kind
of fault is missed too often, the step that gains most is made. In the end a limit stands within the range in which
nothing would change, nearer to the faults: a book has a hundred times as many clean lines as a calibration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.qa.calibration.cases import CLEAN
from pipeline.qa.gate.records import FAIL, FLAG, HeardTake, Limits, TakeCheck

# Of the limit that ships. Checks stand where their authors' measurements put them; a voice moves them by some tens of
# per cent, and a limit beyond these would say that the check does not suit the voice.
STEPS = tuple(round(1.08**n, 4) for n in range(-8, 9))
FLAGGED, FAILED = 0.01, 0.0  # of the clean lines that limits are found on
ROOM = 4  # a limit stands at this part of its range, counted from the faults: a quarter


@dataclass(frozen=True, slots=True)
class Tuned:
    """A heard line for the search: its kind, the recall that is owed."""

    kind: str
    bar: float
    take: HeardTake


@dataclass(frozen=True, slots=True)
class Step:
    """What a check names at one step of its grid: places of clean and of faulty lines."""

    value: float | None
    clean: frozenset[int]
    faulty: frozenset[int]


def tuned(lines: Sequence[Tuned], checks: Iterable[TakeCheck]) -> dict[str, Limits]:
    """The limits by the checks' names."""
    usable = [check for check in checks if check.limits.flag is not None or check.limits.fail is not None]
    flags = {check.name: _grid(check, lines, FLAG) for check in usable if check.limits.flag is not None}
    fails = {check.name: _grid(check, lines, FAIL) for check in usable if check.limits.fail is not None}
    chosen = {
        FLAG: _chosen(flags, lines, FLAGGED, more=True) if flags else {},
        # Nobody owes that faults fail rather than are flagged: these limits are only taken back from clean lines.
        FAIL: _chosen(fails, lines, FAILED, more=False) if fails else {},
    }
    return {
        check.name: _ordered(
            check.limits,
            chosen[FLAG].get(check.name, check.limits.flag),
            chosen[FAIL].get(check.name, check.limits.fail),
        )
        for check in usable
    }


def _ordered(shipped: Limits, flag: float | None, fail: float | None) -> Limits:
    """Limits of which a take that fails is flagged too, on whichever side that is."""
    if flag is None or fail is None or shipped.flag is None or shipped.fail is None:
        return Limits(flag, fail)
    return Limits(flag, max(flag, fail) if shipped.fail >= shipped.flag else min(flag, fail))


def _grid(check: TakeCheck, lines: Sequence[Tuned], state: str) -> list[Step]:
    """What the check names at each step, the strictest with itself (that names fewest) first."""
    shipped = check.limits.flag if state == FLAG else check.limits.fail
    assert shipped is not None
    values = [float(f"{shipped * factor:.4g}") for factor in STEPS]
    limits = [Limits(value, None) if state == FLAG else Limits(None, value) for value in values]
    named = [_named_at(check, line.take, limits) for line in lines]
    steps = []
    for at, value in enumerate(values):
        found = [i for i, places in enumerate(named) if at in places]
        clean = frozenset(i for i in found if lines[i].kind == CLEAN)
        steps.append(Step(value, clean, frozenset(found) - clean))
    ascending = len(steps[0].faulty) + len(steps[0].clean) <= len(steps[-1].faulty) + len(steps[-1].clean)
    return steps if ascending else steps[::-1]


def _named_at(check: TakeCheck, take: HeardTake, limits: Sequence[Limits]) -> range:
    """The steps at which a take is named. A check is asked at both ends, and in between only where these differ."""
    first, last = 0, len(limits) - 1
    at_first, at_last = (_names(check, take, limits[i]) for i in (first, last))
    if at_first == at_last:
        return range(len(limits) if at_first else 0)
    while last - first > 1:
        middle = (first + last) // 2
        if _names(check, take, limits[middle]) == at_first:
            first = middle
        else:
            last = middle
    return range(last) if at_first else range(last, len(limits))


def _names(check: TakeCheck, take: HeardTake, limits: Limits) -> bool:
    if not all(role in take.hearings for role in check.roles):
        return False
    return any(finding.state in (FLAG, FAIL) for finding in check.check(take, limits))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: the places of its lines, and the recall that is owed."""

    bar: float
    places: frozenset[int]


def _kinds(lines: Sequence[Tuned]) -> list[Kind]:
    names = dict.fromkeys(line.kind for line in lines if line.kind != CLEAN)
    places = {name: [i for i, line in enumerate(lines) if line.kind == name] for name in names}
    return [Kind(lines[found[0]].bar, frozenset(found)) for found in places.values()]


def _chosen(
    grids: Mapping[str, list[Step]], lines: Sequence[Tuned], allowed: float, *, more: bool
) -> dict[str, float | None]:
    at = {name: len(steps) // 2 for name, steps in grids.items()}
    kinds, clean = _kinds(lines), sum(line.kind == CLEAN for line in lines)
    _stricter(at, grids, kinds, int(allowed * clean))
    if not more:
        return {name: grids[name][i].value for name, i in at.items()}
    _looser(at, grids, kinds, int(allowed * clean))
    return {name: _within(name, at, grids, kinds) for name in grids}


def _alarms(at: Mapping[str, int], grids: Mapping[str, list[Step]]) -> int:
    return len(frozenset[int]().union(*(grids[name][i].clean for name, i in at.items())))


def _missing(at: Mapping[str, int], grids: Mapping[str, list[Step]], kinds: Sequence[Kind], room: float = 0.5) -> float:
    """By how much recall falls short of the bars, added up over the kinds, and a little for every fault missed.

    Recall counts up to a part of the way between its bar and 1: beyond that, clean lines are worth more.
    """
    found = frozenset[int]().union(*(grids[name][i].faulty for name, i in at.items()))
    recalls = [
        (kind.bar, min(kind.bar + room * (1 - kind.bar), len(kind.places & found) / len(kind.places)))
        for kind in kinds
        if kind.bar
    ]
    return sum(max(0.0, bar - recall) + 0.05 * (1 - recall) for bar, recall in recalls)


def _stricter(at: dict[str, int], grids: Mapping[str, list[Step]], kinds: Sequence[Kind], budget: int) -> None:
    """Takes steps back until no more clean lines are named than are allowed, or no step helps."""
    while (alarms := _alarms(at, grids)) > budget:
        moves = [
            (_missing(moved, grids, kinds), alarms - fewer, moved)
            for name, i in at.items()
            for j in range(i)
            if (fewer := _alarms(moved := {**at, name: j}, grids)) < alarms
        ]
        if not moves:
            return
        best = min(moves, key=lambda move: (move[0] / move[1], -move[1]))
        at.update(best[2])


def _looser(at: dict[str, int], grids: Mapping[str, list[Step]], kinds: Sequence[Kind], budget: int) -> None:
    """Makes the steps that find more, as long as no more clean lines are named than are allowed.

    A check is made looser than it ships for a kind that misses its bar alone: what it ships with has seen books.
    """
    while True:
        owed = _missing(at, grids, kinds, 0.0)
        missing, alarms = _missing(at, grids, kinds), _alarms(at, grids)
        moves = [
            (missing - less, more - alarms, j - i, moved)
            for name, i in at.items()
            for j in range(i + 1, len(grids[name]))
            if (more := _alarms(moved := {**at, name: j}, grids)) <= max(budget, alarms)
            and (less := _missing(moved, grids, kinds)) < missing - 1e-9
            and (j <= len(grids[name]) // 2 or _missing(moved, grids, kinds, 0.0) < owed - 1e-9)
        ]
        if not moves:
            return
        best = max(moves, key=lambda move: (move[0] / (1 + 5 * move[1]), -move[2]))
        at.update(best[3])


def _within(name: str, at: Mapping[str, int], grids: Mapping[str, list[Step]], kinds: Sequence[Kind]) -> float | None:
    """The value at a quarter of the steps that name the same clean lines, and no fewer faults of all checks."""
    steps, i = grids[name], at[name]
    missing, alarms = _missing(at, grids, kinds), _alarms(at, grids)
    same = [
        j
        for j in range(len(steps))
        if _alarms(moved := {**at, name: j}, grids) <= alarms and _missing(moved, grids, kinds) <= missing + 1e-9
    ]
    around = [j for j in same if all(k in same for k in range(min(i, j), max(i, j) + 1))]
    # Where all steps are alike, the limit that ships knows more than these lines do.
    if len(around) == len(steps):
        return steps[len(steps) // 2].value
    return steps[around[len(around) // ROOM]].value
