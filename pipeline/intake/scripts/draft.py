"""A script as a reader finds it: raw cues with what the format itself says of them, before speech is told apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.records import CueKind, OnScreen
from pipeline.records import Finding, visible_characters


@dataclass(slots=True)
class Raw:
    """One event of the source.

    Attributes:
        in_ms, out_ms: None where the source gives none that can be read.
        where: a place that a person can look at: "line 34", "row 7".
        own_id: the source's name for it, "" without.
        characters: whom the format itself names (a column, an agent), in order.
        kind: what the format itself says it is; "" leaves it to its words.
        style: of an ASS event; equal words in several styles are one.
        written: what was found where a time is missing.
    """

    in_ms: int | None
    out_ms: int | None
    text: Marked
    where: str
    own_id: str = ""
    characters: tuple[str, ...] = ()
    language: str = ""
    on_screen: OnScreen = ""
    kind: CueKind | None = None
    style: str = ""
    written: str = ""


@dataclass(slots=True)
class Draft:
    """All that a reader found in a file.

    Attributes:
        ids: whether the source's own ids may be kept: they name things and are not numbers that an editor renews.
        layered: whether texts may hold names before colons and second languages; not where the format names them.
        may_be_empty: a file without a cue is one of this format all the same.
        whole: whether every character of a text was counted; of a table its cells are, and not what parts them.
        outside: visible characters of the source beside its cues, by reason.
    """

    format: str
    cues: list[Raw] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    language: str = ""
    ids: bool = False
    layered: bool = True
    may_be_empty: bool = False
    whole: bool = True
    outside: Counter[str] = field(default_factory=Counter)

    def skip(self, text: str, why: str) -> None:
        """Accounts for text of the source that is in no cue."""
        if number := visible_characters(text):
            self.outside[why] += number

    def note(self, code: str, where: str, found: str) -> None:
        self.findings.append(Finding(code, where, found))
