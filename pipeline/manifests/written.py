"""What people write: a model a file, each strict and frozen; and the lock that the studio writes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from pipeline.languages.tags import speaks, understood
from pipeline.manifests.patterns import Pattern
from pipeline.manifests.strict import Strict
from pipeline.records import PAUSES, visible_characters
from pipeline.untrusted.bounds import YAML_LEXICON_BYTES, YAML_LEXICON_VALUES


def _not_blank(written: str) -> str:
    if not any(map(str.isalnum, written)):
        raise ValueError("a blank is none; say it in words")
    return written.strip()


def _named(written: str) -> str:
    if not any(map(visible_characters, written)) and written:
        raise ValueError("a blank is no name; leave it out, and the book's own is taken")
    return written


def _language(written: str) -> str:
    return understood(written) if written else ""


def _spoken_language(written: str) -> str:
    return written if written == "*" else understood(written)


def _day(written: str) -> str:
    """A year, a month or a day of the calendar; what looks like none of these (c. 1600) is taken as it stands."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", written):
        try:
            dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            raise ValueError(f"there is no day {written}; write it as 2014-05-25, 2014-05 or 2014") from None
    return written


Said = Annotated[str, AfterValidator(_not_blank)]  # reasons and references: of people, for people
Name = Annotated[str, AfterValidator(_named)]  # "" where the book's own is taken
# BCP 47, whatever somebody writes for it (English, en_US, jp); "" where a field may be left out, "*" for any.
LanguageTag = Annotated[str, AfterValidator(_language)]
SpokenTag = Annotated[str, AfterValidator(_spoken_language)]
OneTag = Annotated[str, AfterValidator(understood)]
Day = Annotated[str, AfterValidator(_day)]

# ---------------------------------------------------------------- voices


class Consent(Strict):
    """Who allowed what. A voice without a consent that covers the use does not speak."""

    kind: Literal["licence", "contract", "own-voice"]
    of: Said = Field(description="licence identifier, or reference of the contract")
    uses: tuple[Literal["audiobook", "dubbing"], ...] = Field(min_length=1)
    until: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="last day, ISO 8601; empty: no end")

    @model_validator(mode="after")
    def _ends_on_a_day(self) -> Consent:
        if self.until:
            try:
                dt.date.fromisoformat(self.until)
            except ValueError:
                raise ValueError(f"until: there is no day {self.until}") from None
        return self


class Voice(Strict):
    """One engine, its weights, reference and settings: versioned and fixed."""

    engine: str
    version: int = Field(ge=1)
    languages: tuple[SpokenTag, ...] = Field(min_length=1)
    settings: dict[str, Any] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0, lt=2**63)
    consent: Consent | None = None
    narrator: str = ""  # the name in credits and tags; empty: the manifest's own name
    cloned: bool = False
    watermark: Literal["", "perth"] = ""  # an inaudible mark in every take; a production or the repo can ask, too
    room_tone: str = ""  # a recording of its room, for specs that lay room tone under a book; relative to the repo

    def speaks(self, language: str) -> bool:
        return speaks(self.languages, language)


# ---------------------------------------------------------------- beside a production


class Pickup(Strict):
    """Perform a line again because the performance failed. Found by its words, so that it survives new slates.

    `slate` is for one of several lines of the same words, or instead of them; with both, they have to agree.
    """

    text: str = ""
    slate: str = Field(default="", pattern=r"^(c\d{3,}\.l\d{4,})?$", description="a line's address: c003.l0042")
    attempt: int = Field(ge=1, description="1 for the first pickup; raise it for another")
    reason: Said

    @model_validator(mode="after")
    def _names_a_line(self) -> Pickup:
        if not self.slate and not any(map(str.isalnum, self.text)):
            raise ValueError("name the line by its words (`text:`), by its address (`slate: c003.l0042`) or by both")
        return self


class Pickups(Strict):
    """pickups.yaml beside a production."""

    pickups: tuple[Pickup, ...] = ()


class Waiver(Strict):
    code: str
    where: str
    reason: Said


class Waivers(Strict):
    """waivers.yaml beside a production."""

    waivers: tuple[Waiver, ...] = ()


# ---------------------------------------------------------------- lexicons and casts


