"""Deliverables of whole productions: every format of one book, what a change costs, what is refused and kept aside."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp4 import MP4

from pipeline.delivery import FORMATS
from pipeline.delivery.provenance.detect import essence
from pipeline.errors import DeliveryError, ManifestError, RefusedError, StoreError
from pipeline.production import LOCKED, Runtime, lay_out, plan_of
from pipeline.production.audiobook.chapters import untitled
from pipeline.production.runtime import Executor, Promise
from pipeline.records import Chapter, Deliverable, Finding, Manuscript, Metadata
from pipeline.store import NewEntry, Store
from tests.factories import line, write_production
from tests.pipeline.production.test_production import TEXT, make, production_parts, rewrite

CREDITS = "spec: acx\ncredits: {opening: true, closing: true}\nurl: https://example.org/short\n"
# The podcast is judged by its own level, not by that of ACX.
SOUND = [form for form in FORMATS if form not in ("epub", "podcast")]


def encodings(store: Store) -> int:
    return sum(1 for recipe, _ in store.entries() if recipe == "encoded")


def test_every_format_of_one_book_and_what_a_change_costs(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver=f"[{', '.join(SOUND)}]", extra=CREDITS)
    made = make(path)
    assert [d.format for d in made.deliverables] == SOUND
    assert all(d.path.exists() for d in made.deliverables)
    _, store, _ = production_parts(path)
    before = encodings(store)
    # AAC, MP3 and Opus of four chapters, MP3 of the credits with a shorter tail; the sample is a whole chapter here.
    assert before == 3 * 4 + 2

    rewrite(path, "title: The Book of short", "title: Another\ngenre: Fiction")
    make(path)
    assert encodings(store) == before + 8  # the credits say the title

    rewrite(path, "genre: Fiction", "genre: Nonfiction\npublisher: A House")
    make(path)
    assert encodings(store) == before + 8  # only tags: nothing is encoded

    rewrite(path.parent / "short.txt", "Nobody came.", "Somebody came.")
    again = make(path, upgrade=("manuscript",))
    assert again.made == 1
    assert encodings(store) == before + 8 + 3  # one line: one chapter, in three codecs


def test_chapters_without_headings_have_titles_all_the_same(tmp_path: Path) -> None:
    """A file without a title is refused by what reads it again, and Audiobookshelf leaves out a book's chapters."""
    path = write_production(
        tmp_path,
        "short",
        "Just some words. And more.\n",
        deliver="[mp3, mp3-book, lpf]",
        extra=CREDITS.replace("acx", "archive"),
    )
    assert len(make(path).deliverables) == 3
    job, store, _ = production_parts(path)
    assert [c.title for c in lay_out(job, store).chapters] == [
        "Opening Credits",
        "The Book of short",
        "Closing Credits",
    ]
    manuscript = Manuscript(Metadata("T", (), "en"), (Chapter("", "body", ()), Chapter("", "body", ())))
    for text, title in (
        ("The first, of two that have no heading at all.", "The first, of two that have no heading…"),
        ("話" * 60, "話" * 40),
    ):
        assert untitled(manuscript, line(text)) == title


