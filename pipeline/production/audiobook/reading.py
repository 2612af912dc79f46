"""Reading of an audiobook: from its manuscript to the script, with what was found in both."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.matching import approved, picked_up, put_off
from pipeline.production.audiobook.cache import ScriptCache
from pipeline.production.audiobook.fitness import fitness_findings
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.records import Manuscript, Script
from pipeline.script import Speaker, make_script, select, unread, unread_findings
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Reading:
    selected: Manuscript  # with what is not read marked so
    script: Script  # with the findings on what is not read, on voices and on pickups
    script_keys: frozenset[str]  # of the cached chapters
    body: int  # characters of the book that are not lawfully left out: licences, notes, lists of contents


def read(job: AudiobookJob, store: Store) -> Reading:
    """Reads and scripts the manuscript, as far as the store does not hold what came of it before.

    Raises:
        TextLossError: the coverage does not add up.
    """
    job.recall(store)
    selected = select(job.manuscript, job.production.read)
    speakers = {name: Speaker.of(voice.engine, voice.voice.languages) for name, voice in job.voices.items()}
    cache = ScriptCache(store)
    script = make_script(
        selected, cast=job.cast, lexicons=job.lexicons, pauses=job.spec.pauses, speakers=speakers, cache=cache
    )
    cache.keep()
    seen = unread(selected, job.production.read, script.coverage)
    findings = (
        *unread_findings(seen),
        *script.findings,
        *fitness_findings(job, script.lines, selected, script.coverage),
        *picked_up(script.lines, job.pickups)[1],
        *approved(script.lines, job.approvals)[1],
        *put_off(script.lines, job.later)[1],
    )
    return Reading(selected, replace(script, findings=findings), frozenset(cache.asked), seen.body)