class Entry(Strict):
    """`text` (a word or phrase) or `pattern` (a regular expression) is spoken as `say`, or as IPA `phonemes`."""

    text: str = ""
    pattern: str = ""
    say: str = ""
    phonemes: str = ""
    language: LanguageTag = ""
    voice: str = ""
    part_of_speech: Literal["", "noun", "verb"] = ""  # English, told by the word before
    case: Literal["smart", "exact", "ignore"] = "smart"  # smart: lower-case entries match any case
    whole_words: bool = True

    @model_validator(mode="after")
    def _one_of_each(self) -> Entry:
        if bool(self.text) == bool(self.pattern):
            raise ValueError("an entry has either `text:` or `pattern:`")
        if bool(self.say) == bool(self.phonemes):
            raise ValueError("an entry has either `say:` or `phonemes:`")
        if self.pattern:
            groups = _compiled("pattern", self.pattern).groups
            if missing := [n for n in re.findall(r"\{(?:roman:)?(\d)\}", self.say) if int(n) > groups]:
                raise ValueError(f"say: there is no group {missing[0]} in the pattern, which has {groups}")
        return self


def _compiled(field: str, source: str) -> Pattern:
    try:
        return Pattern(source, field)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


class Lexicon(Strict):
    LARGEST: ClassVar[int] = YAML_LEXICON_BYTES
    VALUES: ClassVar[int] = YAML_LEXICON_VALUES

    language: OneTag
    version: int = 1
    entries: tuple[Entry, ...] = ()


class Rule(Strict):
    """Who speaks where: the first rule that fits a line gives its voice."""

    voice: str
    character: str = ""  # of a play's speeches, and of quoted speech where the cast has speech_tags
    also: tuple[str, ...] = ()  # the character's other names: [Lizzy, Miss Bennet]
    chapter: str = ""  # title
    role: str = ""
    language: LanguageTag = ""
    kind: str = ""  # of block
    text: str = ""  # regular expression over the line

    @model_validator(mode="after")
    def _text_is_a_pattern(self) -> Rule:
        if self.text:
            _compiled("text", self.text)
        return self


class Cast(Strict):
    narrator: str
    rules: tuple[Rule, ...] = ()
    speech_tags: bool = False  # quoted speech goes to the character that its speech tag names


# ---------------------------------------------------------------- specs


class Pauses(Strict):
    """Milliseconds of silence after a line, by reason; head and tail stand before and after a chapter."""

    clause: int = Field(ge=0)
    sentence: int = Field(ge=0)
    verse: int = Field(ge=0)
    paragraph: int = Field(ge=0)
    stanza: int = Field(ge=0)
    scene: int = Field(ge=0)
    heading: int = Field(ge=0)
    head: int = Field(ge=0)
    tail: int = Field(ge=0)

    def after(self, reason: str) -> int:
        """Milliseconds after a line; the chapter's last line is followed by the tail alone."""
        return 0 if reason == "chapter" else int(getattr(self, reason))


class Level(Strict):
    """What masters are brought to. integrated_lufs is that of a delivered file; null leaves takes as they are."""

    integrated_lufs: float | None = Field(ge=-40, le=-5)
    true_peak_dbtp: float = Field(ge=-12, le=0)
    tolerance_lu: float = Field(default=1.0, gt=0)
    room_tone_db: float | None = Field(default=None, ge=-90, le=-60, description="RMS of noise under all of a chapter")
    # For voices that were recorded in a room (pipeline/audio/polishing.py); synthetic ones want none of it.
    high_pass_hz: float | None = Field(default=None, ge=20, le=200)
    gate_db: float | None = Field(default=None, ge=1, le=20, description="by how much pauses within takes are lowered")
    de_ess_db: float | None = Field(default=None, ge=1, le=12, description="by how much sibilants may be lowered")


class Rates(Strict):
    """Of encoded files. The mp3 rate is the shop's; the others keep the voice's own."""

    channels: Literal[1, 2] = 1  # 2: the same in both, 3 dB louder to every meter (BS.1770 adds channels up)
    aac_bit_rate: int = Field(default=64_000, ge=24_000)
    opus_bit_rate: int = Field(default=32_000, ge=12_000)
    mp3_bit_rate: int = Field(default=192_000, ge=64_000)
    mp3_sample_rate_hz: int = Field(default=44_100, ge=16_000)


Range = tuple[float, float]


