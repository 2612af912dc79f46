"""Speaker attribution in languages whose novels begin speeches with a dash."""

from __future__ import annotations

import pytest

from pipeline.script.casting.dialogue import quotations, speaker_of


@pytest.mark.parametrize(
    ("language", "text", "speeches", "speaker"),
    [
        ("pt", "— Vem cá! — disse Maria. — Depressa.", ["— Vem cá! ", "— Depressa."], "Maria"),
        ("pt", "— Já acabei, murmurou.", ["— Já acabei, murmurou."], ""),
        ("it", "— Dove vai? — chiese la Maria.", ["— Dove vai? "], "Maria"),
        ("it", "«Vieni!» disse Maria.", ["«Vieni!»"], "Maria"),
        ("it", "Il libro — disse Maria — era suo.", [], ""),
        ("en", "“Come!” said Maria.", ["“Come!”"], "Maria"),
        ("en", "— Come! — said Maria.", [], ""),
    ],
)
def test_speeches_and_their_speaker(language: str, text: str, speeches: list[str], speaker: str) -> None:
    found = quotations(text, language)
    assert [text[start:end] for start, end in found] == speeches
    assert speaker_of(text, found, ["Maria"], language) == speaker
