"""Run loop: feeds an executor with batches of takes, and with whatever the assembly makes of them as soon as it can.

Its bounds are the window (`Runtime.capacity`) and the deadline. When a call fails, nothing more is given out; what is
under way comes in and is kept before the error is raised.
"""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ConsentError, Stopped
from pipeline.hearing import HearRequest, hear
from pipeline.listener import Hearing
from pipeline.production.agreeing import check_agreed
from pipeline.production.assembly import Assembly, Step
from pipeline.production.gating.pools import Pools
from pipeline.production.gating.trying import tried_of
from pipeline.production.pace import Pace
from pipeline.production.runtime import Promise, Runtime
from pipeline.records import Finding, Missing, Take
from pipeline.takes import BATCH_LINES, LAST_LINES, Failure, TakeRequest, batches, keep_recordings, perform, write_sheet

SHEET_EVERY_S = 5.0
BATCH_MS = 20_000  # of compute; a batch is what a killed engine loses at most, and what progress moves by
LEAST_LINES = 4
TAKES, HEARING, RECORDINGS = "takes", "hearing", "recordings"  # stages: lines are spoken, heard, taken from files


@dataclass(slots=True)
class Run:
    """One round of a run: what it works on, and what it has made so far."""

    assembly: Assembly
    runtime: Runtime
    made: int = 0
    compute_ms: int = 0
    findings: list[Finding] = field(default_factory=list)
    formats: tuple[str, ...] = ()  # those that are to be made

    def write_sheet(self, refused: str = "") -> None:
        """The take sheet as things stand; `refused` is why nothing more will be spoken."""
        state = self.assembly.state
        takes = state.takes
        if refused:
            takes = {key: take if isinstance(take, Take) else Missing(refused) for key, take in takes.items()}
        write_sheet(self.assembly.job.out / "takesheet.csv", state.lines, state.requests, takes, tried_of(state))


