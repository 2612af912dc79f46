"""The interface that a voice engine implements, and its contract.

An engine is made from a voice's settings without loading weights: planning asks it for its fingerprint, its languages
and what it cannot say, and must stay quick. Weights are loaded by the first `perform`, which runs in a process of its
own (models/worker.py).

The contract, checked for every registered engine by tests/models/test_engine_contract.py:
- `perform` answers each prompt in its place; a line's sound does not depend on which lines share its batch;
- the same prompt and seed give the same sound;
- audio is mono float32 within [-1, 1], at `sample_rate_hz`; an empty clip is legal where there is nothing to say;
- a prompt that cannot be performed gets a Performance with `failure` set; the others of the batch are performed;
- nothing is truncated, and what `unspeakable` does not name is spoken;
- a prompt at pace 1.25 sounds 1/1.25 as long as at 1; `performances` asks for no pace beyond `capabilities.paces`.

An engine need not inherit from anything here: `Engine` is a Protocol, and `Capabilities` say what it can do beyond it.
One that inherits from `EngineDefaults` writes only what differs from an engine that can do no more than speak.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pipeline.audio import Clip
from pipeline.errors import VoiceError
from pipeline.languages.tags import speaks
from pipeline.manifests import Voice
from pipeline.records import PLAIN, Manner

PHONEMES = re.compile(r"\[(?P<text>[^\[\]]*)\]\(/(?P<ipa>[^()]*)/\)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line for an engine to speak."""

    text: str  # the spoken form
    language: str  # BCP 47
    seed: int
    pace: float = 1.0  # how many times as fast as the engine's own pace
    conservative: bool = False  # by the engine's safest settings, for a line that came out wrong
    direction: str = ""  # how it is to be spoken, in a person's words
    manner: Manner = PLAIN  # in a style of `Capabilities.styles`; without one, as the voice's settings say


@dataclass(frozen=True, slots=True)
class Performance:
    """What an engine answers to a prompt: a clip, or one sentence in `failure` saying why there is none.

    `facts` are the engine's own measurements for checks and reports (why it stopped, tokens per second ...).
    """

    clip: Clip | None
    failure: str = ""
    facts: Mapping[str, float | int | str] = field(default_factory=dict)


