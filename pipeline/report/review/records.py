"""The review's vocabulary: a book with a row for each line, and everything about one line once it is looked at.

Rows are many (12,000 of a long novel) and small; a line with its attempts, its words in time and its neighbours is put
together when somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# pass, flag, fail, inconclusive: the gate's verdict on the take that is circled. unheard: nothing has heard it;
# missing: there is no take; silent: there is nothing to speak.
RowState = Literal["pass", "flag", "fail", "inconclusive", "unheard", "missing", "silent"]

# same: said as written. alike: spelled differently and sounds alike, or a difference that the gate lets pass.
# missing, added, replaced: differences. unheard: nothing has listened.
WordKind = Literal["same", "alike", "missing", "added", "replaced", "unheard"]


@dataclass(frozen=True, slots=True)
class ReviewWord:
    """A word that should be said beside what was heard for it; one of them is "" where the other has no partner."""

    kind: WordKind
    should: str
    said: str
    start_ms: int = -1  # from the take's first sample; -1 where there is no time
    end_ms: int = -1


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """What was found in a take, in plain words. `state` is "pass" for a quirk, which the page hides at first."""

    code: str
    state: Literal["pass", "flag", "fail"]
    found: str
    said: str = ""
    should: str = ""
    start_ms: int = -1
    end_ms: int = -1
    waived: str = ""  # the reason of the waiver that accepts it


@dataclass(frozen=True, slots=True)
class ReviewAttempt:
    """One performance of the line. `how` says how it was made: "first take", "new seed" ..."""

    number: int
    take: str  # digest
    duration_ms: int
    state: RowState
    risk: float = 0.0
    seed: int = 0
    how: str = ""
    circled: bool = False  # the take that the book has
    words: tuple[ReviewWord, ...] = ()
    findings: tuple[ReviewFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided about a line, as the manifests say it."""

    approved: bool = False
    by: str = ""
    pickup: str = ""  # the reason of a pickup that is written
    later: str = ""  # why it is flagged for later
    waived: tuple[str, ...] = ()  # codes

    @property
    def any(self) -> bool:
        return bool(self.approved or self.pickup or self.later or self.waived)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A line in the list.

    Attributes:
        quirk: everything that was found in it is a matter of spelling, names or punctuation.
        open: a person should still look at it.
        version: changes when anything of the row does; a decision names the version that it was made on.
    """

    slate: str
    chapter: int
    text: str
    voice: str
    state: RowState
    risk: float
    codes: tuple[str, ...]
    duration_ms: int
    attempts: int
    decided: Decided
    quirk: bool
    open: bool
    version: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A line before or after, for the context."""

    slate: str
    text: str
    pause_after_ms: int


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """All that is known of one line."""

    row: ReviewRow
    chapter_title: str
    spoken: str
    replacements: tuple[str, ...]  # "1813 is said as eighteen thirteen (year)"
    language: str
    character: str
    where: str  # in the manuscript
    at_ms: int  # in the book; -1 while its times are not known
    gain_db: float
    pause_after_ms: int
    before: Neighbour | None
    after: Neighbour | None
    attempts: tuple[ReviewAttempt, ...]
    others: tuple[str, ...] = ()  # slates of lines with the same words, which share its take
    varies: bool = True  # the voice speaks it otherwise when it is asked again
    directions: bool = False  # the voice understands how it is to be spoken


@dataclass(frozen=True, slots=True)
class ReviewChapter:
    number: int
    title: str
    lines: int
    open: int


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """A production as its reviewers see it. `rows` stand in the order of the book; `risk` orders the list."""

    slug: str
    title: str
    creators: tuple[str, ...]
    language: str
    gate: str  # "off", "standard", "strict"
    heard: int  # lines that something has heard
    chapters: tuple[ReviewChapter, ...]
    voices: tuple[str, ...]
    codes: Mapping[str, str]  # what those that occur mean
    rows: tuple[ReviewRow, ...]
    lexicons: tuple[str, ...] = ()  # that a pronunciation can be written to
    rehearsal: bool = False
