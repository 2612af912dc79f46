"""The coverage table, which proves that no text is lost: characters = spoken + replaced by rules + skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.errors import TextLossError
from pipeline.records import Block, Chapter, Coverage, Line, Manuscript, Span, visible_characters


def counted(span: Span) -> bool:
    """Whether a span's characters count: the alternative text of an image does only if it is read."""
    return span.kind != "alt" or span.reason is None


def coverage_of(manuscript: Manuscript) -> Coverage:
    """The coverage of a selected manuscript before it is a script: what would be spoken, what is skipped and why."""
    spoken = 0
    replaced: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for chapter in manuscript.chapters:
        for block in chapter.blocks:
            for span in filter(counted, block.spans):
                number = visible_characters(span.text)
                reason = chapter.reason or block.reason or span.reason
                if reason:
                    skipped[reason] += number
                elif span.say is not None:
                    replaced[span.rule or "say"] += number
                else:
                    spoken += number
    total = sum(
        visible_characters(span.text)
        for chapter in manuscript.chapters
        for block in chapter.blocks
        for span in filter(counted, block.spans)
    )
    return Coverage(total, spoken, _positive(replaced), _positive(skipped))


def coverage_of_script(
    manuscript: Manuscript, lines: Iterable[Line], dropped: Mapping[str, Mapping[str, int]]
) -> Coverage:
    """The coverage of a script: each chapter's lines are compared with its characters.

    Args:
        dropped: by slate, characters of the line that are not spoken, by reason.

    Raises:
        TextLossError: a chapter does not add up.
    """
    skipped: Counter[str] = Counter()
    replaced: Counter[str] = Counter()
    spoken = total = 0
    by_chapter: dict[int, list[Line]] = {}
    for line in lines:
        by_chapter.setdefault(line.source.chapter, []).append(line)
    for number, chapter in enumerate(manuscript.chapters):
        table = _chapter(chapter, by_chapter.get(number, []), dropped)
        if not table.adds_up:
            accounted = table.spoken + sum(table.replaced.values()) + sum(table.skipped.values())
            raise TextLossError(
                f"the chapter {chapter.title!r} has {table.characters:,} characters, but {accounted:,} are "
                "accounted for; nothing is produced. The first place to look is "
                f"{_suspect(chapter, by_chapter, number)}"
            )
        total += table.characters
        spoken += table.spoken
        replaced.update(table.replaced)
        skipped.update(table.skipped)
    return Coverage(total, spoken, _positive(replaced), _positive(skipped))


def _chapter(chapter: Chapter, lines: list[Line], dropped: Mapping[str, Mapping[str, int]]) -> Coverage:
    skipped: Counter[str] = Counter()
    replaced: Counter[str] = Counter()
    total = spoken = 0
    for block in chapter.blocks:
        for span in filter(counted, block.spans):
            number = visible_characters(span.text)
            total += number
            if reason := chapter.reason or block.reason or span.reason:
                skipped[reason] += number
    for line in lines:
        number = visible_characters(line.text)
        for r in line.replacements:
            changed = visible_characters(line.text[r.start : r.end])
            # Text that a rule replaces by nothing is skipped, for the rule's reason.
            (replaced if r.spoken.strip() else skipped)[r.rule] += changed
            number -= changed
        for reason, lost in dropped.get(line.slate, {}).items():
            skipped[reason] += lost
            number -= lost
        spoken += number
    return Coverage(total, spoken, replaced, skipped)


def _suspect(chapter: Chapter, by_chapter: Mapping[int, list[Line]], number: int) -> str:
    for index, block in enumerate(chapter.blocks):
        if chapter.reason or block.reason:
            continue
        spoken = sum(visible_characters(line.text) for line in by_chapter.get(number, []) if line.source.block == index)
        if spoken != _read(block):
            return f"{block.anchor or f'block {index + 1}'}: {block.text[:60]!r}"
    return chapter.anchor or "unknown"


def _read(block: Block) -> int:
    return sum(visible_characters(span.text) for span in filter(counted, block.spans) if span.reason is None)


def _positive(table: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in table.items() if number}
