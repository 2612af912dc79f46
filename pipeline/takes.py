"""Which lines need a take, batches of them, and what became of each; the take sheet.

A *take request* is what decides a take's sound; equal requests are one take, wherever their lines stand. Its seed
follows from the voice's seed and the spoken text, never from a position, so that one line made alone equals the same
line made with the whole book.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.audio import Clip, Overload, take_bytes, trimmed
from pipeline.engine import Engine, Performance, Prompt
from pipeline.errors import LinesFailedError, WorkerDiedError
from pipeline.manifests import Pickup, Voice
from pipeline.matching import picked_up
from pipeline.records import Finding, Line, Take
from pipeline.store import (
    CacheEntry,
    NewEntry,
    Store,
    StoredFindings,
    findings_of,
    seed_of,
    stored_findings,
    take_key,
    write_atomically,
)

# Lines a batch: enough that Prefect's own cost (5 ms a task) and the disk's waits vanish, few enough that a killed
# batch loses little and book order roughly holds. A novel is 60 to 200 batches.
BATCH_LINES = 64
# Of the last window where engines speak line by line: a book ends when its last batch does, and while one engine has a
# long one, the others have nothing to do (4 s of a novel's 270).
LAST_LINES = 16
TRIES = 2  # of a batch, or a line, whose process ended for no reason that is known
ONE_BY_ONE = 16  # lines that were under way when a process ended, at most; more are halved first
# Batches whose lines are sorted by length together, so that an engine that speaks a batch in one pass pads little.
WINDOW = 4


@dataclass(frozen=True, slots=True)
class TakeRequest:
    key: str
    spoken: str
    language: str
    voice: str  # name of the voice manifest
    seed: int
    attempt: int
    pace: float = 1.0  # as Prompt.pace

    @property
    def prompt(self) -> Prompt:
        return Prompt(self.spoken, self.language, self.seed, self.pace)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line has no take."""

    why: str


@dataclass(frozen=True, slots=True)
class VoiceInUse:
    """A voice with its engine and the engine's fingerprint, asked for once."""

    name: str
    voice: Voice
    engine: Engine
    fingerprint: str

    def expected_ms(self, request: TakeRequest) -> int:
        """How long the take will sound, roughly."""
        return round(self.engine.expected_ms(request.spoken) / request.pace)


class Performer(Protocol):
    """What speaks a batch: engine processes (models/pool.py)."""

    def perform(self, requests: Sequence[TakeRequest]) -> list[Take | Failure]: ...


# ---------------------------------------------------------------- planning


def request_for(line: Line, voice: VoiceInUse, attempt: int = 0, pace: float = 1.0) -> TakeRequest:
    """The take that a line asks for. Its pace counts in thousandths, so that equal paces are equal keys."""
    pace = round(float(pace), 3)
    seed = seed_of(voice.voice.seed, attempt, line.spoken)
    language = line.read_as or line.language
    key = take_key(line.spoken, language, voice.fingerprint, seed, attempt, pace)
    return TakeRequest(key, line.spoken, language, line.voice, seed, attempt, pace)


def requests_for(
    lines: Sequence[Line], voices: Mapping[str, VoiceInUse], pickups: Iterable[Pickup]
) -> list[TakeRequest | None]:
    """A take request for each line, in order; None where there is nothing to speak."""
    again, _ = picked_up(lines, pickups)
    return [
        request_for(line, voices[line.voice], again[line.slate].attempt if line.slate in again else 0)
        if line.spoken
        else None
        for line in lines
    ]


def find_takes(store: Store, requests: Iterable[TakeRequest | None]) -> dict[str, Take | str]:
    """By key: the take that the store holds, or why there is none to use."""
    found: dict[str, Take | str] = {}
    with store.listed():
        for request in requests:
            if request is not None and request.key not in found:
                found[request.key] = store.understood(store.find("take", request.key), take_of)
    return found


