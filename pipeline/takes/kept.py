"""Takes in the store: what an engine performed is checked and kept, and found again by its request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.audio import Clip, OverloadError, take_bytes, trimmed
from pipeline.engine import Engine, Performance
from pipeline.records import Finding, Missing, Take
from pipeline.store import CacheEntry, NewEntry, Store, StoredFindings, findings_of, stored_findings
from pipeline.takes.performing import Failure
from pipeline.takes.requests import TakeRequest


def find_takes(store: Store, requests: Iterable[TakeRequest | None]) -> dict[str, Take | Missing]:
    """The take that the store holds for each request, or why there is none, by the request's key."""
    found: dict[str, Take | Missing] = {}
    with store.listed():
        for request in requests:
            if request is not None and request.key not in found:
                found[request.key] = store.find_as("take", request.key, take_of)
    return found


def keep_performances(
    store: Store, requests: Sequence[TakeRequest], performances: Sequence[Performance], seconds: float, engine: Engine
) -> list[Take | Failure]:
    """Checks what an engine performed and keeps it. Runs in the worker process."""
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
        except OverloadError as error:
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
        inputs: dict[str, Any] = {
            "spoken": request.spoken,
            "language": request.language,
            "voice": fingerprint,
            "seed": request.seed,
            "attempt": request.attempt,
        }
        if request.pace != 1:
            inputs["pace"] = request.pace
        if request.conservative:
            inputs["conservative"] = True
        if request.pieces:
            inputs["pieces"] = request.pieces
        if request.direction:
            inputs["direction"] = request.direction
        if request.manner:
            inputs["style"] = [request.manner.style, request.manner.strength]
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
    # The length of short lines varies too much to judge: "Oh." lasts 0.2 to 0.9 s.
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