class Loop:
    """Feeds the executor: batches of takes as the window allows, what is to be heard of them, lines that have to be
    performed again, and whatever the assembly has ready.

    Results come back by one queue, so that everything but the calls themselves happens in this thread.
    """

    def __init__(self, run: Run):
        self._run, self._assembly, self._runtime = run, run.assembly, run.runtime
        state = self._state = run.assembly.state
        missing, self._recorded = _apart(state.missing())
        self._width = max(voice.engine.width for voice in state.voices.values())
        self._lines = _lines_of_a_batch(run.assembly, missing, self._width)
        self._queued = batches(missing, state.expected_ms, self._lines, LAST_LINES if self._width == 1 else None)
        self._done: queue.SimpleQueue[tuple[Callable[[Any], Step | None], str, Promise]] = queue.SimpleQueue()
        self._under_way: Counter[str] = (
            Counter()
        )  # calls by stage: batches of takes, which the window bounds, and others
        self._to_speak_ms = sum(state.expected_ms(request) for batch in self._queued for request in batch)
        self._there_ms = sum(map(state.expected_ms, state.requests)) - sum(map(state.expected_ms, missing))
        self._spoken_ms = self._heard = 0
        self._pools = Pools()
        self._pools.add([], state.wants()[1])  # what is to be spoken is queued
        work_ms = state.speaking_ms() + state.hearing_ms() + run.assembly.finishing_ms(run.formats)
        self._pace = Pace(work_ms / 1000 / max(1, run.runtime.capacity // 2))
        self._sheet_at = time.monotonic()
        # Of equal lines the first. What is to be spoken may be another attempt than the one that is used so far: an
        # earlier run was ended between them.
        asked = [*zip(state.lines, state.requests, strict=True), *zip(state.lines, state.to_speak(), strict=True)]
        self._slates = {request.key: line.slate for line, request in reversed(asked) if request}

    def run(self) -> None:
        """Gives out calls and takes in results until nothing is under way.

        Raises:
            Stopped: the deadline has passed and lines are left.
            ConsentError: a voice may speak no more: its consent has ended, or was revoked, meanwhile.
            Exception: the first error of a call, after everything that was under way has come in.
        """
        self._tell()
        self._assemble()  # what needs no take, before engines are at work
        trouble: BaseException | None = self._fed()
        while self._under_way.total():
            enter, stage, promise = self._done.get()
            self._under_way[stage] -= 1
            try:
                result = promise.result()
            except Exception as error:  # noqa: BLE001  (raised below, when what is under way has come in and is kept)
                trouble = trouble or error
                self._give_up()
                continue
            if step := enter(result):
                self._runtime.progress(step.stage, step.done, step.total)
            if trouble is None:
                trouble = self._fed()
        if trouble is not None:
            raise trouble
        if self._queued or self._pools.left:
            raise Stopped(self._what_is_left())

    def _fed(self) -> ConsentError | None:
        """Gives out what the window allows, or nothing more where a voice may speak no more: then the error."""
        try:
            self._feed()
        except ConsentError as error:
            self._give_up()
            left = len(self._state.missing())
            return ConsentError(f"{error}. {left:,} lines are left; everything spoken before is kept")
        return None

    def _give_up(self) -> None:
        self._queued.clear()
        self._pools.clear()

    def _what_is_left(self) -> str:
        missing = len(self._state.missing())
        left = f"{missing} lines" if missing else f"{self._state.unsettled()} lines to be heard"
        return f"the deadline has passed; {left} of {self._assembly.job.slug} are left, everything finished is kept"

    def _feed(self) -> None:
        self._perform_again()
        while self._queued and self._under_way[TAKES] < self._runtime.capacity and not _late(self._runtime):
            self._check_agreed(self._queued[0])
            batch = self._queued.pop(0)
            label = _named(batch, self._slates)
            self._submit(TAKES, label, self._spoken(batch), perform, self._runtime.performer, batch)
        self._take_recordings()
        self._listen()
        self._assemble()

    def _check_agreed(self, batch: Sequence[TakeRequest]) -> None:
        """Raises ConsentError where a voice may speak no more: its consent has ended, or was revoked, meanwhile."""
        check_agreed(self._assembly, self._runtime, batch)

    def _take_recordings(self) -> None:
        """Recordings that people have brought, when it is known how loud the voice is that they stand among."""
        if not self._recorded or self._queued or self._under_way[TAKES]:
            return
        for voice in dict.fromkeys(request.voice for request in self._recorded):
            mine = [request for request in self._recorded if request.voice == voice]
            paths = [self._state.recordings[request.key] for request in mine]
            rate = self._state.voices[voice].engine.sample_rate_hz
            arguments = (self._runtime.store, mine, paths, rate, self._state.level_dbfs(voice))
            label = f"{len(mine)} of a person's"
            self._submit(RECORDINGS, label, self._spoken(mine), keep_recordings, *arguments)
        self._recorded = []

    def _perform_again(self) -> None:
        """Queues the lines whose takes were wrong: in full batches, or when no other will be found wrong."""
        idle = not (self._queued or self._under_way[TAKES] or self._under_way[HEARING] or self._pools.hearing)
        again = self._pools.again(self._lines, last=idle)
        self._slates |= {request.key: self._state.slate_of(request) for request in again}
        self._to_speak_ms += sum(map(self._state.expected_ms, again))
        self._queued += batches(again, self._state.expected_ms, self._lines)

    def _listen(self) -> None:
        hearer = self._runtime.hearer
        if hearer is None:
            self._hear_nothing()
            return
        last = not (self._queued or self._under_way[TAKES])
        if self._under_way[HEARING] < hearer.capacity and not _late(self._runtime):
            for batch in self._pools.to_hear(last=last):
                label = f"{batch[0].listener}, {len(batch)} take{'' if len(batch) == 1 else 's'}"
                self._submit(HEARING, label, self._heard_of(batch), hear, hearer, batch)
                if self._under_way[HEARING] >= hearer.capacity:
                    break

    def _hear_nothing(self) -> None:
        """Where no listener is at hand, takes are judged by what was heard of them before."""
        while self._pools.hearing:
            for batch in self._pools.to_hear(last=True):
                self._state.hear_in(batch, [Failure("there is no listener in this run")] * len(batch))
            self._pools.add(*self._state.wants())

    def _assemble(self) -> None:
        for work in self._assembly.ready(self._run.formats):
            self._submit(work.stage, work.label, work.enter, work.call, *work.arguments)

    def _submit(
        self, stage: str, label: str, enter: Callable[[Any], Step | None], call: Callable[..., Any], *args: Any
    ) -> None:
        self._under_way[stage] += 1
        promise = self._runtime.executor.submit(stage, label, call, *args)
        promise.add_done_callback(lambda _: self._done.put((enter, stage, promise)))

    def _spoken(self, batch: Sequence[TakeRequest]) -> Callable[[Sequence[Take | Failure]], None]:
        """What enters the result of a batch into the state and reports progress."""

        def enter(results: Sequence[Take | Failure]) -> None:
            self._spoken_ms += sum(map(self._state.expected_ms, batch))
            made = self._state.take_in(batch, results)
            self._pools.add(*self._state.wants())
            self._run.made += len(made)
            self._run.compute_ms += sum(take.compute_ms for take in made)
            self._tell()
            self._write_sheet()

        return enter

    def _heard_of(self, batch: Sequence[HearRequest]) -> Callable[[Sequence[Hearing | Failure]], Step]:
        """What enters the result of hearing a batch."""

        def enter(results: Sequence[Hearing | Failure]) -> Step:
            self._heard += len(batch)
            self._state.hear_in(batch, results)
            self._pools.add(*self._state.wants())
            self._write_sheet()
            return Step(HEARING, self._heard, self._heard + self._pools.hearing)

        return enter

    def _write_sheet(self) -> None:
        if time.monotonic() - self._sheet_at > SHEET_EVERY_S:
            self._run.write_sheet()
            self._sheet_at = time.monotonic()

    def _tell(self) -> None:
        lines = len(self._state.lines)
        self._runtime.progress(
            TAKES,
            self._there_ms + self._spoken_ms,
            self._there_ms + self._to_speak_ms,
            (lines - self._state.absent(), lines),
            self._pace.left_ms(self._spoken_ms / self._to_speak_ms) if self._to_speak_ms else None,
        )


def _apart(requests: Sequence[TakeRequest]) -> tuple[list[TakeRequest], list[TakeRequest]]:
    """What an engine performs, and what people have recorded; each once."""
    once = list({request.key: request for request in requests}.values())
    return [one for one in requests if one.performed], [one for one in once if one.recording]


def _lines_of_a_batch(assembly: Assembly, missing: Sequence[TakeRequest], width: int) -> int:
    """Lines per batch: what takes BATCH_MS, so that a slow voice shows progress; at least one pass of the engine."""
    compute_ms = sum(map(assembly.state.compute_ms, missing)) / max(1, len(missing))
    return max(width, LEAST_LINES, min(BATCH_LINES, round(BATCH_MS / max(1.0, compute_ms))))


def _named(batch: Sequence[TakeRequest], slates: Mapping[str, str]) -> str:
    """The label of a batch: its first and last line in the order of the script."""
    ordered = sorted(slates[request.key] for request in batch)
    lines = f"{len(ordered)} line{'' if len(ordered) == 1 else 's'}"
    return f"{ordered[0]} to {ordered[-1]}, {lines}" if len(ordered) > 1 else ordered[0]


def _late(runtime: Runtime) -> bool:
    return runtime.deadline is not None and time.time() > runtime.deadline
