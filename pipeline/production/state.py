"""State of a production: its lines, their take requests and takes, and what the missing ones are expected to cost.

It counts by lines and by ranges of lines. What takes are assembled to is the business of an assembly (assembly.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.hearing import HearRequest
from pipeline.listener import Hearing
from pipeline.manifests import Pickup
from pipeline.production.deciding import Decided, decided
from pipeline.production.deciding.forbidden import forbidden_in
from pipeline.production.gating.attempts import Attempt, Course
from pipeline.production.gating.gate import Gate
from pipeline.production.gating.in_force import GateInForce
from pipeline.production.job.job import Job
from pipeline.qa.gate.records import TakeVerdict
from pipeline.records import Finding, Line, Missing, Take
from pipeline.store import Store
from pipeline.takes import LEVEL_DBFS, Failure, TakeRequest, VoiceInUse, find_takes, requests_for


@dataclass(slots=True)
class Section:
    """Consecutive lines `first:last` of the script that are heard as one piece, under one title."""

    number: int  # from 1
    title: str
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first


@dataclass(slots=True)
class ProductionState:
    """`requests` by line, those of the circled attempts; None where a line has nothing to speak. `takes` by key: the
    take, its failure, or why none is there.
    """

    lines: tuple[Line, ...]
    requests: list[TakeRequest | None]
    takes: dict[str, Take | Failure | Missing]
    voices: Mapping[str, VoiceInUse]
    gate: Gate | None = None
    courses: list[Course | None] = field(default_factory=list)  # by line, where a gate is in force
    recordings: Mapping[str, Path] = field(default_factory=dict)  # that people have brought, by the keys of requests
    findings: Sequence[Finding] = ()  # on what people decided

    @classmethod
    def of(
        cls,
        lines: tuple[Line, ...],
        voices: Mapping[str, VoiceInUse],
        pickups: Iterable[Pickup],
        store: Store,
        gate: GateInForce | None = None,
    ) -> ProductionState:
        """The state of these lines now: which of their takes the store holds, and what was heard of them.

        What people decided beside `pickups` is known to a job: see `for_job`.
        """
        return cls._found(Decided(lines, requests_for(lines, voices, pickups)), voices, store, gate)

    @classmethod
    def for_job(cls, job: Job, lines: tuple[Line, ...], store: Store) -> ProductionState:
        """The state of a production's lines, with what people decided about them."""
        made = decided(job, lines, store)
        made.findings += forbidden_in(job, made.lines)
        return cls._found(made, job.voices, store, job.gate)

    @classmethod
    def _found(
        cls, made: Decided, voices: Mapping[str, VoiceInUse], store: Store, gate: GateInForce | None
    ) -> ProductionState:
        takes: dict[str, Take | Failure | Missing] = {**find_takes(store, made.requests), **made.takes}
        state = cls(made.lines, made.requests, takes, voices, recordings=made.recordings, findings=made.findings)
        if gate:
            with store.listed():
                state._judge(gate, store)
        return state

    def _judge(self, gate: GateInForce, store: Store) -> None:
        by_key: dict[str, Course] = {}
        for index, request in enumerate(self.requests):
            if request is None:
                self.courses.append(None)
                continue
            course = by_key.setdefault(request.key, Course(request, []))
            course.lines.append(index)
            self.courses.append(course)
        self.gate = Gate(gate, self.voices, store, self.takes, list(by_key.values()))
        self._circle(self.gate.courses)

    def _circle(self, courses: Iterable[Course]) -> None:
        """Uses the circled attempts of these courses for their lines."""
        for course in courses:
            for index in course.lines:
                self.requests[index] = course.used.request

    # ------------------------------------------------------------ takes

    def take(self, index: int) -> Take | Failure | Missing | None:
        """Of the line at `index`; None where it has nothing to speak."""
        request = self.requests[index]
        return None if request is None else self.takes[request.key]

    def attempts(self, index: int) -> tuple[Attempt, ...]:
        """Every performance of the line at `index`, in their order; none where it has nothing to speak."""
        request = self.requests[index]
        if request is None:
            return ()
        course = self.courses[index] if self.courses else None
        return tuple(course.attempts) if course else (Attempt(request, self.takes[request.key]),)

    def circled(self, index: int) -> int:
        """Which of its attempts is used; -1 where there is none."""
        course = self.courses[index] if self.courses else None
        return course.circled if course else -1 if self.requests[index] is None else 0

    def settled(self, index: int) -> bool:
        """Whether nothing of the line is to be spoken or heard any more."""
        course = self.courses[index] if self.courses else None
        return course.settled if course else not isinstance(self.take(index), Missing)

    def unsettled(self, first: int = 0, last: int | None = None) -> int:
        """How many lines of a range are still to be heard or performed again."""
        return sum(1 for course in self.courses[first:last] if course and not course.settled)

    def verdicts(self) -> dict[str, tuple[TakeVerdict, int]]:
        """The verdicts on the takes that are used, by their keys, with the number of attempts; without those of a take
        that is to be performed again.
        """
        return {
            course.used.request.key: (course.used.verdict, len(course.attempts))
            for course in (self.gate.courses if self.gate else ())
            if course.settled and course.used.verdict
        }

    def missing(self) -> list[TakeRequest]:
        """Take requests that are to be spoken, in the order of the lines."""
        return [request for request in self.to_speak() if request]

    def to_speak(self) -> list[TakeRequest | None]:
        """By line, the take request that is to be spoken; None where the line wants none now."""
        if self.gate:
            return [course.speak if course else None for course in self.courses]
        return [w if w is not None and not isinstance(self.takes[w.key], Take) else None for w in self.requests]

    def absent(self, first: int = 0, last: int | None = None) -> int:
        """How many lines of a range have no take yet."""
        return sum(1 for w in self.requests[first:last] if w and not isinstance(self.takes[w.key], Take))

    def failed(self) -> list[tuple[Line, Failure]]:
        """Lines that could not be spoken."""
        return [
            (line, take)
            for line, request in zip(self.lines, self.requests, strict=True)
            if request is not None and isinstance(take := self.takes[request.key], Failure)
        ]

    def takes_of(self, first: int, last: int) -> list[Take | None] | None:
        """Takes of a range of lines in their order, None for a line with nothing to speak; None as a whole while one
        is missing, or not settled.
        """
        if self.unsettled(first, last):
            return None
        found: list[Take | None] = []
        for request in self.requests[first:last]:
            take = self.takes[request.key] if request else None
            if isinstance(take, Failure | Missing):
                return None
            found.append(take)
        return found

    def taken(self) -> Iterator[Take]:
        """Takes of all lines that have one, in the order of the lines; equal lines give theirs again."""
        for request in self.requests:
            if request and isinstance(take := self.takes[request.key], Take):
                yield take

    def take_in(self, batch: Sequence[TakeRequest], results: Sequence[Take | Failure]) -> list[Take]:
        """Enters what became of a batch; the takes that were made."""
        self.takes.update({request.key: result for request, result in zip(batch, results, strict=True)})
        if self.gate:
            self._circle(self.gate.took_in(batch))
        return [result for result in results if isinstance(result, Take)]

    def hear_in(self, batch: Sequence[HearRequest], results: Sequence[Hearing | Failure]) -> None:
        """Enters what was heard."""
        if self.gate:
            self._circle(self.gate.heard(batch, results))

    def wants(self) -> tuple[list[TakeRequest], list[HearRequest]]:
        """What is to be spoken and heard since this was asked last; all of it at first."""
        return self.gate.wants() if self.gate else ([], [])

    # ------------------------------------------------------------ what is expected

    def expected_ms(self, request: TakeRequest | None) -> int:
        """Sound of a line: as it was spoken, or as its engine expects it."""
        if request is None:
            return 0
        take = self.takes[request.key]
        if isinstance(take, Take):
            return take.heard_ms
        return self.voices[request.voice].expected_ms(request)

    def sound_ms(self, first: int = 0, last: int | None = None) -> int:
        """Sound of a range of lines, as spoken or as expected, and the pauses after them."""
        return sum(line.pause_after_ms for line in self.lines[first:last]) + sum(
            map(self.expected_ms, self.requests[first:last])
        )

    def compute_ms(self, request: TakeRequest) -> float:
        """Expected, of one engine."""
        return self.expected_ms(request) * self.voices[request.voice].engine.compute_ratio()

    def speaking_ms(self) -> float:
        """Compute for the takes that are missing, each once, on one engine."""
        once = {request.key: request for request in self.missing()}
        return sum(map(self.compute_ms, once.values()))

    def hearing_ms(self) -> float:
        """Compute for what is to be heard, as far as it is known, on one core."""
        return self.gate.hearing_ms() if self.gate else 0.0

    def slate_of(self, request: TakeRequest) -> str:
        """Of the first line that asks for it as its next attempt."""
        return self.lines[self.gate.course_of(request).lines[0]].slate if self.gate else ""

    def level_dbfs(self, voice: str) -> float:
        """Of a voice's loud speech, as far as it is known."""
        return self.gate.level_dbfs(voice) if self.gate else LEVEL_DBFS