def batches(
    requests: Sequence[TakeRequest],
    expected_ms: Callable[[TakeRequest], int] | None = None,
    lines: int = BATCH_LINES,
    last: int | None = None,
) -> list[list[TakeRequest]]:
    """Requests, each once, in batches of one voice; longest first within a window, windows in book order.

    Longest first, because the shortest leave the least to wait for in the end.

    Args:
        lines: of a batch, at most; more than BATCH_LINES where an engine speaks more in one pass.
        last: the same for the last window, and for the first: it is soon seen that something is spoken, and a run
            that is stopped early has kept something.
    """
    out: list[list[TakeRequest]] = []
    once = list({request.key: request for request in requests}.values())
    for start in range(0, len(once), lines * WINDOW):
        window = once[start : start + lines * WINDOW]
        size = last or lines if start == 0 or start + len(window) == len(once) else lines
        size = min(size, lines)
        for voice in dict.fromkeys(request.voice for request in window):
            mine = sorted(
                (w for w in window if w.voice == voice),
                key=lambda w: -(expected_ms(w) if expected_ms else len(w.spoken)),
            )
            out += [mine[i : i + size] for i in range(0, len(mine), size)]
    return out


# ---------------------------------------------------------------- performing


def perform(performer: Performer, requests: Sequence[TakeRequest], tries: int = TRIES) -> list[Take | Failure]:
    """A batch, whatever happens to single lines: who cannot be spoken fails alone.

    A process that dies tells which lines it had begun. These are given out one by one, after all others; a line with
    which it hung is not given out again, one with which it ended is tried once more: perhaps it was not its fault.
    An engine that raises has its batch halved until the line is found.

    Args:
        tries: how often a batch may be given out of which nothing had begun when its process ended.

    Raises:
        MachineError: the store cannot be written to, or engines end before they speak; trying again may help.
    """
    try:
        return performer.perform(requests)
    except LinesFailedError as error:
        if len(requests) == 1:
            return [Failure(str(error))]
        parts = _halves(requests)
    except WorkerDiedError as error:
        if error.hopeless:
            raise
        suspects = [request for request in requests if request.key in error.suspects]
        if len(requests) == 1 and ((error.hung and suspects) or tries <= 1):
            return [Failure(str(error))]
        if len(requests) == 1 or (not suspects and tries > 1):
            return perform(performer, requests, tries - 1)
        others = [request for request in requests if request.key not in error.suspects] if suspects else []
        alone = (
            [[request] for request in suspects] if 0 < len(suspects) <= ONE_BY_ONE else _halves(suspects or requests)
        )
        parts = [part for part in (others, *alone) if part]
    found = {request.key: said for part in parts for request, said in zip(part, perform(performer, part), strict=True)}
    return [found[request.key] for request in requests]


def _halves(requests: Sequence[TakeRequest]) -> list[Sequence[TakeRequest]]:
    half = len(requests) // 2
    return [requests[:half], requests[half:]]


def keep_performances(
    store: Store, requests: Sequence[TakeRequest], performances: Sequence[Performance], seconds: float, engine: Engine
) -> list[Take | Failure]:
    """Checks what an engine performed and commits it; in the worker's process."""
    total = sum(len(p.clip.samples) for p in performances if p.clip) or 1
    results: list[Take | Failure | None] = []
    made: list[NewEntry] = []
    fingerprint = engine.fingerprint()
    for request, performance in zip(requests, performances, strict=True):
        clip = performance.clip
        if clip is None:
            results.append(Failure(performance.failure or "the engine gave neither a take nor a reason"))
            continue
        try:
            data = take_bytes(clip)
        except Overload as error:
            results.append(Failure(str(error)))
            continue
        heard = Clip(trimmed(clip.samples, clip.sample_rate_hz), clip.sample_rate_hz)
        facts = TakeFacts(
            samples=len(clip.samples),
            sample_rate_hz=clip.sample_rate_hz,
            seed=request.seed,
            compute_ms=round(1000 * seconds * len(clip.samples) / total),
            peak=round(clip.peak, 4),
            facts=performance.facts,
            notes=stored_findings(_findings(request, clip, heard.duration_ms, engine)),
            heard_samples=len(heard.samples),
        )
        inputs = {
            "spoken": request.spoken,
            "language": request.language,
            "voice": fingerprint,
            "seed": request.seed,
            "attempt": request.attempt,
        }
        if request.pace != 1:
            inputs["pace"] = request.pace
        made.append(NewEntry("take", request.key, data, facts, inputs))
        results.append(None)
    kept = iter(store.keep(*made))
    return [take_of(next(kept)) if result is None else result for result in results]


