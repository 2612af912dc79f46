"""Plays whose speakers nothing marks but their look: a name alone in bold, or at the head of a speech."""

from __future__ import annotations

from pipeline.intake.chapters import Draft


def with_speakers(drafts: list[Draft]) -> list[Draft]:
    return drafts
