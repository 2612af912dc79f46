"""What the cache entry of a deliverable holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.records import Deliverable, Finding, Part
from pipeline.store import CacheEntry, StoredFindings, findings_of, stored_findings


class StoredPart(NamedTuple):
    """A Part as an array; those of early versions have no watermark."""

    name: str
    digest: str
    duration_ms: int
    watermark: float | None = None


@dataclass(frozen=True, slots=True)
class DeliverableFacts:
    """The names are those of the first version, which had no form."""

    form: str = field(default="", kw_only=True)
    parts: tuple[StoredPart, ...]
    notes: StoredFindings


def facts_of(form: str, parts: Sequence[Part], findings: Iterable[Finding]) -> DeliverableFacts:
    stored = tuple(StoredPart(part.name, part.digest, part.duration_ms, part.watermark) for part in parts)
    return DeliverableFacts(stored, stored_findings(findings), form=form)


def deliverable_of(form: str, entry: CacheEntry) -> Deliverable:
    """The deliverable in this format that an entry holds.

    Raises:
        ValueError: the entry holds none.
    """
    facts = entry.facts_as(DeliverableFacts)
    parts = tuple(Part(*part) for part in facts.parts)
    duration_ms = sum(part.duration_ms for part in parts)
    return Deliverable(form, entry.key, parts, duration_ms, findings_of(facts.notes))


def references(entry: CacheEntry) -> list[str]:
    """Objects that an entry refers to beside its own."""
    return [part[1] for part in entry.facts.get("parts", ())]
