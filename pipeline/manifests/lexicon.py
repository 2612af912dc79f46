"""Lexicons: how words are spoken."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import model_validator

from pipeline.manifests.fields import LanguageTag, OneTag, pattern_of
from pipeline.manifests.reading.model import Strict
from pipeline.untrusted.bounds import YAML_LEXICON_BYTES, YAML_LEXICON_VALUES


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
            groups = pattern_of("pattern", self.pattern).groups
            if missing := [n for n in re.findall(r"\{(?:roman:)?(\d)\}", self.say) if int(n) > groups]:
                raise ValueError(f"say: there is no group {missing[0]} in the pattern, which has {groups}")
        return self


class Lexicon(Strict):
    LARGEST: ClassVar[int] = YAML_LEXICON_BYTES
    VALUES: ClassVar[int] = YAML_LEXICON_VALUES

    language: OneTag
    version: int = 1
    entries: tuple[Entry, ...] = ()
