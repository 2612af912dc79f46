"""Manifests of dubs: a timed script spoken to a picture, as dub, voice-over, narration or audio description."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from pipeline.manifests.fields import LanguageTag
from pipeline.manifests.production import Production
from pipeline.manifests.reading.model import Strict

SPEAKABLE = ("dialogue", "description", "song", "caption")
FRAME_RATE = r"^(\d{1,3}(\.\d{1,3})?|\d{1,6}/\d{1,4})(df)?$"
TIMECODE = r"^\d{2}:\d{2}:\d{2}[:;]\d{2}$"


class Reading(Strict):
    """What the script itself does not say: as for `voicepress spot`."""

    encoding: str = ""
    language: LanguageTag = ""  # to read where cues hold two; the production's own where it is left out
    frame_rate: str = Field(default="", pattern=f"{FRAME_RATE}|^$")  # of a script that counts frames
    start: str = Field(default="", pattern=f"{TIMECODE}|^$")  # its timecode at the picture's first frame
    columns: dict[str, str] = Field(default={})  # of a cue sheet, by field: {in: TC In, text: Deutsch}


class Picture(Strict):
    """The picture that the stems must be as long as."""

    file: str = ""  # of the film itself; without it nothing is muxed
    frame_rate: str = Field(pattern=FRAME_RATE)  # 25, 23.976, 29.97df
    start: str = Field(default="00:00:00:00", pattern=TIMECODE)  # timecode of its first frame
    duration_ms: int = Field(gt=0)


class Timing(Strict):
    """How far speech may leave its cue. A rate above 1 is faster than the voice speaks by itself."""

    on_screen_ms: int = Field(default=250, ge=0, le=5_000)  # a start this far off still looks right
    off_screen_ms: int = Field(default=400, ge=0, le=5_000)
    slowest: float = Field(default=0.92, ge=0.5, le=1)
    fastest: float = Field(default=1.30, ge=1, le=2)


class Mix(Strict):
    """What stands under the dialogue."""

    me: str = ""  # music and effects, as long as the picture
    duck_db: float = Field(default=0.0, ge=0, le=60)  # by which it is lowered under speech; 0 leaves it untouched


class PictureProduction(Production):
    """A script that is spoken in time with a picture."""

    SOURCE: ClassVar[str] = "script"
    USE: ClassVar[str] = "dubbing"
    SPEC: ClassVar[str] = "ebu-r128"

    script: str
    reading: Reading = Reading()
    picture: Picture
    characters: dict[str, str] = Field(
        default={}
    )  # who speaks with another voice than `voice:`, by name: {ANN: heart@2}
    variants: str = ""  # shorter texts by cue id, of which the longest that fits is taken
    speak: tuple[str, ...] = ("dialogue",)  # kinds of cues: dialogue, description, song, caption
    timing: Timing = Timing()
    mix: Mix = Mix()
    deliver: tuple[str, ...] | dict[str, str | tuple[str, ...]] = ("dx", "mix")

    def files(self) -> list[tuple[str, str]]:
        named = [("variants", self.variants), ("picture", self.picture.file), ("mix", self.mix.me)]
        return [*super().files(), *named]

    @field_validator("speak")
    @classmethod
    def _kinds_exist(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        if not kinds or (unknown := next((kind for kind in kinds if kind not in SPEAKABLE), "")):
            wrong = f"no kind of cue {unknown!r} can be spoken" if kinds else "nothing would be spoken"
            raise ValueError(f"{wrong}; there are {', '.join(SPEAKABLE)}")
        return kinds

    @model_validator(mode="after")
    def _characters_have_voices(self) -> PictureProduction:
        for character, voice in self.characters.items():
            if not character.strip() or not voice.strip():
                raise ValueError("characters: each line names a character and its voice: {ANN: heart}")
        return self


class DubProduction(PictureProduction):
    """Everything that is said is said again in another language, in place of the original."""

    kind: Literal["dub"] = "dub"


class VoiceOverProduction(PictureProduction):
    """A voice over the original, which stays audible below it."""

    kind: Literal["voice_over"] = "voice_over"
    mix: Mix = Mix(duck_db=12.0)


class NarrationProduction(PictureProduction):
    """A narrator's text to a picture."""

    kind: Literal["narration"] = "narration"


class AudioDescriptionProduction(PictureProduction):
    """The picture in words, between what is said in it."""

    kind: Literal["audio_description"] = "audio_description"
    speak: tuple[str, ...] = ("description",)
    mix: Mix = Mix(duck_db=8.0)
