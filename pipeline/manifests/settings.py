"""Settings of a production repo (configs/house.yaml)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from pipeline.manifests.consent import Territory
from pipeline.manifests.fields import WrittenLevel
from pipeline.manifests.reading.model import Strict


class Signing(Strict):
    """Who signs finished files (C2PA). Paths are relative to the repo; the key itself is not committed."""

    certificates: str = Field(min_length=1, description="PEM chain, the signer's own first")
    key: str = Field(min_length=1, description="PEM private key, PKCS #8")
    algorithm: Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"] = "es256"
    timestamps: str = Field(default="", description="URL of a time-stamping authority (RFC 3161); empty: none is asked")


class Listeners(Strict):
    """Who hears takes, by role, in place of the usual one of the take's language; `voicepress listeners` names them."""

    words: str = Field(default="", description="what was said, of every take")
    second: str = Field(default="", description="what was said, where `words` found a difference: `large-v3`")
    speaker: str = Field(default="", description="whose voice it is")
    naturalness: str = Field(default="", description="how natural it sounds")


class RegistrySettings(Strict):
    """Where registered voices are kept: their versions and history, and their weights."""

    database: str = Field(
        default="registry/voices.db", description="a SQLite file of the repo, or postgresql://USER@HOST/NAME"
    )
    weights: str = Field(default="registry/weights", description="a folder of the repo, or a URL that fsspec reads")
    cache: str = Field(default="", description="a folder of each machine; empty: ~/.cache/voicepress/voices")
    cache_gb: float = Field(default=20, gt=0, description="the most it holds; what was used longest ago goes first")


class CanaryLimits(Strict):
    """By how much a version of a voice may differ from the one that it is to replace."""

    errors: float = Field(default=0.005, ge=0, le=1, description="more of its words heard otherwise, as a share")
    likeness: float = Field(default=0.85, ge=-1, le=1, description="of both versions' voices, at least")
    naturalness: float = Field(default=0.2, ge=0, le=4, description="less, as a mean opinion score")
    pace: float = Field(default=0.1, ge=0, description="faster or slower, as a share")
    level_db: float = Field(default=1.5, ge=0, description="louder or softer")
    cost: float = Field(default=2.0, ge=0, description="times as much computing")


# Of a novel with songs and sentences in other languages more than nine tenths are its own (The Waste Land: 98 %, every
# other book of the corpora in one language: over 99.9 %); a book in the wrong voice has 0 to 18 %.
LEAST_SPOKEN = 0.9
# What an engine cannot say is silence: under 0.1 % of every English book of the corpora, over half of a Japanese one.
LEAST_SAID = 0.98
# On a core, hearing costs 0.045 of an English book's length, speaking with GPT-SoVITS 1.2 and with the embedded voice
# 0.01, in which one line in ten is heard.
GATE_SHARE = 0.25


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
    gate: WrittenLevel = Field(default="standard", description="of productions that name none: how takes are judged")
    gate_share: float = Field(
        default=GATE_SHARE,
        ge=0,
        description="of a production's computing time: what hearing may cost in a standard gate",
    )
    territories: tuple[Territory, ...] = Field(
        default=(), description="where its productions are published, ISO 3166; empty: everywhere"
    )
    workers: int = Field(default=0, ge=0, description="engine processes; 0: one a core, at most 8")
    devices: tuple[str, ...] = Field(default=(), description="CUDA devices, one engine process each")
    listeners: Listeners = Listeners()
    warm: tuple[str, ...] = Field(
        default=(), description="voices that workers load when they start, and keep: [ann@stable]"
    )
    registry: RegistrySettings = RegistrySettings()
    canary: CanaryLimits = CanaryLimits()
    runner: Literal["threads", "processes", "dask", "ray"] = "threads"  # Prefect's task runner
    signing: Signing | None = None
    watermark: Literal["", "perth"] = ""  # in every production's takes
