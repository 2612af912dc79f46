"""The script: chapters into lines with slates and pauses, findings on them, and their coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pipeline.manifests import Cast, Lexicon, Pauses
from pipeline.records import Block, Chapter, Finding, Line, Manuscript, Script, Source
from pipeline.script.cache import CachedChapter, ChapterCache, chapter_key, shared_digest
from pipeline.script.casting.cast import Casting
from pipeline.script.casting.speakers import Speaker, speakable
from pipeline.script.coverage import coverage_of_script
from pipeline.script.drafting.drafts import Drafter, DraftLine
from pipeline.script.drafting.lexicon import Lexicons, lexicons_of
from pipeline.script.findings import (
    foreign_lines,
    line_lengths,
    misunderstood_directions,
    unknown_styles,
    unsaid_characters,
    unsaid_phonemes,
)


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
    for line in _lines(manuscript, drafter, words, cache, shared, pauses):
        spoken_line, lost, silent, more = speakable(line, speakers[line.voice], manuscript.language)
        if lost:
            dropped[spoken_line.slate] = lost
        if silent:
            unsaid.append((spoken_line, silent))
        findings += more
        lines.append(spoken_line)
    coverage = coverage_of_script(manuscript, lines, dropped)
    seen = (
        unsaid_characters(unsaid),
        foreign_lines(lines, speakers),
        line_lengths(lines, speakers),
        misunderstood_directions(manuscript),
        unknown_styles(lines, speakers),
        words.findings(),
        unsaid_phonemes(manuscript, words, speakers),
    )
    return Script(tuple(lines), coverage, (*findings, *chain(*seen)))


def _lines(
    manuscript: Manuscript, drafter: Drafter, words: Lexicons, cache: ChapterCache | None, shared: str, pauses: Pauses
) -> Iterator[Line]:
    """All lines with their slates; chapters without lines get no number."""
    number = 0
    for index, chapter in enumerate(manuscript.chapters):
        if not chapter.read:
            continue
        drafts, used = _drafts(chapter, drafter, cache, shared)
        words.used |= used
        number += bool(drafts)
        for count, draft in enumerate(drafts, start=1):
            yield _line(f"c{number:03}.l{count:04}", index, chapter.blocks[draft.block], draft, pauses)


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
        manner=draft.manner,
    )
