"""The vocabulary: what the studio makes, as frozen dataclasses. Imports only the table of codes.

Manuscript > Chapter > Block > Span    the source as read
Line > Replacement                     what will be spoken, one sentence-sized unit
Take, Master, Deliverable              what was made; each names an object of the store by its digest
Finding                                what a check found, with a permanent code of `codes.CODES`

Character counts everywhere are of *visible* characters: everything but white space and the zero-width
and control characters of `INVISIBLE` (they have no look and no sound).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from pipeline.codes import CODES, FILE, Refuses, Severity

# ---------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `code` of `codes.CODES`, `where` a person can look, what was `found` there."""

    code: str
    where: str
    found: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"finding code {self.code!r} is not in codes.CODES")

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def refuses(self) -> Refuses:
        return CODES[self.code].refuses

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.found}"


# ---------------------------------------------------------------- the source as read

# Zero-width and format characters: no look, no sound, no place in a count. General categories Cc and Cf of Unicode
# 15.1, white space aside, and the variation selectors (FE00, E0100). Written out so that a count does not depend on the
# Python that counts, and because looking through all of Unicode takes 40 ms of every start.
_INVISIBLE_RANGES = (
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C),
    (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2), (0x180E, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    (0xE0001, 0xE0001), (0xE0020, 0xE007F), (0xE0100, 0xE01EF))  # fmt: skip
_INVISIBLE = frozenset(chr(code) for first, last in _INVISIBLE_RANGES for code in range(first, last + 1))


def visible(character: str) -> bool:
    """Whether a character counts: not white space, control, format or a variation selector."""
    return not character.isspace() and character not in _INVISIBLE


def visible_characters(text: str) -> int:
    """How many characters of `text` count (see `visible`)."""
    number = sum(map(len, text.split()))
    # A plan counts a novel three times: looked at one by one that took 0.6 s, by a regular expression 0.4 s.
    if not _INVISIBLE.isdisjoint(text):
        number -= sum(character in _INVISIBLE for character in text)
    return number


