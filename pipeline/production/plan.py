"""Plan: what would be made, and why. Nothing is made for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.delivery import out_of_date
from pipeline.production.agreeing import unagreed
from pipeline.production.assembly import Assembly, Stale
from pipeline.production.findings import findings_of, holding_back
from pipeline.production.gating.summary import summary_of
from pipeline.production.gating.trying import in_short
from pipeline.production.job.owning import taken
from pipeline.production.reporting import REPORT
from pipeline.production.verdict import last_failure, unfit
from pipeline.qa.findings import in_words
from pipeline.qa.verdict import Verdict, verdict_of
from pipeline.records import Coverage, Deliverable, Finding, Missing
from pipeline.report.gate import GateSummary
from pipeline.store import NOT_MADE
from pipeline.takes import Failure, VoiceInUse, machine_attempt, read_sheet


@dataclass(frozen=True, slots=True)
class Loading:
    """What a voice costs before its first line."""

    voice: str
    ms: int  # of each engine process
    size: int = 0  # bytes of a registered version's files, which each machine that speaks needs
    fetched: int = 0  # of these, what this machine did not have: a plan brings them, for they decide the takes' keys


@dataclass(frozen=True, slots=True)
class Plan:
    takes: tuple[Stale, ...]
    masters: tuple[Stale, ...]  # parts between takes and deliverables: chapters, or stems
    deliverables: tuple[Stale, ...]
    audio_ms: int  # of the finished production
    compute_ms: int  # expected, on one engine
    lines: int
    skipped: tuple[tuple[str, str], ...]  # titles of what is not read, with the reason
    coverage: Coverage
    findings: tuple[Finding, ...]
    changed: tuple[str, ...]  # what the lock fixes and is no longer so
    verdict: Verdict
    refused: str = ""  # why nothing may be made: consent, another's folder, a book that would come out silent
    body: int = 0  # characters of the book without what is lawfully not read
    parts: str = ""  # what `masters` are called: "chapters"; "" where there are none
    gate: GateSummary | None = None  # None where takes are not judged
    to_hear: int = 0  # lines whose takes are there and not heard and judged yet
    loading: tuple[Loading, ...] = ()  # of voices that are to speak
    unfit: bool = False  # whether it is refused because it would come out silent, or as another book

    @property
    def spoken_of_body(self) -> int:
        """Characters that are spoken, as written or by a rule."""
        return self.coverage.spoken + sum(self.coverage.replaced.values())

    @property
    def share(self) -> float:
        """Of the book's body that is spoken, 0 to 1."""
        return min(1.0, self.spoken_of_body / self.body) if self.body else 1.0

    @property
    def fresh(self) -> bool:
        return not (self.takes or self.masters or self.deliverables or self.to_hear)


def plan_of(assembly: Assembly) -> Plan:
    """What a run would make of the production as it is laid out."""
    job = assembly.job
    takes, masters = _stale_takes(assembly), tuple(assembly.stale())
    silent = unfit(assembly)
    never = unagreed(assembly) or taken(job) or job.retired() or silent
    unmakeable = {form: assembly.unmakeable(form) for form in job.formats}
    found = {form: assembly.find(form) for form in job.formats}
    deliverables = _stale_deliverables(assembly, found, unmakeable)
    state = assembly.state
    compute_ms = state.speaking_ms() + state.hearing_ms() + assembly.finishing_ms(one.what for one in deliverables)
    to_hear = state.unsettled() - len(takes) if state.gate else 0
    if not (takes or masters or deliverables or to_hear):
        deliverables = tuple(_beside_deliverables(assembly))
    missing = [
        f"{len(stale):,} {kind} to make"
        for kind, stale in (("takes", takes), ("masters", masters), ("deliverables", deliverables))
        if stale
    ]
    locked = [f"locked: {change}; accept it with --upgrade" for change in job.changed().values()]
    against = list(filter(None, [never, *locked, *unmakeable.values()]))
    if to_hear:
        missing.insert(1 if takes else 0, f"{to_hear:,} takes to hear")
    if missing and not against:
        against.append(last_failure(job))
    delivered = [one for one in found.values() if isinstance(one, Deliverable)]
    findings = findings_of(assembly, delivered)
    verdict = verdict_of(findings, rehearsal=job.rehearsal, errors=filter(None, against), missing=missing)
    speaking = dict.fromkeys(request.voice for request in state.missing() if request.performed)
    loading = tuple(filter(None, (_loading(job.voices[name]) for name in speaking)))
    return Plan(
        takes=takes, masters=masters, deliverables=deliverables, audio_ms=assembly.audio_ms(),
        compute_ms=round(compute_ms), lines=len(state.lines), skipped=assembly.skipped,
        coverage=assembly.script.coverage, findings=(*assembly.findings, *state.findings),
        changed=tuple(job.changed().values()), verdict=verdict, refused=never, body=assembly.body, parts=assembly.PARTS,
        unfit=bool(silent) and never == silent, gate=summary_of(state, findings), to_hear=to_hear,
        loading=loading)  # fmt: skip


def _loading(used: VoiceInUse) -> Loading | None:
    size = used.version.size if used.version else 0
    ms = used.engine.loading_ms()
    return Loading(used.name, ms, size, used.fetched) if ms or size else None


def _stale_deliverables(
    assembly: Assembly, found: Mapping[str, Deliverable | Missing], unmakeable: Mapping[str, str]
) -> tuple[Stale, ...]:
    """Formats that are to be made or published; what was refused is not finished, or a night would pass it by."""
    job = assembly.job
    held = in_words(holding_back(assembly))
    stale = []
    for form, one in found.items():
        if isinstance(one, Missing):
            reason = one.reason
        else:
            reason = held or job.refuses(one) or out_of_date(one, job.out) or ""
        if reason := unmakeable[form] or reason:
            stale.append(Stale(form, reason))
    return tuple(stale)


def _beside_deliverables(assembly: Assembly) -> Iterator[Stale]:
    """What else a run would put right where every deliverable is as it should be."""
    job = assembly.job
    for stray in assembly.strays():
        yield Stale(stray, "it is of an earlier version, in a format that is no longer delivered; it is removed")
    if not job.lock_path.exists():
        yield Stale(job.lock_path.name, "it is missing, so nothing fixes what this was made from; it is written again")
    for name in (*assembly.BESIDE, REPORT):
        if not (job.out / name).exists():
            yield Stale(name, f"it is no longer in {job.out}; it is written again")


def _stale_takes(assembly: Assembly) -> tuple[Stale, ...]:
    job, state = assembly.job, assembly.state
    before = read_sheet(job.out / "takesheet.csv")
    old = job.lock.voices if job.lock else {}
    out = []
    for index, (line, request) in enumerate(zip(state.lines, state.to_speak(), strict=True)):
        if request is None:
            continue
        take = state.takes[request.key]
        reason = take.why if isinstance(take, Failure) else str(take)
        if take == NOT_MADE:
            if request.recording:
                reason = "a person has recorded it"
            elif machine_attempt(request):
                reason = f"its take was wrong: {in_short(state.attempts(index)[-2])}"
            elif request.attempt:
                reason = f"pickup {request.attempt}"
            elif line.voice in old and old[line.voice] != job.fixed.voices[line.voice]:
                reason = f"the voice {line.voice!r} has changed"
            elif line.text in before and before[line.text] != line.spoken:
                reason = f"its spoken form has changed, from {before[line.text]!r}"
            elif before and line.text not in before:
                reason = "new text"
        out.append(Stale(line.slate, reason))
    return tuple(out)
