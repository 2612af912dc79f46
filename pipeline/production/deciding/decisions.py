"""From pickups.yaml and approvals.yaml to the lines and their first take requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import ConsentError
from pipeline.languages.spoken import spoken
from pipeline.manifests import Approval, Pickup
from pipeline.matching import approved, picked_up
from pipeline.production.deciding.approved import APPROVED_FOR, find_approved
from pipeline.production.deciding.origins import Origins
from pipeline.production.job.job import Job
from pipeline.records import Finding, Line, Missing, Replacement, Take
from pipeline.script import Speaker
from pipeline.script.drafting.lexicon import Lexicons
from pipeline.store import Store, approved_key, digest_of_file, recording_key
from pipeline.takes import TakeRequest, find_takes, further_attempts, requests_for

RULE = "pickup"  # by which a line is spoken in other words


@dataclass(slots=True)
class Decided:
    """Lines with what people decided about them.

    Attributes:
        requests: the first take request of each line; None where it has nothing to speak.
        takes: those that people have approved, by the keys of their requests.
        recordings: files that people have brought, by the keys of their requests.
    """

    lines: tuple[Line, ...]
    requests: list[TakeRequest | None]
    takes: dict[str, Take] = field(default_factory=dict)
    recordings: dict[str, Path] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def decided(job: Job, lines: tuple[Line, ...], store: Store) -> Decided:
    """What a production's people decided, applied to the lines of its script."""
    again, _ = picked_up(lines, job.pickups)
    kept, _ = approved(lines, job.approvals)
    lines = _in_other_words(job, lines, again)
    found = Decided(lines, requests_for(lines, job.voices, job.pickups))
    if not (again or kept):
        return found
    origins = Origins(job, store)
    for index, line in enumerate(lines):
        pickup = again.get(line.slate)
        if pickup and (pickup.file or pickup.direction):
            _picked_up(job, found, index, pickup, origins)
        # A rehearsal is everything but the voice: no take of a person's voice sounds in it.
        if (approval := kept.get(line.slate)) and found.requests[index] and not job.rehearsal:
            _approved(job, found, index, approval, store, origins)
    return found


def _in_other_words(job: Job, lines: tuple[Line, ...], again: Mapping[str, Pickup]) -> tuple[Line, ...]:
    """The lines, with those of which a pickup says how they are said in other words."""
    if not any(pickup.say for pickup in again.values()):
        return lines
    return tuple(
        _said(job, line, again[line.slate].say) if line.slate in again and again[line.slate].say else line
        for line in lines
    )


def _said(job: Job, line: Line, say: str) -> Line:
    used = job.voices[line.voice]
    takes = Speaker.of(used.engine, used.voice.languages).takes
    lexical, _ = Lexicons(job.lexicons).replacements(say, line.language, line.voice, phonemes=takes)
    form = spoken(say, line.language, lexical, within=say)
    return line.but(spoken=form.text, replacements=(Replacement(0, len(line.text), form.text, RULE),))


def _picked_up(job: Job, found: Decided, index: int, pickup: Pickup, origins: Origins) -> None:
    line = found.lines[index]
    used = job.voices[line.voice]
    if pickup.direction and not used.engine.capabilities.directions:
        why = f"{used.engine.version} takes no directions: {pickup.direction!r} changes nothing"
        found.findings.append(Finding("q-008", line.slate, why))
    if not pickup.file:
        return
    path = job.path.parent / pickup.file
    try:
        # A pipe or a device would be waited for without end.
        digest = digest_of_file(path) if path.is_file() or not path.exists() else ""
    except OSError as error:
        found.findings.append(Finding("q-003", line.slate, f"{path} cannot be read: {error.strerror}"))
        return
    if not digest:
        found.findings.append(Finding("q-003", line.slate, f"{path} is no file; name a WAV, FLAC or M4A"))
        return
    if why := origins.refusal_of_recording(digest, line):
        raise ConsentError(f"{path} {why}; take it out of {job.path.with_name('pickups.yaml')} ({line.slate})")
    request = found.requests[index]
    language = line.read_as or line.language
    key = recording_key(digest, used.engine.sample_rate_hz)
    found.recordings[key] = path
    plain = request or TakeRequest(key, line.spoken or line.text, language, line.voice, 0, 0)
    found.requests[index] = replace(plain, key=key, seed=0, attempt=0, recording=digest)


def _approved(job: Job, found: Decided, index: int, approval: Approval, store: Store, origins: Origins) -> None:
    line, request = found.lines[index], found.requests[index]
    assert request
    attempts = [request, *further_attempts(request, job.voices[line.voice])]
    would_be = {one.digest for one in find_takes(store, attempts).values() if isinstance(one, Take)}
    locked = origins.locked(approval.take)
    take = find_approved(store, approval.take, attempts, line.text) if locked is None else locked
    if isinstance(take, Missing):
        why = (
            f"the take that {approval.by} approved ({approval.take[:12]}) is lost: {take}; another stands in its place"
        )
        found.findings.append(Finding("q-007", line.slate, why))
        return
    was = str(take.facts.get(APPROVED_FOR, ""))
    if not approval.text and was and _words(was) != _words(line.text):  # addresses move when a line is put in before
        found.findings.append(Finding("q-005", line.slate, _moved(approval, line, was)))
        return
    if approval.take not in would_be:
        if why := origins.refusal_of_take(approval.take, line):
            raise ConsentError(
                f"{line.slate}: the take that {approval.by} approved ({approval.take[:12]}) {why}; take it out of "
                f"{job.path.with_name('approvals.yaml')}"
            )
        found.findings.append(Finding("q-004", line.slate, _differs(approval)))
    key = approved_key(approval.take)
    found.takes[key] = replace(take, key=key)
    found.requests[index] = replace(request, key=key, seed=take.seed, attempt=0, approved=approval.take)


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _moved(approval: Approval, line: Line, was: str) -> str:
    return (
        f"{line.slate} is {line.text[:60]!r} now, and the take that {approval.by} approved is one of {was[:60]!r}; "
        "name the line by its words (`text:`)"
    )


def _differs(approval: Approval) -> str:
    return (
        f"{approval.by} approved it, and it stays; with today's voice, text and settings another would be made "
        "(--accept and the slate take it)"
    )
