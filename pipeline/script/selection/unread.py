"""Findings on text that is not read: skipped prose, chapters of which only the heading is read, the share read.

Why a text was skipped (a role, a class, an epub:type, an attribute) does not matter here: only its words count.
Licences, notes, contents and the like show themselves by their words or by their markup, and what a production leaves
out by its own choice is no finding. All other prose that is not read is one, per reason and not per block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.intake.structure.listings import is_code
from pipeline.intake.structure.matter import LEAST, Passage, confirms, prose, reads_like_code
from pipeline.manifests import DEFAULT_ROLES, Read
from pipeline.records import Block, Chapter, Coverage, Finding, Manuscript, visible_characters

CLEAR_SHARE = 0.9  # of the body's characters that are read; below it there is a prominent finding
LEAST_SHARE = 0.5  # below it, nothing is spoken without a waiver
_TINY = 400  # characters; the share of a smaller body means nothing
# Kinds of spans that belong to no body.
_APART = frozenset(("noteref", "page-number", "line-number", "ruby", "alt"))
# Reasons that rules of intake give to parts of a line by unmistakable signs.
_TAKEN = frozenset(("editor's annotation", "ruby bracket", "ruby reading", "markup", "line-end hyphen", "alternative"))
_MARKED = {"note": 0.5, "contents": 0.1}  # accepted up to this share of a book; above it the markup proves nothing
_EXAMPLE = 90


@dataclass
class _Found:
    characters: int = 0
    blocks: int = 0
    example: str = ""
    chapters: dict[str, None] = field(default_factory=dict)

    def add(self, characters: int, chapter: Chapter, text: str) -> None:
        self.characters += characters
        self.blocks += 1
        self.chapters.setdefault(chapter.title or chapter.anchor)
        self.example = self.example or " ".join(text.split())


@dataclass(frozen=True)
class Unread:
    """What of a selected manuscript is not read, in visible characters."""

    body: int  # all text except what is rightly skipped
    spoken: int  # of the body, read or replaced by a rule
    prose: dict[str, _Found]  # by reason, what reads like prose and is not rightly skipped
    headings: tuple[str, ...]  # titles of chapters of which only the heading is read

    @property
    def share(self) -> float:
        return self.spoken / self.body if self.body else 1.0


def unread(manuscript: Manuscript, read: Read, coverage: Coverage) -> Unread:
    """Examines what `select` has skipped of `manuscript`; `coverage` is of the same selection."""
    survey = _Survey(read, _marked(manuscript, coverage.characters))
    for chapter in manuscript.chapters:
        survey.add(chapter)
    # Characters that a voice cannot say count as read: they are findings of the voice (s-011), not of a chapter.
    unsaid = sum(
        number
        for reason, number in coverage.skipped.items()
        if reason == "no words" or reason.startswith("unspeakable: ")
    )
    spoken = coverage.spoken + sum(coverage.replaced.values()) + unsaid
    body = coverage.characters - survey.accepted - _beside_the_body(manuscript)
    return Unread(max(body, spoken), spoken, survey.prose, tuple(survey.headings))


class _Survey:
    """What a selection skips, gathered chapter by chapter."""

    def __init__(self, read: Read, marked: frozenset[str]):
        self._read = read
        self._marked_kinds = marked  # kinds of blocks that are rightly skipped
        self.prose: dict[str, _Found] = {}
        self.accepted = 0  # characters that are rightly skipped
        self.headings: list[str] = []  # of chapters of which only the heading is read

    def add(self, chapter: Chapter) -> None:
        runs = list(_runs(chapter))
        if not runs:
            return
        accepted = _accepts(chapter, self._read)
        silent = sum(self._run(chapter, reason, blocks, accepted) for reason, blocks in runs)
        if (
            silent >= LEAST
            and chapter.read
            and chapter.role not in ("part", "title-page", "cover")
            and not _reads_more_than_headings(chapter)
        ):
            self.headings.append(chapter.title or chapter.anchor)

    def _run(self, chapter: Chapter, reason: str, blocks: Sequence[Block], accepted: bool) -> int:
        """Adds a run of blocks; the number of its characters that may be skipped wrongly."""
        texts = [_skipped(block, chapter) for block in blocks]
        size = sum(map(visible_characters, texts))
        if accepted or _by_choice(reason, self._read) or all(block.kind in self._marked_kinds for block in blocks):
            self.accepted += size
            return 0
        words = prose(
            Passage(text, block.kind)
            for text, block in zip(texts, blocks, strict=True)
            if reason != "code" or not (reads_like_code(text) or is_code(text, claimed=True))
        )
        if words >= LEAST / 3:
            longest = max(texts, key=len) if max(map(len, texts)) >= LEAST else " / ".join(texts)
            self.prose.setdefault(reason, _Found()).add(words, chapter, longest)
        elif reason != "code" or reads_like_code(" ".join(texts)):
            self.accepted += size  # running heads, page numbers, scene breaks, program listings
        return size


def _beside_the_body(manuscript: Manuscript) -> int:
    """Characters of skipped note references, page numbers and the like in blocks that are read."""
    return sum(
        visible_characters(span.text)
        for chapter in manuscript.chapters
        if chapter.read
        for block in chapter.blocks
        if block.read
        for span in block.spans
        if span.kind in _APART and span.kind != "alt" and span.reason
    )


def unread_findings(seen: Unread) -> Iterator[Finding]:
    """One finding per reason, one on chapters without text, one on the share."""
    for reason, one in sorted(seen.prose.items(), key=lambda item: -item[1].characters):
        where = next(iter(one.chapters))
        more = f" and {len(one.chapters) - 1} more chapters" if len(one.chapters) > 1 else ""
        yield Finding(
            "i-014",
            where,
            f"{one.characters:,} characters that read like prose are not read ({reason}){more}: "
            f"“{_shortened(one.example)}”",
        )
    if seen.headings:
        listed = ", ".join(map(repr, seen.headings[:3])) + (" ..." if len(seen.headings) > 3 else "")
        yield Finding(
            "i-015",
            seen.headings[0],
            f"only the headings of {len(seen.headings)} chapters are read: {listed}"
            if len(seen.headings) > 1
            else f"only the heading of the chapter {listed} is read",
        )
    if seen.body >= _TINY and seen.share < CLEAR_SHARE:
        refused = seen.share < LEAST_SHARE
        bar = LEAST_SHARE if refused else CLEAR_SHARE
        advice = "see what is left out, and say `read:` in the production" if refused else "something may be missing"
        yield Finding(
            "i-017" if refused else "i-016",
            "book",
            f"{int(100 * seen.share)} % of the body is read, {seen.spoken:,} of {seen.body:,} characters, and "
            f"{100 * bar:.0f} % is the least: {advice}",
        )


def _accepts(chapter: Chapter, read: Read) -> bool:
    """Whether a whole chapter is rightly skipped: by the production's choice, or because its words confirm it."""
    if chapter.reason is None:
        return False
    if chapter.reason == "chapter skipped by the production":
        return True
    if chapter.reason == f"role: {chapter.role}" and chapter.role in DEFAULT_ROLES and chapter.role not in read.roles:
        return True
    # Contents entries had links or page numbers when they were marked.
    passages = [
        Passage(text, block.kind, len(text) if block.kind == "contents" else 0)
        for block in chapter.blocks
        if block.kind not in ("image", "code") and (text := _text(block))
    ]
    roles = [chapter.role] if chapter.role not in DEFAULT_ROLES else ["imprint", "notes", "cover"]
    return any(confirms(role, passages) for role in roles)


