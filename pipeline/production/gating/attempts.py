"""Attempts at a line: each performance of it, what was heard of it and the verdict; and which of them is circled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.hearing import HearRequest, find_hearings
from pipeline.listener import ROLES, Hearing, Role
from pipeline.qa.gate.records import FAIL, TakeVerdict
from pipeline.records import Missing, Take
from pipeline.store import Store
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
    heard_by: tuple[Role, ...] = ()  # the roles that the verdict is by

    @property
    def failed(self) -> bool:
        """Whether it has to be performed again: it could not be spoken, or it is wrong."""
        return isinstance(self.take, Failure) or (self.verdict is not None and self.verdict.state == FAIL)


class KeptHearings(Mapping[Role, Hearing]):
    """What was heard of a take, read from the store when it is asked for: a book's hearings do not fit into memory."""

    __slots__ = ("_request", "_store")

    def __init__(self, store: Store, request: Callable[[Role], HearRequest | None]):
        self._store, self._request = store, request

    def __getitem__(self, role: Role) -> Hearing:
        request = self._request(role)
        hearing = find_hearings(self._store, [request])[request.key] if request else None
        if not isinstance(hearing, Hearing):
            raise KeyError(role)
        return hearing

    def __iter__(self) -> Iterator[Role]:
        return (role for role in ROLES if role in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, role: object) -> bool:
        return role in ROLES and self.get(role) is not None


def circled(attempts: Sequence[Attempt]) -> int:
    """The index of the attempt that is used: one that did not fail ends the row; else the lowest risk, the earlier of
    equal ones. One that has no take is used only where there is no other.
    """

    def order(index: int) -> tuple[bool, bool, float]:
        one = attempts[index]
        risk = one.verdict.risk if one.verdict else 0.0
        return (not isinstance(one.take, Take), one.failed, risk)

    return min(range(len(attempts)), key=order, default=-1)


@dataclass(slots=True)
class Course:
    """The attempts at one spoken form by one voice, which all lines that ask for it share.

    Attributes:
        lines: their indices.
        settled: whether its takes will be what they are: nothing is to be spoken or heard any more.
        speak, hear: what has to be done next, where nothing else has to be waited for.
    """

    first: TakeRequest
    lines: list[int]
    attempts: list[Attempt] = field(default_factory=list)
    circled: int = 0
    settled: bool = False
    speak: TakeRequest | None = None
    hear: tuple[HearRequest, ...] = ()

    @property
    def used(self) -> Attempt:
        return self.attempts[self.circled]

    @property
    def wrong(self) -> bool:
        """Whether every attempt failed."""
        return self.settled and self.used.failed

    @property
    def picked_up(self) -> bool:
        """Whether the machine has performed it again, to the better."""
        return self.settled and not self.used.failed and any(one.failed for one in self.attempts)
