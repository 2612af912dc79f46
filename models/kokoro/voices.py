"""Kokoro's voices: names as its makers gave them (z: Chinese, f: female, xiaoxiao), languages, digests of styles."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROWS, STYLE = 510, 256  # a style vector for each number of phonemes that a line may have
BYTES = ROWS * STYLE * 4


@dataclass(frozen=True, slots=True)
class KokoroVoice:
    name: str
    tag: str  # BCP 47; en-GB has another lexicon than en-US
    sha256: str  # of its style vectors, 510 rows of 256 little-endian floats

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]


@functools.cache
def voices() -> Mapping[str, KokoroVoice]:
    """By name."""
    rows = (Path(__file__).parent / "styles.tsv").read_text("utf-8").splitlines()[1:]
    return {name: KokoroVoice(name, tag, sha256) for name, tag, sha256 in (row.split("\t") for row in rows)}