# Why a text is or is not read is a *reason*: a short lower-case phrase, the same wherever it is counted.
SpanKind = Literal[
    "text",
    "noteref",  # a reference to a note: 1, *, [3]
    "page-number",
    "line-number",
    "ruby",  # the reading above a base; the base span carries it as `say`
    "alt",  # the text of an image
    "code",
    "math",
    "speaker",  # the name before a speech in a play
    "direction",  # a stage direction inside a speech
    "credits",  # words that the production adds
]
SPAN_KINDS: tuple[SpanKind, ...] = get_args(SpanKind)
BlockKind = Literal[
    "heading",
    "paragraph",
    "verse",  # one line of verse
    "quote",
    "letter",
    "list-item",
    "table",  # a whole row
    "caption",
    "image",
    "code",
    "math",
    "note",  # the body of a footnote or endnote
    "speaker",
    "direction",
    "scene-break",
    "page-number",
    "contents",  # an entry of a contents page
    "boilerplate",  # licence text of a distributor, inside a chapter
]
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
Role = Literal[
    "cover",
    "title-page",
    "imprint",  # colophon, copyright page
    "boilerplate",  # a distributor's licence and advertising
    "dedication",
    "epigraph",
    "contents",
    "illustrations",  # the list of illustrations
    "foreword",
    "preface",
    "introduction",
    "prologue",
    "part",  # a page that bears a part's title
    "body",
    "epilogue",
    "afterword",
    "acknowledgements",
    "appendix",
    "notes",
    "glossary",
    "bibliography",
    "index",
    "advertisement",
    "credits",  # spoken before and after the book; made by the production, not read from the manuscript
]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of a block that share language, style and fate.

    `say` is what the manuscript itself asks to be spoken for `text` (a ruby reading, a spoken alias), by the
    rule named in `rule`; `phonemes` likewise in IPA (EPUB's ssml:ph). `target` is the anchor of the note that a
    noteref points at. `reason` says why the span is not read; None means that it is.
    """

    text: str
    kind: SpanKind = "text"
    language: str | None = None  # BCP 47, where it differs from the block's
    style: tuple[str, ...] = ()  # "emphasis", "strong", "small-caps", "superscript" ...
    say: str | None = None
    rule: str | None = None
    phonemes: str | None = None
    target: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, row, verse line ...: what stands between two breaks of the source."""

    kind: BlockKind
    spans: tuple[Span, ...]
    anchor: str = ""  # where in the source: "text/chapter-1.xhtml#p12" or "line 1403"
    level: int = 0  # of a heading (1 is the chapter's), of a list's nesting
    language: str | None = None  # BCP 47, where it differs from the manuscript's
    first: bool = False  # of a verse line: first of a stanza; of a list item: first of its list
    reason: str | None = None  # why the whole block is not read

    @property
    def read(self) -> bool:
        return self.reason is None

    @property
    def text(self) -> str:
        """The characters that are read (all of them where the block as a whole is skipped)."""
        return "".join(span.text for span in self.spans if self.reason is not None or span.reason is None)


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    role: Role
    blocks: tuple[Block, ...]
    anchor: str = ""
    depth: int = 1  # in the table of contents
    reason: str | None = None

    @property
    def read(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Cover:
    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """What the manuscript's own lexicon asks to be spoken for a word: a respelling, or phonemes in IPA."""

    text: str
    say: str = ""
    phonemes: str = ""
    language: str = ""  # BCP 47; "" is the manuscript's


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a work, in one record from the manuscript to tags, packages, provenance and report.

    Another field is added here, and where it is read and written; a test names the writers that do not carry a field.
    """

    title: str
    creators: tuple[str, ...] = ()
    language: str = ""  # BCP 47
    identifier: str = ""
    date: str = ""  # of publication, ISO 8601 as far as it is known
    publisher: str = ""
    description: str = ""
    rights: str = ""  # the source's own statement
    series: str = ""
    series_part: str = ""
    narrator: str = ""
    genre: str = "Audiobook"
    copyright: str = ""  # the production's own statement

    @property
    def authors(self) -> str:
        return ", ".join(self.creators)

    @property
    def year(self) -> str:
        return self.date[:4] if self.date[:4].isdecimal() and len(self.date) >= 4 else ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    cover: Cover | None = None
    findings: tuple[Finding, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def creators(self) -> tuple[str, ...]:
        return self.metadata.creators

    @property
    def language(self) -> str:
        return self.metadata.language

    @property
    def identifier(self) -> str:
        return self.metadata.identifier

    def described(self, **changes: object) -> Manuscript:
        """The same manuscript with other metadata."""
        return replace(self, metadata=replace(self.metadata, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of every visible character of the manuscript; `adds_up` or the production stops."""

    characters: int
    spoken: int
    replaced: Mapping[str, int]  # by rule
    skipped: Mapping[str, int]  # by reason

    @property
    def adds_up(self) -> bool:
        return self.characters == self.spoken + sum(self.replaced.values()) + sum(self.skipped.values())


# ---------------------------------------------------------------- what will be spoken


@dataclass(frozen=True, slots=True)
class Source:
    """A line's place in the manuscript: chapter and block (0-based), characters of `Block.text`."""

    chapter: int
    block: int
    start: int
    end: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Characters `start:end` of a line's text are spoken as `spoken`, because of `rule`."""

    start: int
    end: int
    spoken: str
    rule: str


# Why there is a pause after a line; how long it is stands in the spec.
Pause = Literal["clause", "sentence", "verse", "paragraph", "stanza", "scene", "heading", "chapter"]
PAUSES: tuple[Pause, ...] = get_args(Pause)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a voice speaks a line: a style that its engine knows by a label ("": its own), from 0, neutral, to 1."""

    style: str = ""
    strength: float = 1.0

    def __bool__(self) -> bool:
        return bool(self.style)


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence-sized unit. `slate` is its address for people and never part of a key."""

    slate: str  # c003.l0042
    source: Source
    text: str  # as written, for captions
    spoken: str  # as given to the engine; "" where there is nothing to speak
    language: str
    voice: str  # name of the voice manifest
    pause: Pause = "sentence"
    pause_after_ms: int = 0
    character: str = ""
    replacements: tuple[Replacement, ...] = ()
    read_as: str = ""  # the language that its engine is told, where it does not speak the line's own
    manner: Manner = PLAIN  # that a cast or an inline direction asks for

    def but(self, **changes: object) -> Line:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Script:
    lines: tuple[Line, ...]
    coverage: Coverage
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- what was made


@dataclass(frozen=True, slots=True)
class Missing:
    """Stands for a take, master or deliverable that the store cannot give, and says why, for people. Falsy."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Take:
    """One performance of one spoken text by one voice; `digest` names the audio, `key` the take request."""

    key: str
    digest: str
    samples: int
    sample_rate_hz: int
    seed: int
    compute_ms: int
    peak: float = 0.0  # of the samples, 1.0 is full scale
    facts: Mapping[str, float | int | str] = field(default_factory=dict)  # the engine's own: why it stopped ...
    findings: tuple[Finding, ...] = ()
    heard_samples: int | None = None  # without the silence around, which masters cut off; None of takes of old

    @property
    def duration_ms(self) -> int:
        return round(1000 * self.samples / self.sample_rate_hz)

    @property
    def heard_ms(self) -> int:
        heard = self.samples if self.heard_samples is None else self.heard_samples
        return round(1000 * heard / self.sample_rate_hz)


@dataclass(frozen=True, slots=True)
class Levels:
    """Of a whole chapter as mastered, in one channel. -inf (digital silence) is written as -200.0."""

    integrated_lufs: float
    true_peak_dbtp: float
    gain_db: float
    limited_samples: int = 0
    limited_db: float = 0.0  # the most that the limiter took
    loudness_range_lu: float = 0.0
    rms_db: float = -200.0
    noise_floor_db: float = -200.0
    corrected_db: float = 0.0  # part of gain_db: what this chapter needed beside the book's


@dataclass(frozen=True, slots=True)
class Master:
    """A chapter, assembled and levelled, lossless. `timeline`: first and last+1 sample of each line, in order."""

    key: str
    digest: str
    samples: int
    sample_rate_hz: int
    timeline: tuple[tuple[int, int], ...]
    levels: Levels
    findings: tuple[Finding, ...] = ()

    @property
    def duration_ms(self) -> int:
        return round(1000 * self.samples / self.sample_rate_hz)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a deliverable, as it lies in the store."""

    name: str  # file name for its receiver
    digest: str
    duration_ms: int
    watermark: float | None = None  # how clearly it is heard, 0 to 1; None where none was asked for, or could be


@dataclass(frozen=True, slots=True)
class Deliverable:
    format: str
    key: str
    parts: tuple[Part, ...]
    duration_ms: int
    findings: tuple[Finding, ...] = ()

    @property
    def refusing(self) -> tuple[Finding, ...]:
        """What speaks against publishing it."""
        return tuple(finding for finding in self.findings if finding.refuses == FILE)
