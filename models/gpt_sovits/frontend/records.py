"""Phones of a segment, and which characters they belong to: what every front end returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.gpt_sovits.frontend import symbols
from pipeline.errors import MissingExtraError

INSTALL = "pip install 'voicepress[gpt-sovits]'"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one language, with its phones.

    `counts` (`word2ph` in the original): phones of each character of `norm`; Chinese and Cantonese, else empty.
    """

    language: str
    norm: str
    phones: tuple[str, ...]
    counts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.counts and (len(self.counts) != len(self.norm) or sum(self.counts) != len(self.phones)):
            raise ValueError(
                f"{self.norm!r}: {len(self.counts)} counts over {sum(self.counts)} phones, "
                f"but {len(self.norm)} characters and {len(self.phones)} phones"
            )

    def ids(self, version: str) -> list[int]:
        """Rows of the phone embedding; a phone that table `version` lacks is UNK, as the voices were trained."""
        known: Mapping[str, int] = symbols.ids(version)
        return [known.get(phone, known[symbols.UNKNOWN]) for phone in self.phones]


def missing(package: str, what: str, install: str = INSTALL) -> MissingExtraError:
    return MissingExtraError(f"{what} needs the package {package}: {install}")