def test_a_cover_is_drawn_while_lines_are_spoken_and_once(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[m4b]", extra="cover: cover.svg\n")
    (path.parent / "cover.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"/>')
    stages: list[str] = []

    class Noting:
        def __init__(self, executor: Executor):
            self._executor = executor

        def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Promise:
            stages.append(stage)
            return self._executor.submit(stage, label, call, *args)

    def change(runtime: Runtime) -> Runtime:
        return replace(runtime, executor=Noting(runtime.executor))

    made = make(path, change=change)
    assert stages[0] == "cover"
    assert set(stages[1:]) == {"takes", "level", "master", "deliver"}
    assert MP4(str(made.deliverables[0].path))["covr"]
    stages.clear()
    make(path, change=change)
    assert "cover" not in stages


def test_another_cover_alone_encodes_nothing(tmp_path: Path) -> None:
    """The picture beside the manifest is replaced: the files are made again, their sound is not."""
    path = write_production(tmp_path, "short", TEXT, deliver="[m4b, mp3]", extra="cover: cover.svg\n")
    cover = path.parent / "cover.svg"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" fill="{}"/></svg>'
    cover.write_text(svg.format("#a00"))
    make(path)
    job, store, _ = production_parts(path)
    files = [job.out / "The Book of short.m4b", *sorted((job.out / "mp3").glob("*.mp3"))]
    before = encodings(store), [(file.read_bytes(), essence(file)) for file in files]

    cover.write_text(svg.format("#06c"))
    said = plan_of(lay_out(production_parts(path)[0], store))
    assert not said.takes + said.masters
    assert [stale.what for stale in said.deliverables] == ["m4b", "mp3"]
    assert make(path).made == 0
    assert encodings(store) == before[0]
    for file, (data, sound) in zip(files, before[1], strict=True):
        assert file.read_bytes() != data
        assert essence(file) == sound


@pytest.mark.parametrize(
    ("said", "word", "error"),
    [
        ("deliver: [m4c]\n", "there is no format 'm4c'; did you mean 'm4b'", ManifestError),
        ("deliver: []\n", "deliver names one format, or several", ManifestError),
        ("deliver: [m4b, m4b]\n", "each once", ManifestError),
        ("spec: acks\n", "there is no spec 'acks'", ManifestError),
        ("cover: nowhere.jpg\n", "nowhere.jpg cannot be read: No such file", ManifestError),
        ("cover: short.txt\n", "short.txt is not one of .jpg, .jpeg, .png, .svg", ManifestError),
        ("cover: words.jpg\n", "words.jpg is neither JPEG nor PNG nor SVG", ManifestError),
        ("deliver: [podcast]\n", "podcast wants the address", RefusedError),
    ],
)
def test_what_the_manifest_says_wrong_is_refused_before_a_word_is_spoken(
    tmp_path: Path, said: str, word: str, error: type[Exception]
) -> None:
    path = write_production(tmp_path, "short", TEXT)
    (path.parent / "words.jpg").write_text("not a picture")
    if said.startswith("deliver"):
        rewrite(path, "deliver: [m4b]\n", said)
    else:
        path.write_text(path.read_text() + said)
    with pytest.raises(error, match=re.escape(word)):
        make(path)
    assert not (tmp_path / "store" / "slips" / "take").exists()


def test_a_damaged_cover_is_a_note_and_no_cover(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, extra="cover: cover.jpg\n")
    (path.parent / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9)
    assert [finding.code for finding in make(path).findings] == ["d-005"]
    assert "covr" not in MP4(str(tmp_path / "out" / "short" / "The Book of short.m4b"))


@pytest.mark.parametrize("name", ["out", "out/short", "out/short/logs", "out/short/flac", "store"])
def test_a_file_where_a_folder_must_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[flac]", extra="spec: archive\n")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(StoreError, match=re.escape(str(tmp_path / name))):
        make(path)
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["takesheet.csv", "report.html", "provenance.json"])
def test_a_folder_where_a_file_must_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = write_production(tmp_path, "short", TEXT)
    (tmp_path / "out" / "short" / name).mkdir(parents=True)
    with pytest.raises(StoreError, match=f"{name} cannot be written: Is a directory"):
        make(path)


def test_a_folder_in_a_deliverable_s_place_is_kept(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    taken = tmp_path / "out" / "short" / "The Book of short.m4b"
    taken.mkdir(parents=True)
    (taken / "mine").write_text("mine")
    assert [finding.code for finding in make(path).findings] == ["d-003"]
    assert taken.is_file()
    (kept,) = taken.parent.glob("*.changed-*")
    assert (kept / "mine").read_text() == "mine"


def test_what_is_not_as_the_timeline_says_is_kept_aside_and_the_rest_is_published(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[m4b, flac]")
    make(path)
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    recipe_key = next(
        (r, k)
        for r, k in store.entries()
        if r == "deliverable" and store.find(r, k).facts["parts"][0][0].endswith(".m4b")
    )
    facts = dict(store.find(*recipe_key).facts) | {
        "notes": [["d-001", "Book.m4b", "it lasts 1.000 s, the timeline 2.000 s"]]
    }
    store.forget(*recipe_key)
    store.keep(NewEntry(*recipe_key, json.dumps(facts).encode(), facts, {}))
    for published in job.out.glob("*.m4b"):
        published.unlink()
    assert assembly.book.title
    assert len(assembly.audio) == 2
    with pytest.raises(DeliveryError, match=r"m4b is not published: d-001 Book.m4b: it lasts 1.000 s"):
        make(path)
    assert not list(job.out.glob("*.m4b"))
    assert list((job.out / "flac").glob("*.flac"))
    assert list((job.out / "refused" / "m4b").glob("*.m4b"))
    assert "it lasts 1.000 s" in (job.out / "refused" / "m4b" / "WHY.txt").read_text()


@pytest.mark.parametrize(("where", "refused"), [
    ("The Writer's Book.m4b", False), ("the writer's book.m4b", True), ("book", False), ("c001.l0001", True), ("", True),
])  # fmt: skip
def test_a_file_is_let_pass_by_the_same_waivers_that_the_report_shows(
    tmp_path: Path, where: str, refused: bool
) -> None:
    """The file's name has a curly apostrophe, as the title; nobody types that."""
    path = write_production(tmp_path, "short", TEXT)
    path.with_name("waivers.yaml").write_text(
        f"waivers: [{{code: d-001, where: {json.dumps(where)}, reason: heard}}]\n"
    )
    job, _, _ = production_parts(path)
    short = Finding("d-001", "The Writer’s Book.m4b", "it lasts 1.000 s, the timeline 2.000 s")
    deliverable = Deliverable("m4b", "k", (), 1000, (short, Finding("m-002", "I", "0.6 % of the samples")))
    assert job.refuses(deliverable) == (str(short) if refused else "")


def test_what_a_shop_would_refuse_is_kept_aside_until_a_person_waives_it(tmp_path: Path) -> None:
    """Two words are too short a file for an RMS over all of it."""
    path = write_production(
        tmp_path,
        "short",
        "CHAPTER I\n\nNo.\n\nCHAPTER II\n\nIt was a bright cold day in April, and the clocks "
        "were striking thirteen; nobody came, and it was late.\n",
        deliver="[mp3, m4b]",
        extra="spec: acx\n",
    )
    with pytest.raises(
        DeliveryError, match=r"mp3 is not published: d-008 mp3/001 CHAPTER I.mp3: RMS: .* dB, ACX / Audible asks for"
    ) as refused:
        make(path)
    job, _, _ = production_parts(path)
    assert str(job.out / "report.html") in str(refused.value)
    assert not (job.out / "mp3").exists()
    (stale,) = plan_of(lay_out(job, production_parts(path)[1])).deliverables
    assert "RMS" in stale.reason
    assert list(job.out.glob("*.m4b"))  # AAC is not for that shop: a finding is enough
    said = str(refused.value)[str(refused.value).index("waivers: [") :]  # as the message writes it
    (path.parent / "waivers.yaml").write_text(said.replace('"..."', "the shop agreed"))
    made = make(path)
    assert [d.format for d in made.deliverables] == ["mp3", "m4b"]
    assert (job.out / "mp3" / "001 CHAPTER I.mp3").exists()
    assert not (job.out / "refused").exists()


def test_the_waivers_in_the_message_let_all_refused_files_of_all_formats_pass(tmp_path: Path) -> None:
    """A line that named the first file alone had to be pasted again for each of the others."""
    path = write_production(
        tmp_path,
        "short",
        "CHAPTER I\n\nNo.\n\nCHAPTER II\n\nYes.\n",
        deliver="[acx, mp3]",
        extra="spec: acx\ncredits: {opening: true, closing: true}\n",
    )
    with pytest.raises(DeliveryError) as refused:
        make(path)
    said = str(refused.value)[str(refused.value).index("waivers: [") :]
    assert set(re.findall(r'"where": "(acx|mp3)/', said)) == {"acx", "mp3"}
    (path.parent / "waivers.yaml").write_text(said.replace('"..."', "the shop agreed"))
    assert [d.format for d in make(path).deliverables] == ["acx", "mp3"]


def test_a_format_that_a_book_cannot_have_is_refused_before_a_word_is_spoken(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[acx]")
    with pytest.raises(RefusedError, match="acx wants spoken credits"):
        make(path)
    job, store, _ = production_parts(path)
    assert not any(recipe in ("take", "master") for recipe, _ in store.entries())
    (stale,) = plan_of(lay_out(job, store)).deliverables
    assert "credits" in stale.reason


def test_files_of_earlier_versions_do_not_stay_beside_the_book(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[mp3, m4b, captions]")
    make(path)
    job, _, _ = production_parts(path)
    before = {file.relative_to(job.out) for file in job.out.rglob("*") if file.is_file()}
    kept = next(file for file in job.out.rglob("*.srt"))
    kept.write_text("corrected by a person")
    path.write_text(path.read_text().replace("title: The Book of short", "title: Another Title"))
    (path.parent / "short.txt").write_text(TEXT.replace("CHAPTER I\n", "CHAPTER I. The Clocks\n"))
    make(path, LOCKED)
    after = {file.relative_to(job.out) for file in job.out.rglob("*") if file.is_file()}
    assert len([name for name in after if name.suffix == ".m4b"]) == 1
    assert len([name for name in after if name.parent.name == "mp3" and name.suffix == ".mp3"]) == 2
    assert {name.name for name in before & after if name.suffix in (".mp3", ".m4b", ".vtt", ".lrc")} == {
        "002 CHAPTER II.mp3"
    }
    assert kept.read_text() == "corrected by a person"
    path.write_text(path.read_text().replace("[mp3, m4b, captions]", "[m4b]"))
    make(path)
    assert (job.out / "mp3" / "002 CHAPTER II.mp3").exists()  # nobody asked for it to go
