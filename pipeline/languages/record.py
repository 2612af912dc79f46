"""The record of one language: its tag and codes, and optional parts, each read by the code that needs it.

A record is text and tables alone. What compiles or computes (spoken forms) is a module that the record names, loaded
when a book speaks the language. Words stand in strings, separated by spaces; patterns are regular expressions that
match in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PARTS = ("letters", "small words", "splitting", "dialogue", "conjunctions", "headings", "titles", "credits", "formulas",
         "spoken forms")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """By which a text, or a reading of bytes, is known to be in a language."""

    own: str = ""  # beyond ASCII
    guests: str = ""  # of loan words and names
    common: str = ""  # words that no page lacks, the commonest first; by these a text's language is guessed
    more: str = ""  # as common, for readings of bytes alone
    single: str = ""  # words of one letter, as capitals
    western: bool = False  # Windows-1252 has all of them
    apostrophes: bool = False  # stand in its words as often as letters do

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.common.split(), *self.more.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """Words that decide whether a full stop ends a sentence; the first three lists are in lower case, without stops."""

    titles: str = ""  # a name follows: never an end ("Mr. Bennet")
    numbered: str = ""  # a number follows: an end only without one ("No. 5", but "She said no. He left.")
    ending: str = ""  # an end if the next word looks like the first of a sentence ("Smith Jr. He", "Smith Jr. House")
    starters: str = ""  # words that, capitalised, are nearly always the first of a sentence
    small: str = ""  # of `ending`, what is a word and no abbreviation where it stands in small letters
    uncounted: str = ""  # of `ending`, what is a word where no figure stands before it ("swim in.", "6 in. wide")
    letters: str = ""  # words of one letter, which are no initials
    capital_word: str = ""  # a word of one capital letter: I
    streets: str = ""  # ending of names of streets before their number: Bahnhofstr. 5
    also: Mapping[str, str] = field(default_factory=dict[str, str])  # a title that is something else behind a pattern
    when: str = ""  # a sentence that has told nothing yet but when: "At half past 6 a.m"
    said: str = ""  # behind a quotation's ! or ?: who said it (“What!” Mr. Bennet cried)
    elides: bool = False  # l'art. 5
    ordinal_stops: bool = False  # am 12. Juni
    capital_nouns: bool = False
    eras: bool = False  # 44 a. C., 8 p. m.
    careless: bool = False  # writers may begin sentences with small letters, as in messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """How narrators name who speaks."""

    verbs: str  # of speech tags, alternatives of a pattern
    before_name: str = ""  # what may stand before a name in a tag, a pattern
    dash: bool = False  # speeches begin with a dash: — Vem cá! — disse Maria.


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """How chapters and parts are called; alternatives of patterns."""

    chapter: str = ""
    part: str = ""
    chapter_after: str = ""  # behind its number: "1. Kapitel"
    part_after: str = ""
    numbers: str = ""  # words of numbers, as chapters are counted
    alone: str = ""  # what heads a chapter without a number, standing alone on a line


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditWords:
    """Credits and disclosure of a production. Fields in braces: title, authors, narrator."""

    opening: str  # titles of the chapters
    closing: str
    title: str
    by: str  # the title with its authors
    joint: str  # between the last two of several names
    narrated: str
    end: str
    been: str
    been_by: str
    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaWords:
    """Simple formulas in words."""

    signs: str  # for + - = × ÷ / < > ≤ ≥ ≠ ≈ ± → ∈ ∞, separated by bars
    squared: str
    cubed: str
    power: str
    index: str
    root: str
    fraction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language. All parts but tag and name may be missing."""

    tag: str  # BCP 47
    name: str  # in English
    codes: str = ""  # ISO 639-2: terminological, bibliographic where it differs; then others of ISO 639-3
    called: Mapping[str, str] = field(default_factory=dict[str, str])  # tag -> what people call it, in any language
    slips: Mapping[str, str] = field(default_factory=dict[str, str])  # what people write by mistake -> tag
    reads: str = ""  # tags of what its voices read, too: "nb nn" of no
    letters: Letters | None = None
    small_words: str = ""  # which no text of a few sentences does without
    told_in_lines: bool = False  # a line within a book of another language may be taken for it
    unspaced: bool = False  # written without spaces
    script: str = ""  # letters that Latin books lack, as ranges; of Japanese its kana
    beside_script: str = ""  # other such letters that its texts have
    script_tells: bool = False  # a text wholly in its script is taken for it, and not for its neighbours
    splitting: Splitting | None = None
    dialogue: Dialogue | None = None
    conjunctions: str = ""  # before which a long sentence may be cut
    headings: Headings | None = None
    titles: Mapping[str, str] = field(default_factory=dict[str, str])  # role -> pattern of what its chapters are called
    credits: CreditWords | None = None
    formulas: FormulaWords | None = None
    spoken: str = ""  # module with RULES and TO
    spoken_in: Mapping[str, str] = field(default_factory=dict[str, str])  # region -> its own module: PT of pt-PT
    decimal_comma: bool = False  # 3,5 and 1.000; the stop behind figures is part of the number

    def rules(self, tag: str) -> str:
        """The module with the rules of a tag, by its region where that has its own."""
        regions = tag.replace("_", "-").upper().split("-")[1:]
        return next((self.spoken_in[region] for region in regions if region in self.spoken_in), self.spoken)

    def parts(self) -> dict[str, bool]:
        """PARTS, and whether they are there."""
        values = (self.letters, self.small_words, self.splitting or self.unspaced, self.dialogue, self.conjunctions,
                  self.headings, self.titles, self.credits, self.formulas, self.spoken)  # fmt: skip
        return dict(zip(PARTS, map(bool, values), strict=True))
