"""Who speaks a line: the first rule of the cast that fits, else the narrator."""

from __future__ import annotations

import re

from pipeline.manifests import Cast, Rule
from pipeline.records import Block, Chapter


def voice_for(cast: Cast, chapter: Chapter, block: Block, language: str, text: str) -> str:
    """The name of the voice that speaks this text."""
    for rule in cast.rules:
        if _fits(rule, chapter, block, language, text):
            return rule.voice
    return cast.narrator


def _fits(rule: Rule, chapter: Chapter, block: Block, language: str, text: str) -> bool:
    return ((not rule.chapter or rule.chapter == chapter.title)
            and (not rule.role or rule.role == chapter.role)
            and (not rule.kind or rule.kind == block.kind)
            and (not rule.language or rule.language.split("-")[0] == language.split("-")[0])
            and (not rule.text or re.search(rule.text, text) is not None)
            and not rule.character)
