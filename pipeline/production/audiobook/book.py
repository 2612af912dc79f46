"""What the files of an audiobook say of the book."""

from __future__ import annotations

from pipeline.delivery import Book
from pipeline.delivery.provenance.record import Marks
from pipeline.production.audiobook.job import AudiobookJob
from pipeline.production.audiobook.provenance import provenance_of


def book_of(job: AudiobookJob) -> Book:
    """What tags and packages say of the book."""
    manuscript, said = job.manuscript, job.production
    return Book(
        title=manuscript.title, creators=manuscript.creators, narrator=job.narrator, language=manuscript.language,
        date=manuscript.date, publisher=manuscript.publisher, description=manuscript.description,
        series=manuscript.series, series_part=manuscript.series_part, genre=said.genre, copyright=said.copyright,
        cover=manuscript.cover, slug=job.slug, identifier=manuscript.identifier, url=said.url,
        manuscript=job.fixed.manuscript, manuscript_path=str(job.manuscript_path),
        marks=Marks(provenance_of(job), job.signer, job.watermark))  # fmt: skip
