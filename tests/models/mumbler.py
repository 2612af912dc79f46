"""An engine that telegraphs and mumbles: words that stand in its settings are left out, said twice, or said otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.engine import Capabilities, Performance, Prompt
from pipeline.store import fingerprint_of
from tests.models.telegraph import Telegraph, telegraphed


class Mumbler(Telegraph):
    """Settings: `drops`, `doubles` (lists of words), `says` (a word -> another). Another seed often helps: a prompt with
    an even seed comes out as it should, unless its text has the word of `never`."""

    version = "mumbler 1"
    capabilities = Capabilities(paces=(1.0, 1.0), varies=True)

    def __init__(self, settings: Mapping[str, Any]):
        super().__init__({"drops": [], "doubles": [], "says": {}, "never": "", **settings})

    def fingerprint(self) -> str:
        return fingerprint_of(["mumbler", 1, self.settings])

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [Performance(telegraphed(self.mumbled(prompt), float(self.settings["level"]))) for prompt in prompts]

    def mumbled(self, prompt: Prompt) -> str:
        """What it says of a prompt."""
        if prompt.seed % 2 == 0 and not (self.settings["never"] and self.settings["never"] in prompt.text):
            return prompt.text
        said = []
        for word in prompt.text.split():
            bare = word.strip(".,;:!?“”\"'").lower()
            if bare not in self.settings["drops"]:
                said.append(self.settings["says"].get(bare, word))
            if bare in self.settings["doubles"]:
                said.append(word)
        return " ".join(said)
