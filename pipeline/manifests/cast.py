"""Casts: which voice speaks which lines."""

from __future__ import annotations

from pydantic import Field, model_validator

from pipeline.manifests.fields import LanguageTag, pattern_of
from pipeline.manifests.reading.model import Strict


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
    style: str = ""  # that the voice's engine knows: calm, tense
    strength: float = Field(default=1.0, ge=0, le=1)  # of the style: 0 is neutral

    @model_validator(mode="after")
    def _text_is_a_pattern(self) -> Rule:
        if self.text:
            pattern_of("text", self.text)
        return self


class Cast(Strict):
    narrator: str
    rules: tuple[Rule, ...] = ()
    speech_tags: bool = False  # quoted speech goes to the character that its speech tag names
