"""What the script's cache holds, what a change makes stale, and how long a novel takes."""

from __future__ import annotations

from pipeline.manifests import Cast, Entry, Lexicon, Read, Rule
from pipeline.records import Block, Chapter, Manuscript, Metadata, Script, Span
from pipeline.script import CachedChapter, ChapterCache, make_script, select
from pipeline.store import from_json, to_json
from tests.pipeline.script.manuscripts import PAUSES, speaker

WORDS = (
    "Mr. Bennet was among the earliest of those who waited on Mr. Bingley. He had always intended to visit him, though to "
    "the last he assured his wife that he should not go; and till the evening of March 10, 1811 she had no knowledge of it."
)


class Shelf:
    """A cache that keeps JSON, as a store does."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.hits = 0

    def get(self, key: str) -> CachedChapter | None:
        self.hits += key in self.kept
        return from_json(self.kept[key], CachedChapter) if key in self.kept else None

    def put(self, key: str, chapter: CachedChapter) -> None:
        self.kept[key] = to_json(chapter)


def novel(chapters: int, paragraphs: int) -> Manuscript:
    made = tuple(
        Chapter(
            f"Chapter {c}",
            "body",
            tuple(
                Block("paragraph", (Span(f"In {1800 + p} there were {c} of {p}. {WORDS}"),)) for p in range(paragraphs)
            ),
        )
        for c in range(chapters)
    )
    return select(Manuscript(Metadata("A Novel", (), "en"), made), Read())


def script_of(
    source: Manuscript, cache: ChapterCache | None = None, *entries: Entry, cast: Cast | None = None, most: int = 400
) -> Script:
    cast = cast or Cast(narrator="n")
    voices = {name: speaker(most) for name in (cast.narrator, *(rule.voice for rule in cast.rules))}
    return make_script(
        source,
        cast=cast,
        lexicons=[("house", Lexicon(language="en", entries=entries))],
        pauses=PAUSES,
        speakers=voices,
        cache=cache,
    )


def test_a_cached_script_is_the_same_script() -> None:
    shelf, source = Shelf(), novel(3, 4)
    entry = Entry(text="Bingley", say="bing lee")
    first = script_of(source, shelf, entry)
    assert (len(shelf.kept), shelf.hits) == (3, 0)
    assert script_of(source, shelf, entry) == first == script_of(source, None, entry)
    assert shelf.hits == 3
    assert not [finding for finding in first.findings if finding.code == "s-003"]


def test_a_changed_chapter_is_worked_out_again_and_the_others_are_not() -> None:
    shelf, source = Shelf(), novel(3, 4)
    script_of(source, shelf)
    chapters = list(source.chapters)
    chapters[1] = Chapter("Chapter 1", "body", (Block("paragraph", (Span("New text."),)),))
    script_of(Manuscript(Metadata("A Novel", (), "en"), tuple(chapters)), shelf)
    assert (len(shelf.kept), shelf.hits) == (4, 2)


def test_whatever_decides_a_chapters_lines_is_in_its_key() -> None:
    shelf, source = Shelf(), novel(1, 1)
    script_of(source, shelf)
    script_of(source, shelf, Entry(text="wife", say="waif"))
    script_of(source, shelf, most=60)
    script_of(source, shelf, cast=Cast(narrator="n", rules=(Rule(voice="m", text="Bingley"),)))
    script_of(source, shelf, cast=Cast(narrator="m"))
    assert (len(shelf.kept), shelf.hits) == (5, 0)


def test_a_changed_lexicon_entry_changes_exactly_the_lines_that_it_touches() -> None:
    source = novel(2, 3)
    before, after = script_of(source, None), script_of(source, None, Entry(text="wife", say="waif"))
    changed = [new.text for old, new in zip(before.lines, after.lines, strict=True) if old.spoken != new.spoken]
    assert changed == [line.text for line in before.lines if "wife" in line.text]
    assert changed


def test_a_lexicon_speaks_to_one_voice() -> None:
    cast = Cast(narrator="n", rules=(Rule(voice="m", text="earliest"),))
    entries = (Entry(text="Bennet", say="bennit", voice="m"), Entry(text="Bennet", say="benet"))
    said = [line.spoken for line in script_of(novel(1, 1), None, *entries, cast=cast).lines if "Bennet" in line.text]
    assert said == ["Mister bennit was among the earliest of those who waited on Mister Bingley."]


def test_12000_lines_remembered_are_the_same_lines() -> None:
    # How long it takes stands in `make bench`: a machine that is shared has no bounds.
    shelf, source = Shelf(), novel(80, 50)
    lines = script_of(source, shelf).lines
    assert script_of(source, shelf).lines == lines
    assert len(lines) == 12_000
