"""Attempts at a line: each performance of it, what was heard of it and the verdict; and which of them is circled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.listener import Hearing, Role
from pipeline.qa.gate.records import FAIL, TakeVerdict
from pipeline.records import Missing, Take
from pipeline.takes import Failure, TakeRequest


@dataclass(frozen=True, slots=True)
class Attempt:
    """One performance of a line, asked for or made.

    Attributes:
        hearings: by role, what the store holds; read when it is first asked for.
        verdict: None while it is not judged, and where no gate is in force.
    """

    request: TakeRequest
    take: Take | Failure | Missing
    hearings: Mapping[Role, Hearing] = field(default_factory=dict)
    verdict: TakeVerdict | None = None

    @property
    def failed(self) -> bool:
        """Whether it has to be performed again: it could not be spoken, or it is wrong."""
        return isinstance(self.take, Failure) or (self.verdict is not None and self.verdict.state == FAIL)


def circled(attempts: Sequence[Attempt]) -> int:
    """The index of the attempt that is used: one that did not fail ends the row; else the lowest risk, the earlier of
    equal ones. One that has no take is used only where there is no other.
    """

    def order(index: int) -> tuple[bool, bool, float]:
        one = attempts[index]
        risk = one.verdict.risk if one.verdict else 0.0
        return (not isinstance(one.take, Take), one.failed, risk)

    return min(range(len(attempts)), key=order, default=-1)