class Limits(Strict):
    """What the shop holds a file to; what is left out, it does not ask. `voicepress measure` says pass or fail."""

    integrated_lufs: Range | None = None
    rms_db: Range | None = None
    sample_peak_db: float | None = None  # at most
    true_peak_dbtp: float | None = None  # at most
    noise_floor_db: float | None = None  # at most; RMS of the quietest half second
    digital_silence: bool = True  # whether it is allowed
    clipping: bool = False  # whether runs at full scale are allowed
    head_ms: tuple[int, int] | None = None  # of room tone, before the first sound
    tail_ms: tuple[int, int] | None = None
    codecs: tuple[str, ...] = ()
    sample_rates_hz: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    bit_rate: int | None = None  # at least
    constant_bit_rate: bool = False  # whether it is asked for
    minutes: float | None = None  # of one file, at most


class Spec(Strict):
    """A shop's delivery rules."""

    name: str
    source: str = Field(min_length=1, description="the standard, and its date")
    level: Level
    pauses: Pauses
    rates: Rates = Rates()
    limits: Limits = Limits()

    @property
    def master_lufs(self) -> float | None:
        """Of a master, which is mono: the same sound in both channels reads 3 dB more."""
        wanted = self.level.integrated_lufs
        return wanted if wanted is None or self.rates.channels == 1 else round(wanted - 3.01, 2)

    @property
    def max_file_minutes(self) -> float:
        """Of one file; longer chapters become several. 0: no limit."""
        return self.limits.minutes or 0


# ---------------------------------------------------------------- the repo


class Signing(Strict):
    """Who signs finished files (C2PA). Paths are relative to the repo; the key itself is not committed."""

    certificates: str = Field(min_length=1, description="PEM chain, the signer's own first")
    key: str = Field(min_length=1, description="PEM private key, PKCS #8")
    algorithm: Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"] = "es256"
    timestamps: str = Field(default="", description="URL of a time-stamping authority (RFC 3161); empty: none is asked")


# Of a novel with songs and sentences in other languages more than nine tenths are its own (The Waste Land: 98 %, every
# other book of the corpora in one language: over 99.9 %); a book in the wrong voice has 0 to 18 %.
LEAST_SPOKEN = 0.9
# What an engine cannot say is silence: under 0.1 % of every English book of the corpora, over half of a Japanese one.
LEAST_SAID = 0.98


class RepoSettings(Strict):
    """configs/house.yaml: where a production repo keeps things and how its work is spread. All have defaults."""

    NAME: ClassVar[str] = "table of settings"

    store: str = Field(default="store", description="a folder of the repo, or a URL that fsspec reads and writes")
    out: str = Field(default="out", description="a folder of the repo: deliverables, take sheets, reports")
    least_spoken: float = Field(
        default=LEAST_SPOKEN,
        ge=0,
        le=1,
        description="share of a book that its voices must speak, or it is refused (s-011)",
    )
    least_said: float = Field(
        default=LEAST_SAID,
        ge=0,
        le=1,
        description="share of its letters and figures that their engines must be able to say",
    )
    workers: int = Field(default=0, ge=0, description="engine processes; 0: one a core, at most 8")
    devices: tuple[str, ...] = Field(default=(), description="CUDA devices, one engine process each")
    runner: Literal["threads", "processes", "dask", "ray"] = "threads"  # Prefect's task runner
    signing: Signing | None = None
    watermark: Literal["", "perth"] = ""  # in every production's takes


# ---------------------------------------------------------------- the lock


class Lock(Strict):
    """What a production was made from. `produce` refuses when one of these has changed."""

    manuscript: str
    lexicons: dict[str, str]
    spec: str
    voices: dict[str, str]
    # What the law hangs on. None in locks of old, which did not fix it: the next run that is allowed writes it.
    consent: dict[str, str] | None = None  # by voice: whether it is cloned, and what its owner agreed to
    disclosure: str | None = None  # whether it is said aloud that a voice is cloned; if not, why
    watermark: dict[str, str] | None = None  # by voice, where there is one
    gain_db: float | None = None  # of the whole book; set by its first masters
    level: str = ""  # what of the spec decides that gain; "" in locks of old, where any change of the spec opens it


assert set(PAUSES) - {"chapter"} <= set(Pauses.model_fields)
