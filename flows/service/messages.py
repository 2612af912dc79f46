"""What is asked of the service and what it answers; refusals have the form of OpenAI's, which clients know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from starlette.responses import JSONResponse

Format = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
MOST_CHARACTERS = 4096  # of one text, as OpenAI has it
_TYPES = {
    400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
    422: "invalid_request_error", 429: "rate_limit_error", 503: "overloaded_error",
}  # fmt: skip


class NamedVoice(BaseModel):
    """A voice as newer clients name it."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=1, max_length=128)


class Speech(BaseModel):
    """A text to be spoken: OpenAI's fields, and `language`."""

    model_config = ConfigDict(extra="forbid")
    model: str = Field(default="", max_length=128, description="any: what speaks is decided by the voice")
    input: str = Field(min_length=1, max_length=MOST_CHARACTERS, description="what is to be said")
    voice: str | NamedVoice = Field(description="a voice of this house: heart, ann@stable, ann@3")
    response_format: Format = "mp3"
    speed: float = Field(default=1.0, ge=0.25, le=4.0, description="within what the voice's engine obeys")
    instructions: str = Field(default="", max_length=MOST_CHARACTERS, description="for engines that take directions")
    stream_format: Literal["audio", "sse"] = "audio"
    language: str = Field(
        default="", max_length=35, description="BCP 47; empty: told by the text, among the voice's languages"
    )
    stream: bool | None = Field(
        default=None, description="whether bytes are sent as they are made; by default all formats but wav and flac"
    )

    @field_validator("input", "instructions")
    @classmethod
    def _text(cls, value: str) -> str:
        """Half of a surrogate pair is no character: it can be written in JSON, and in no file."""
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("the text has half of a surrogate pair, which is no character")
        return value

    @property
    def voice_name(self) -> str:
        return self.voice if isinstance(self.voice, str) else self.voice.id

    @property
    def streamed(self) -> bool:
        return self.stream if self.stream is not None else self.response_format not in ("wav", "flac")


class Line(BaseModel):
    """A line as GPT-SoVITS's users ask for it (`/tts`), by voice instead of by files."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    voice: str = Field(min_length=1, max_length=128)
    text_lang: str = Field(default="", max_length=35)
    speed_factor: float = Field(default=1.0, ge=0.25, le=4.0)
    media_type: Literal["wav", "mp3", "ogg", "aac", "flac", "raw"] = "wav"

    @property
    def speech(self) -> Speech:
        formats: dict[str, Format] = {"ogg": "opus", "raw": "pcm"}
        asked: Any = formats.get(self.media_type, self.media_type)
        lang = "" if self.text_lang.startswith("auto") else self.text_lang
        return Speech(
            input=self.text, voice=self.voice, response_format=asked, speed=self.speed_factor,
            language=lang.removeprefix("all_"),
        )  # fmt: skip


def refusal(status: int, why: str, *, after_s: int = 0, param: str | None = None) -> JSONResponse:
    """An answer that says why not; `after_s`: after how many seconds to ask again."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    headers: Mapping[str, str] = {"Retry-After": str(after_s)} if after_s else {}
    if status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse({"error": {"message": why, "type": kind, "param": param, "code": None}}, status, headers)
