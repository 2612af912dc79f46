"""The script: chapters into lines with slates and pauses, findings on them, and their coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from pipeline.manifests import Cast, Lexicon, Pauses
from pipeline.records import Block, Chapter, Finding, Line, Manuscript, Script, Source
from pipeline.script.cache import CachedChapter, ChapterCache, chapter_key, shared_digest
from pipeline.script.casting.cast import Casting
from pipeline.script.casting.speakers import Speaker, speakable, without_phonemes
from pipeline.script.coverage import coverage_of_script
from pipeline.script.drafting.drafts import Drafter, DraftLine
from pipeline.script.drafting.lexicon import Lexicons, lexicons_of
from pipeline.script.selection import directions

SIGNS_NAMED, EXAMPLES = 12, 3  # in a finding on what a voice cannot say


def make_script(
    manuscript: Manuscript,
    *,
    cast: Cast,
    lexicons: Sequence[tuple[str, Lexicon]],
    pauses: Pauses,
    speakers: Mapping[str, Speaker],
    cache: ChapterCache | None = None,
) -> Script:
    """The lines of a selected manuscript, in order.

    Args:
        speakers: by name of the voice, one for each voice of the cast.
        cache: draft lines of earlier runs by chapter.

    Raises:
        TextLossError: the coverage table does not add up.
    """
    lexicons = [*lexicons, *lexicons_of(manuscript)]
    words = Lexicons(lexicons)
    drafter = Drafter(manuscript.language, Casting(cast), words, speakers)
    shared = shared_digest(manuscript.language, cast, lexicons, speakers) if cache else ""
    lines: list[Line] = []
    findings: list[Finding] = []
    dropped: dict[str, Mapping[str, int]] = {}
    unsaid: list[tuple[Line, str]] = []
    number = 0
    for index, chapter in enumerate(manuscript.chapters):
        if not chapter.read:
            continue
        drafts, used = _drafts(chapter, drafter, cache, shared)
        words.used |= used
        number += bool(drafts)
        for count, draft in enumerate(drafts, start=1):
            line = _line(f"c{number:03}.l{count:04}", index, chapter.blocks[draft.block], draft, pauses)
            line, lost, silent, more = speakable(line, speakers[line.voice], manuscript.language)
            if lost:
                dropped[line.slate] = lost
            if silent:
                unsaid.append((line, silent))
            findings += more
            lines.append(line)
    coverage = coverage_of_script(manuscript, lines, dropped)
    seen = (
        _unsaid(unsaid),
        _foreign(lines, speakers),
        _lengths(lines, speakers),
        _directions(manuscript),
        words.findings(),
        _phonemes(manuscript, words, speakers),
    )
    return Script(tuple(lines), coverage, (*findings, *chain(*seen)))


def _drafts(
    chapter: Chapter, drafter: Drafter, cache: ChapterCache | None, shared: str
) -> tuple[Sequence[DraftLine], set[int]]:
    """A chapter's draft lines and the lexicon entries that they use, from the cache where it has them."""
    if cache is None:
        return drafter.drafts(chapter), drafter.used
    key = chapter_key(shared, chapter)
    if (known := cache.get(key)) is not None:
        return known.drafts, set(known.used)
    drafts = drafter.drafts(chapter)
    cache.put(key, CachedChapter(tuple(sorted(drafter.used)), tuple(drafts)))
    return drafts, drafter.used


def _line(slate: str, chapter: int, block: Block, draft: DraftLine, pauses: Pauses) -> Line:
    pause_ms = pauses.after(draft.pause) if draft.pause_ms < 0 or draft.pause == "chapter" else draft.pause_ms
    return Line(
        slate,
        Source(chapter, draft.block, draft.start, draft.end, block.anchor),
        block.text[draft.start : draft.end],
        draft.spoken,
        draft.language,
        draft.voice,
        draft.pause,
        pause_ms,
        draft.character,
        draft.replacements,
    )


# ---------------------------------------------------------------- findings


def _unsaid(unsaid: Iterable[tuple[Line, str]]) -> Iterable[Finding]:
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


def _foreign(lines: Iterable[Line], speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
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


def _lengths(lines: Iterable[Line], speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
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


def _directions(manuscript: Manuscript) -> Iterable[Finding]:
    for chapter in manuscript.chapters:
        for block in chapter.blocks if chapter.read else ():
            if block.read and any("]{" in span.text for span in block.spans):
                for text in directions.misunderstood(block.text):
                    yield Finding("s-009", block.anchor or chapter.title, f"{text!r} is read as text")


def _phonemes(manuscript: Manuscript, words: Lexicons, speakers: Mapping[str, Speaker]) -> Iterable[Finding]:
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
