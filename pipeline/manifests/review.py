"""Review: what reviewers have put off. It decides nothing about a line's sound."""

from __future__ import annotations

from pipeline.manifests.fields import Day, NotBlank
from pipeline.manifests.pickups import NamesLine
from pipeline.manifests.reading.model import Strict


class Later(NamesLine):
    """A line that somebody wants to come back to.

    It names the line by its words (`text`), by its address (`slate`), or by both, which have to agree.
    """

    reason: NotBlank
    by: str = ""
    date: Day = ""


class Review(Strict):
    """review.yaml beside a production."""

    later: tuple[Later, ...] = ()