def _by_choice(reason: str, read: Read) -> bool:
    """Whether the reason is a choice of the production or a rule with unmistakable signs."""
    chosen = {
        "table": read.tables,
        "speaker": read.speakers,
        "stage direction": read.directions,
        "heading": read.headings,
    }
    return chosen.get(reason) == "skip" or reason == "image" or reason in _TAKEN


def _marked(manuscript: Manuscript, total: int) -> frozenset[str]:
    """Kinds of blocks that are rightly skipped because they are a small part of the book."""
    sizes = dict.fromkeys(_MARKED, 0)
    for chapter in manuscript.chapters:
        if chapter.read:
            for block in chapter.blocks:
                if block.kind in sizes and block.reason:
                    sizes[block.kind] += sum(visible_characters(span.text) for span in block.spans)
    return frozenset(kind for kind, size in sizes.items() if size <= max(_MARKED[kind] * total, 2000))


def _runs(chapter: Chapter) -> Iterator[tuple[str, list[Block]]]:
    """Blocks that are wholly or partly skipped, in runs of one reason: lines of verse are prose only together."""
    held: list[Block] = []
    why = ""
    for block in chapter.blocks:
        reason = chapter.reason or block.reason or _of_spans(block)
        if reason != why:
            if held and why:
                yield why, held
            held, why = [], reason
        held.append(block)
    if held and why:
        yield why, held


def _of_spans(block: Block) -> str:
    """The reason of most skipped text in a block that is read, "" where that is only a reference or a number."""
    reasons: dict[str, int] = {}
    for span in block.spans:
        if span.reason and span.kind not in _APART:
            reasons[span.reason] = reasons.get(span.reason, 0) + len(span.text)
    return max(reasons, key=lambda reason: reasons[reason]) if sum(reasons.values()) >= LEAST / 3 else ""


def _skipped(block: Block, chapter: Chapter) -> str:
    whole = chapter.reason or block.reason
    return "".join(span.text for span in block.spans if span.kind not in _APART and (whole or span.reason))


def _text(block: Block) -> str:
    return "".join(span.text for span in block.spans if span.kind not in _APART)


def _reads_more_than_headings(chapter: Chapter) -> bool:
    return any(
        block.read
        and block.kind != "heading"
        and any(span.reason is None and span.text.strip() for span in block.spans)
        for block in chapter.blocks
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _EXAMPLE else text[:_EXAMPLE].rsplit(" ", 1)[0] + " …"


def findings_on_unread(manuscript: Manuscript, read: Read, coverage: Coverage) -> Iterable[Finding]:
    """The findings on text of a selected manuscript that is not read."""
    return unread_findings(unread(manuscript, read, coverage))
