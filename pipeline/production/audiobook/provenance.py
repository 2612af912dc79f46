"""Provenance of an audiobook: the record of its origin, inside its files and beside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.delivery import ChapterAudio
from pipeline.delivery.provenance.record import BESIDE, FileMade, Provenance, VoiceUsed
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.production.reporting import tool
from pipeline.records import Deliverable
from pipeline.store import write_atomically


def provenance_of(job: AudiobookJob) -> Provenance:
    """What its files say of where they come from; the same whenever it is asked."""
    voices = []
    for name, used in sorted(job.voices.items()):
        voice = used.voice
        voices.append(
            VoiceUsed(
                name,
                voice.narrator or name,
                voice.version,
                voice.cloned,
                used.engine.version,
                used.fingerprint,
                voice.seed,
                voice.agreed.published() if voice.agreed else None,
            )
        )
    return Provenance(
        job.manuscript.metadata,
        job.fixed.manuscript,
        job.fixed.spec,
        job.fixed.lexicons,
        tuple(voices),
        job.rehearsal,
        tool(),
    )


def write_provenance(job: AudiobookJob, delivered: Iterable[Deliverable], chapters: Iterable[ChapterAudio]) -> Path:
    """provenance.json beside the published files."""
    files = [
        FileMade(part.name, part.digest, part.duration_ms, part.watermark)
        for one in delivered
        if not job.refuses(one)
        for part in one.parts
    ]
    text = provenance_of(job).beside(files, [(c.title, c.master.digest) for c in chapters])
    path = job.out / BESIDE
    if not path.is_file() or path.read_text("utf-8") != text:
        write_atomically(path, text.encode())
    return path
