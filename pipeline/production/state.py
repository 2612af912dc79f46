"""State of a production: its lines, their take requests and takes, and what the missing ones are expected to cost.

It counts by lines and by ranges of lines. What takes are assembled to is the business of an assembly (assembly.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.manifests import Pickup
from pipeline.production.gating.attempts import Attempt
from pipeline.records import Line, Missing, Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, VoiceInUse, find_takes, requests_for


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

    @classmethod
    def of(
        cls, lines: tuple[Line, ...], voices: Mapping[str, VoiceInUse], pickups: Iterable[Pickup], store: Store
    ) -> ProductionState:
        """The state of these lines now: which of their takes the store holds."""
        requests = requests_for(lines, voices, pickups)
        return cls(lines, requests, dict(find_takes(store, requests)), voices)

    # ------------------------------------------------------------ takes

    def take(self, index: int) -> Take | Failure | Missing | None:
        """Of the line at `index`; None where it has nothing to speak."""
        request = self.requests[index]
        return None if request is None else self.takes[request.key]

    def attempts(self, index: int) -> tuple[Attempt, ...]:
        """Every performance of the line at `index`, in their order; none where it has nothing to speak."""
        request = self.requests[index]
        return () if request is None else (Attempt(request, self.takes[request.key]),)

    def circled(self, index: int) -> int:
        """Which of its attempts is used; -1 where there is none."""
        return -1 if self.requests[index] is None else 0

    def missing(self) -> list[TakeRequest]:
        """Take requests without a take, in the order of the lines."""
        return [w for w in self.requests if w is not None and not isinstance(self.takes[w.key], Take)]

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
        is missing.
        """
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
        return [result for result in results if isinstance(result, Take)]

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