class Watermark(Protocol):
    """An inaudible mark in takes, and its detection in finished files. It can be pickled."""

    @property
    def name(self) -> str:
        """Its name and version, for keys and records: "resemble-perth 1.0.1"."""
        ...

    @property
    def threshold(self) -> float:
        """The lowest score of a file that carries it."""
        ...

    def heard(self, paths: Sequence[Path]) -> list[float | None]:
        """A score from 0 to 1 for each sound file; None where there is too little sound to carry it."""
        ...


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do beyond speaking text; by default nothing."""

    # The IPA signs that it has sounds for; "*" for all, "" where it takes none. Words whose phonemes are all of these
    # stand in a prompt as misaki and Kokoro write them: [Lydia](/ˈlɪdiə/).
    phonemes: str = ""
    # It speaks like a reference recording: a manifest that does not say whose voice that is has cloned somebody.
    clones: bool = False
    watermark: Watermark | None = None  # the mark that is in every clip
    paces: tuple[float, float] = (1.0, 1.0)  # the slowest and the fastest Prompt.pace that it obeys; beside 1
    speaks: bool = True  # False: it hums or beeps, and nothing that it performs is heard for words
    varies: bool = True  # another seed is another performance; False: a line that came out wrong would do so again
    conservative: bool = False  # it has settings under which it takes less risk, and sounds a little flatter
    directions: bool = False  # it understands Prompt.direction
    styles: tuple[str, ...] = ()  # the labels of Prompt.manner that it knows, each at any strength from 0 to 1
    # Compute seconds per second of audio on one core, where `compute_ratio` is of the device that happens to be there:
    # what a budget is counted by has to be the same on every machine. None: they are the same.
    core_ratio: float | None = None

    def obeys(self, pace: float) -> bool:
        return pace == 1 or self.paces[0] <= pace <= self.paces[1]


class Engine(Protocol):
    """A voice engine with the settings of one voice. It loads no weights before the first `perform`."""

    @property
    def version(self) -> str:
        """Name and version of the code that speaks, for people and for the lock: "hibari-tts 0.2.1"."""
        ...

    @property
    def sample_rate_hz(self) -> int: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def languages(self) -> frozenset[str]:
        """The primary language subtags that it speaks: {"en", "zh"}; {"*"} for any."""
        ...

    @property
    def max_characters(self) -> int:
        """The longest spoken form that it takes well; longer lines are split at clauses."""
        ...

    @property
    def min_characters(self) -> int:
        """Spoken forms shorter than this are garbled; 0 where none is."""
        ...

    @property
    def width(self) -> int:
        """How many lines it speaks in one pass; 1 where batches gain nothing."""
        ...

    def fingerprint(self) -> str:
        """sha256 over everything but text and seed that decides the sound: code version, weights, settings."""
        ...

    def likeness(self) -> tuple[str, ...]:
        """What makes it this person's voice, whatever its speed and seed: digests of its own weights and references, or
        the name of a speaker in a model; () where the fingerprint alone says it."""
        ...

    def expected_ms(self, text: str) -> int:
        """How long `text` will sound at pace 1, roughly, without silence around it; for plans and for checks."""
        ...

    def compute_ratio(self) -> float:
        """Compute seconds per second of audio, roughly, on this machine; for plans."""
        ...

    def unspeakable(self, text: str, language: str) -> str:
        """The characters of `text` that it would drop in silence, each once, in order of appearance."""
        ...

    def check_ready(self) -> None:
        """Raises MissingExtraError where something that it needs is not installed, before anything is made."""
        ...

    def loading_ms(self) -> int:
        """How long its weights take to load, roughly, on one core; for plans."""
        ...

    def load(self) -> None:
        """Loads weights now, in whatever thread, so that the first `perform` need not. Never needed, saves a wait."""
        ...

    def prepare(self, prompts: Sequence[Prompt]) -> None:
        """These prompts come next; called from another thread while `perform` speaks others. Never needed, may help."""
        ...

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]: ...


class EngineDefaults:
    """What an engine may inherit: that of one which can do no more than speak, line by line."""

    capabilities: Capabilities = Capabilities()
    min_characters: int = 0
    width: int = 1

    def check_ready(self) -> None:
        """Nothing is missing."""

    def likeness(self) -> tuple[str, ...]:
        return ()

    def loading_ms(self) -> int:
        return 0

    def load(self) -> None:
        """The first `perform` loads what it needs."""

    def prepare(self, prompts: Sequence[Prompt]) -> None:
        """There is nothing to prepare."""


def check_languages(voice: Voice, engine: Engine) -> None:
    """Raises VoiceError where a manifest claims languages that its engine has no sounds for.

    What a checked voice speaks is asked of `voice.speaks` alone; its engine may know more languages.
    """
    if foreign := [tag for tag in voice.languages if not speaks(engine.languages, tag)]:
        knows = ", ".join(sorted(engine.languages))
        raise VoiceError(
            f"languages: the engine {voice.engine!r} speaks {knows}, not {', '.join(foreign)}; name "
            f"only what it speaks, or an engine that speaks {foreign[0]}"
        )


def performances(engine: Engine, prompts: Sequence[Prompt]) -> list[Performance]:
    """What `engine` answers to each prompt; one at a pace that it does not obey fails here, instead of being spoken at
    another."""
    obeyed = [prompt for prompt in prompts if engine.capabilities.obeys(prompt.pace)]
    answers = iter(engine.perform(obeyed) if obeyed else ())
    return [
        next(answers) if engine.capabilities.obeys(prompt.pace) else Performance(None, _disobeyed(engine, prompt))
        for prompt in prompts
    ]


def _disobeyed(engine: Engine, prompt: Prompt) -> str:
    slowest, fastest = engine.capabilities.paces
    paces = f"{slowest:g} to {fastest:g} times its own pace" if slowest < fastest else "its own pace alone"
    return f"{engine.version} speaks at {paces}, not {prompt.pace:g} times"
