"""Approvals: takes that a person has heard and wants to keep. An approved take is frozen."""

from __future__ import annotations

import re

from pydantic import field_validator

from pipeline.manifests.fields import Day, NotBlank
from pipeline.manifests.pickups import NamesLine
from pipeline.manifests.reading.model import Strict

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Approval(NamesLine):
    """A take that stays the line's take, whatever thresholds, seeds and engines say later.

    It names the line by its words (`text`), by its address (`slate`), or by both, which have to agree.
    """

    take: str  # the sha256 of its sound, as the take sheet names it
    by: NotBlank  # who heard it
    note: str = ""
    date: Day = ""

    @field_validator("take")
    @classmethod
    def _is_a_digest(cls, take: str) -> str:
        if not _DIGEST.fullmatch(take):
            raise ValueError("take: the sha256 of the take's sound is wanted, 64 digits as in takes.csv")
        return take


class Approvals(Strict):
    """approvals.yaml beside a production."""

    approvals: tuple[Approval, ...] = ()