def _findings(request: TakeRequest, clip: Clip, heard_ms: int, engine: Engine) -> list[Finding]:
    where = f"take {request.key[:12]}"
    if not len(clip.samples) or clip.peak < 1e-4:
        return (
            [Finding("t-002", where, f"no sound for {request.spoken!r}")]
            if any(map(str.isalnum, request.spoken))
            else []
        )
    findings = []
    expected = round(engine.expected_ms(request.spoken) / request.pace)
    # Short lines vary too much to say anything: "Oh." lasts 0.2 to 0.9 s.
    if expected > 1500 and not 0.5 < heard_ms / expected < 2.0:
        findings.append(Finding("t-003", where, f"{heard_ms} ms of speech, {expected} ms expected"))
    if clip.peak >= 0.999:
        findings.append(Finding("t-004", where, f"peak {clip.peak:.3f}"))
    return findings


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """What the cache entry of a take holds; the names are those of the first version."""

    samples: int
    sample_rate_hz: int
    seed: int
    compute_ms: int
    peak: float
    facts: Mapping[str, Any]
    notes: StoredFindings
    heard_samples: int | None = None  # came later


def take_of(entry: CacheEntry) -> Take:
    facts = entry.facts_as(TakeFacts)
    return Take(
        entry.key,
        entry.digest,
        facts.samples,
        facts.sample_rate_hz,
        facts.seed,
        facts.compute_ms,
        facts.peak,
        facts.facts,
        findings_of(facts.notes),
        facts.heard_samples,
    )


def take_to(take: Take) -> dict[str, Any]:
    """As JSON, for the pipe between processes."""
    return dataclasses.asdict(take)


def take_from(item: Mapping[str, Any]) -> Take:
    return Take(**{**item, "findings": tuple(Finding(**finding) for finding in item["findings"])})


# ---------------------------------------------------------------- the take sheet

# Spreadsheets take a cell that begins so for a formula, which can send what the sheet holds to anybody: it is written
# with an apostrophe before it. One that has apostrophes there already gets one more, so that reading takes one away.
_FORMULA = re.compile("'*[=+@\t\r\n＝＋－＠-]")

COLUMNS = ("slate", "state", "reason", "text", "spoken", "take", "milliseconds", "seed", "attempts", "notes")


def write_sheet(
    path: Path, lines: Sequence[Line], requests: Sequence[TakeRequest | None], takes: Mapping[str, Take | Failure | str]
) -> None:
    """A row a line: made, failed, wanted, or silent (nothing to speak). Rebuilt from the store whenever it is gone."""
    out = io.StringIO()
    writer = csv.writer(out)  # ends lines as RFC 4180 does; with "\n" a carriage return in a text would end a row
    writer.writerow(COLUMNS)
    for line, request in zip(lines, requests, strict=True):
        take = takes.get(request.key, "") if request else None
        if request is None:
            row: tuple[Any, ...] = ("silent", "nothing to speak", "", 0, "", 0, "")
        elif isinstance(take, Take):
            findings = "; ".join(f"{finding.code} {finding.found}" for finding in take.findings)
            row = ("made", "", take.digest, take.duration_ms, take.seed, request.attempt + 1, findings)
        elif isinstance(take, Failure):
            row = ("failed", take.why, "", "", request.seed, request.attempt + 1, f"t-001 {take.why}")
        else:
            row = ("wanted", take, "", "", request.seed, request.attempt, "")
        writer.writerow(map(_cell, (line.slate, *row[:2], line.text, line.spoken, *row[2:])))
    write_atomically(path, out.getvalue().encode())


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _uncelled(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_sheet(path: Path) -> dict[str, str]:
    """Text -> spoken form of the lines of an earlier run, for saying what changed; {} where there is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {_uncelled(row["text"]): _uncelled(row["spoken"]) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError, TypeError, AttributeError, csv.Error):
        return {}
