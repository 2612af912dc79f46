"""Assembly: what stands between the takes of a production and its deliverables. Each kind of production has its own.

The run loop (run.py) speaks lines; whenever takes come in, it asks the assembly what can be made of them:

    lay_out -> [batches of takes <-> ready() -> Work] -> settle() -> find(form), deliver(form) -> conclude()

Plan, report, explanation and sweep ask the same assembly. A small kind has deliverables alone, and leaves the methods
as they stand here (tests/kinds/word_list.py).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from pipeline.errors import RefusedError
from pipeline.production.job.job import Job
from pipeline.production.state import ProductionState, Section
from pipeline.records import Cover, Deliverable, Finding, Master, Metadata, Missing, Script
from pipeline.report.record import Report
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Stale:
    """Something to be made: which (a slate, a part's title, a format), and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stage is, for progress: pieces done, of all."""

    stage: str
    done: int
    total: int


def _nothing(_: Any) -> None:
    """What `Work.enter` does where nobody waits for the result."""


@dataclass(frozen=True, slots=True)
class Work:
    """A call that can run now: a function of a module and arguments that can be pickled.

    Executors name it by `stage` and `label`; `enter` is given its result, in the run loop's thread.
    """

    stage: str
    label: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    enter: Callable[[Any], Step | None] = _nothing


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a line is heard and where it comes from, as far as it is known."""

    place: str  # in the source
    at_ms: int | None = None  # in the whole production
    until_ms: int | None = None
    master: str = ""  # digest
    gain_db: float | None = None


class Assembly(Protocol):
    """A production of one kind, laid out: its lines, what the store holds of it, and what is made of its takes."""

    JOB: ClassVar[type[Job]]
    BESIDE: ClassVar[tuple[str, ...]] = ()  # files that `conclude` writes beside the published ones
    PARTS: ClassVar[str] = ""  # what takes are assembled to: "chapters"; "" where files are made from takes

    job: Job
    store: Store
    script: Script
    state: ProductionState
    body: int  # characters of the source that are not lawfully left out

    @classmethod
    @abstractmethod
    def lay_out(cls, job: Any, store: Store) -> Assembly:
        """Reads, scripts and looks up. Makes nothing.

        Raises:
            TextLossError: the coverage does not add up.
        """

    # ------------------------------------------------------------ what was read

    @property
    @abstractmethod
    def metadata(self) -> Metadata:
        """What files and reports say of the whole."""

    @property
    def cover(self) -> Cover | None:
        """The picture in files and on the report, if there is one."""
        return None

    @property
    def sections(self) -> Sequence[Section]:
        """Ranges of lines with a title, in their order, without gaps."""
        return [Section(1, self.metadata.title, 0, len(self.state.lines))]

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """Titles of what is not read, with the reason."""
        return ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in source and script."""
        return self.script.findings

    # ------------------------------------------------------------ making

    def ready(self, formats: Sequence[str]) -> Iterable[Work]:
        """Calls that can run now and were not given out before, for the formats that are to be made."""
        del formats
        return ()

    def settle(self) -> Finding | None:
        """Asked when nothing is under way: a finding on what has to be made or spoken again; None when all is right."""
        return None

    def finishing_ms(self, formats: Iterable[str]) -> float:
        """Expected compute between takes and these formats' files."""
        del formats
        return 0.0

    # ------------------------------------------------------------ deliverables

    @abstractmethod
    def find(self, form: str) -> Deliverable | Missing:
        """The deliverable that the store holds, or why there is none. Touches no audio."""

    @abstractmethod
    def deliver(self, form: str) -> Work:
        """The call that makes a deliverable, when all takes are there and everything is settled."""

    def unmakeable(self, form: str) -> str:
        """Why this format cannot be made of this production; "" where it can."""
        del form
        return ""

    def strays(self) -> list[str]:
        """Published files of earlier versions, which a run removes."""
        return []

    def conclude(self, delivered: Sequence[Deliverable]) -> None:
        """Writes what stands beside the published files: the lock, the record of their origin."""
        del delivered
        self.job.write_lock()

    # ------------------------------------------------------------ telling

    def stale(self) -> Iterator[Stale]:
        """Parts that are to be made, and why."""
        yield from ()

    def audio_ms(self) -> int:
        """Of the whole, as made or as expected."""
        return self.state.sound_ms()

    def master_of(self, section: Section) -> Master | None:
        """The master of a section, as far as there is one; checks look at its levels."""
        del section
        return None

    def keys(self) -> set[tuple[str, str]]:
        """(recipe, key) of what the store must keep for it, takes apart."""
        return set()

    def line_at(self, at_ms: int) -> int:
        """Index of the line that sounds, or has just sounded, at this time.

        Raises:
            RefusedError: the time is not known, or lies behind the end.
        """
        del at_ms
        first = self.state.lines[0].slate if self.state.lines else "SLATE"
        raise RefusedError(f"a {self.job.production.kind} has no times of its own: name the line, --slate {first}")

    @abstractmethod
    def whereabouts(self, index: int) -> Whereabouts:
        """Of the line at `index`."""

    def reported(self, report: Report) -> Report:
        """A report with what only this kind has to say: parts, their levels, where lines are heard."""
        return report
