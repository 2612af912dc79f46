"""Findings on a script: characters and languages that a voice cannot speak, lengths, directions, phonemes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from pipeline.records import Finding, Line, Manuscript
from pipeline.script.casting.speakers import Speaker, without_phonemes
from pipeline.script.drafting.lexicon import Lexicons
from pipeline.script.selection import directions

SIGNS_NAMED, EXAMPLES = 12, 3  # in a finding on what a voice cannot say


def unsaid_characters(unsaid: Iterable[tuple[Line, str]]) -> Iterable[Finding]:
    """One finding per voice on all characters that it cannot say, with their numbers and the first lines."""
    by_voice: dict[str, list[tuple[Line, str]]] = {}
    for line, silent in unsaid:
        by_voice.setdefault(line.voice, []).append((line, silent))
    for voice, there in by_voice.items():
        numbers = Counter(chain.from_iterable(silent for _, silent in there)).most_common()
        each = [f"{c!r}" + (f" {n:,} times" if n > 1 else "") for c, n in numbers[:SIGNS_NAMED]]
        if len(numbers) > SIGNS_NAMED:
            more = len(numbers) - SIGNS_NAMED
            each.append(f"{more:,} other{'' if more == 1 else 's'}")
        lines = [f"{line.slate} {line.text[:60]!r}" for line, _ in there[:EXAMPLES]]
        rest = f" and {len(there) - EXAMPLES:,} more" if len(there) > EXAMPLES else ""
        yield Finding(
            "s-001",
            voice,
            f"{voice!r} cannot say {', '.join(each)}; in {len(there):,} "
            f"line{'' if len(there) == 1 else 's'}: {', '.join(lines)}{rest}",
        )


def foreign_lines(lines: Iterable[Line], speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
    """One finding per voice on all lines in languages that it does not speak."""
    foreign: dict[str, dict[str, list[Line]]] = {}
    speaks: dict[tuple[str, str], bool] = {}  # by (voice, language), for there may be 12,000 lines
    for line in lines:
        if (pair := (line.voice, line.language)) not in speaks:
            speaks[pair] = speakers[line.voice].speaks(line.language)
        if not speaks[pair]:
            foreign.setdefault(line.voice, {}).setdefault(line.language, []).append(line)
    for voice, languages in foreign.items():
        parts = [
            f"{len(there):,} line{' is' if len(there) == 1 else 's are'} in {language} ({there[0].slate} "
            f"{there[0].text[:60]!r}{' ...' if len(there) > 1 else ''})"
            for language, there in languages.items()
        ]
        yield Finding(
            "s-006", voice, f"{voice} speaks {', '.join(sorted(speakers[voice].languages))}; {', '.join(parts)}"
        )


def line_lengths(lines: Iterable[Line], speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
    """Findings on lengths: one per line that is too long for its engine, one per voice on lines that are too short."""
    short: dict[str, list[str]] = {}
    for line in lines:
        speaker = speakers[line.voice]
        size = len(without_phonemes(line.spoken))
        if 0 < speaker.max_characters < size:
            yield Finding(
                "s-005",
                line.slate,
                f"{size} characters, {line.voice!r} takes {speaker.max_characters}: {line.text[:60]!r}",
            )
        elif 0 < size < speaker.min_characters:
            short.setdefault(line.voice, []).append(line.slate)
    for voice, slates in short.items():
        more = f" and {len(slates) - 8} more" if len(slates) > 8 else ""
        yield Finding(
            "s-008",
            slates[0],
            f"{voice!r} wants {speakers[voice].min_characters} characters: {', '.join(slates[:8])}{more}",
        )


def misunderstood_directions(manuscript: Manuscript) -> Iterable[Finding]:
    for chapter in manuscript.chapters:
        for block in chapter.blocks if chapter.read else ():
            if block.read and any("]{" in span.text for span in block.spans):
                for text in directions.misunderstood(block.text):
                    yield Finding("s-009", block.anchor or chapter.title, f"{text!r} is read as text")


def unknown_styles(lines: Iterable[Line], speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
    """One per voice and style that its engine does not know: these lines are spoken as the voice speaks anyway."""
    named: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.manner and line.manner.style not in speakers[line.voice].engine.capabilities.styles:
            named.setdefault((line.voice, line.manner.style), []).append(line.slate)
    for (voice, style), slates in named.items():
        knows = ", ".join(speakers[voice].engine.capabilities.styles) or "none"
        found = (
            f"{voice!r} does not know the style {style!r} (it knows {knows}); {len(slates)} lines are spoken without it"
        )
        yield Finding("s-009", slates[0], found)


def unsaid_phonemes(manuscript: Manuscript, words: Lexicons, speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
    """Findings on phonemes: one per voice that takes none, else one per word with a phoneme that it lacks."""
    spans = [
        ("the manuscript", span.text, span.phonemes)
        for chapter in manuscript.chapters
        if chapter.read
        for block in chapter.blocks
        for span in block.spans
        if span.phonemes
    ]
    wanted = [*((name, entry.text or entry.pattern, entry.phonemes) for name, entry in words.with_phonemes()), *spans]
    for name, speaker in speakers.items():
        if wanted and not speaker.phonemes:
            yield Finding(
                "s-010",
                name,
                f"{name!r} does not take phonemes; words that have only these are said as they are written",
            )
        for where, text, ipa in dict.fromkeys(wanted) if speaker.phonemes else ():
            if not speaker.takes(ipa):
                missing = speaker.without_sound(ipa)
                yield Finding(
                    "s-010",
                    where,
                    f"{name!r} has no sound for {missing!r} of /{ipa}/; {text!r} is said as it is written",
                )
