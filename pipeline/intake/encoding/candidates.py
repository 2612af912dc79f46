"""Candidate encodings and what all scores share."""

from __future__ import annotations

import re
from dataclasses import dataclass

TORN = 0.02  # share of a text's characters that may be undecodable
HIGH = re.compile(rb"[\x80-\xff]")
RUN = re.compile(r"[^\x00-\x7f]+")
ASCII = "".join(map(chr, range(128)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate encoding with its score."""

    encoding: str
    above: float  # how far above its threshold, 0 to 1
    good: float  # characters beyond ASCII that are in their place
    text: str  # part of the decoded text: candidates that agree in it are the same
