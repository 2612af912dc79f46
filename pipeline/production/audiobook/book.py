"""What the files of an audiobook say of the book."""

from __future__ import annotations

from pipeline.delivery import Book
from pipeline.delivery.provenance.record import Marks
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.production.audiobook.provenance import provenance_of


def book_of(job: AudiobookJob) -> Book:
    """What tags and packages say of the book."""
    return Book(
        job.manuscript.metadata,
        slug=job.slug,
        cover=job.manuscript.cover,
        url=job.production.url,
        manuscript=job.fixed.manuscript,
        manuscript_path=str(job.manuscript_path),
        marks=Marks(provenance_of(job), job.signer, job.watermark),
    )
