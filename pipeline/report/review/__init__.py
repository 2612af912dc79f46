"""What an editor listens to and decides on: a production's lines by risk, as records for the review page."""

from pipeline.report.review.aligning import aligned
from pipeline.report.review.records import (
    Decided,
    Neighbour,
    ReviewAttempt,
    ReviewBook,
    ReviewChapter,
    ReviewFinding,
    ReviewLine,
    ReviewRow,
    ReviewWord,
)

__all__ = [
    "Decided",
    "Neighbour",
    "ReviewAttempt",
    "ReviewBook",
    "ReviewChapter",
    "ReviewFinding",
    "ReviewLine",
    "ReviewRow",
    "ReviewWord",
    "aligned",
]
