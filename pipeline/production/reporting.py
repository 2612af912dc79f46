"""Writes the report of a production: out/<production>/report.html and report.json."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.manifests import bare
from pipeline.production.agreeing import unagreed
from pipeline.production.assembly import Assembly
from pipeline.production.findings import findings_of, holding_back
from pipeline.production.gating.summary import summary_of
from pipeline.production.job.job import Job
from pipeline.production.verdict import unfit
from pipeline.qa.findings import in_words
from pipeline.records import Deliverable, Finding
from pipeline.report.cover import small_cover
from pipeline.report.page import page
from pipeline.report.record import FileRow, Report, SpecRow, VoiceRow, as_json
from pipeline.store import write_atomically

REPORT = "report.html"
TWIN = "report.json"
UNKNOWN_LUFS = -200.0  # loudness of what is not made


def tool() -> str:
    """Which voicepress makes it: "voicepress 0.1.0"."""
    return f"voicepress {importlib.metadata.version('voicepress')}"


def report_of(assembly: Assembly, of_run: Iterable[Finding] = (), errors: Iterable[str] = ()) -> Report:
    """The report of a production, as far as it is made. Reads cache entries and no audio.

    Args:
        of_run: findings of the run that is ending, which nothing else remembers.
        errors: what stopped it.
    """
    job, state, spec = assembly.job, assembly.state, assembly.job.spec
    delivered = [one for one in map(assembly.find, job.formats) if isinstance(one, Deliverable)]
    held = in_words(holding_back(assembly))
    files = tuple(row for d in delivered for row in _files(job, d, held))
    lines_of = Counter(line.voice for line in state.lines)
    against = unagreed(assembly) or unfit(assembly)
    findings = tuple(findings_of(assembly, delivered, of_run))
    report = Report(
        slug=job.slug, metadata=assembly.metadata, rehearsal=job.rehearsal, finished=_newest(job, files),
        spec=SpecRow(spec.name, spec.source, UNKNOWN_LUFS if spec.master_lufs is None else spec.master_lufs,
                     spec.level.tolerance_lu, spec.level.true_peak_dbtp, spec.master_lufs is not None),
        voices=tuple(_voice(job, name, lines_of[name]) for name in job.voices if lines_of[name]),
        audio_ms=assembly.audio_ms(), compute_ms=sum({t.key: t.compute_ms for t in state.taken()}.values()),
        lines=len(state.lines), silent=sum(1 for request in state.requests if request is None),
        taken=sum(1 for _ in state.taken()), integrated_lufs=UNKNOWN_LUFS, chapters=(), not_read=assembly.skipped,
        coverage=assembly.script.coverage, findings=findings, files=files,
        made_by=tool(), errors=tuple(dict.fromkeys(filter(None, (*errors, against)))),
        cover=small_cover(assembly.store, assembly.cover), gate=summary_of(state, findings),
        review=review_command(job.path, job.repo, rehearsal=job.rehearsal))  # fmt: skip
    return assembly.reported(report)


def review_command(path: Path, repo: Path, *, rehearsal: bool = False) -> str:
    """What opens the page on which a person listens to a production and decides, typed in the folder of its repo."""
    whole, home = path.resolve(), repo.resolve()
    named = whole.relative_to(home) if whole.is_relative_to(home) else whole
    return f"voicepress review {shlex.quote(named.as_posix())}{' --rehearsal' if rehearsal else ''}"


def write_report(job: Job, report: Report) -> Path:
    """The page and its JSON twin beside the deliverables; the page's path."""
    twin = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    for name, text in ((TWIN, twin), (REPORT, page(report))):
        write_atomically(job.out / name, text.encode())
    return job.out / REPORT


def _voice(job: Job, name: str, lines: int) -> VoiceRow:
    used = job.voices[name]
    agreed = used.voice.agreed
    consent = f"{agreed.kind} {agreed.of}, for {', '.join(agreed.uses)}" if agreed else "none"
    return VoiceRow(
        name,
        used.voice.narrator or bare(name),
        used.engine.version,
        used.voice.version,
        used.fingerprint,
        used.voice.cloned,
        consent,
        lines,
    )


# ---------------------------------------------------------------- files


def _files(job: Job, deliverable: Deliverable, held: str) -> list[FileRow]:
    refused = held or job.refuses(deliverable)
    folder = Path("refused") / deliverable.format if refused else Path()
    rows = []
    for part in deliverable.parts:
        path = folder / part.name
        try:
            size = (job.out / path).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            continue  # made, and not published yet
        rows.append(
            FileRow(deliverable.format, path.as_posix(), size, part.duration_ms, part.digest, refused, part.watermark)
        )
    return rows


def _newest(job: Job, files: Sequence[FileRow]) -> str:
    """The day of the newest file: what the report is of, and the same whenever it is written."""
    times = [(job.out / file.path).stat().st_mtime for file in files]
    return dt.date.fromtimestamp(max(times)).isoformat() if times else ""
