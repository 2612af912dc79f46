"""A linear program, put together term by term and solved by HiGHS. scipy is imported when the first one is solved."""

from __future__ import annotations

import math
from collections.abc import Iterable

Terms = Iterable[tuple[int, float]]  # (variable, factor)


class LinearProgram:
    """Minimises costs; variables and rows are numbered from 0. Numbers are kept near 1 by whoever writes it."""

    def __init__(self) -> None:
        self._costs: list[float] = []
        self._bounds: tuple[list[float], list[float]] = ([], [])
        self._row_limits: tuple[list[float], list[float]] = ([], [])
        self._cells: tuple[list[int], list[int], list[float]] = ([], [], [])

    def variable(self, cost: float = 0.0, low: float = 0.0, high: float = math.inf) -> int:
        self._costs.append(cost)
        self._bounds[0].append(low)
        self._bounds[1].append(high)
        return len(self._costs) - 1

    def row(self, terms: Terms, low: float = -math.inf, high: float = math.inf) -> None:
        """low <= sum of factor * variable <= high"""
        rows, columns, factors = self._cells
        for variable, factor in terms:
            rows.append(len(self._row_limits[0]))
            columns.append(variable)
            factors.append(factor)
        self._row_limits[0].append(low)
        self._row_limits[1].append(high)

    def solve(self) -> list[float] | None:
        """The variables' values; None where nothing satisfies all rows.

        `milp` without whole variables is the thinnest way to HiGHS. With them HiGHS prints remarks of its own to
        standard output, into the middle of a JSON answer.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array

        if not self._costs:
            return []
        rows, columns, factors = self._cells
        limits: tuple[LinearConstraint, ...] = ()
        if self._row_limits[0]:
            shape = (len(self._row_limits[0]), len(self._costs))
            limits = (LinearConstraint(csc_array((factors, (rows, columns)), shape=shape), *self._row_limits),)
        answer = milp(self._costs, bounds=Bounds(*self._bounds), constraints=limits)
        return None if answer.x is None else [float(value) for value in answer.x]
