"""Deliverables of whole productions: every format of one book, what a change costs, what is refused and kept aside."""

import json
from pathlib import Path

import pytest

from pipeline.delivery import FORMATS
from pipeline.errors import NotDelivered, Refused
from pipeline.production import lay_out, plan_of
from pipeline.production.plan import audio_of, book_of
from pipeline.store import Store
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, desk_parts, make, rewrite

CREDITS = "credits: {opening: true, closing: true}\nurl: https://example.org/short\n"
SOUND = [form for form in FORMATS if form not in ("epub",)]


def encodings(store: Store) -> int:
    return sum(1 for recipe, _ in store.slips() if recipe == "encoded")


def test_every_format_of_one_book_and_what_a_change_costs(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver=f"[{', '.join(SOUND)}]", extra=CREDITS)
    made = make(path)
    assert [d.format for d in made.deliverables] == SOUND
    assert all(d.path.exists() for d in made.deliverables)
    _, store, _ = desk_parts(path)
    before = encodings(store)
    assert before == 3 * 4  # AAC, MP3 and Opus of four chapters; the sample is a whole chapter here

    rewrite(path, "title: The Book of short", "title: Another\ngenre: Fiction")
    make(path)
    assert encodings(store) == before + 3 * 2  # the credits say the title

    rewrite(path, "genre: Fiction", "genre: Nonfiction\npublisher: A House")
    make(path)
    assert encodings(store) == before + 3 * 2  # only tags: nothing is encoded

    rewrite(path.parent / "short.txt", "Nobody came.", "Somebody came.")
    again = make(path, upgrade=("manuscript",))
    assert again.made == 1
    assert encodings(store) == before + 3 * 3  # one line: one chapter, in three codecs


def test_what_is_not_as_the_timeline_says_is_kept_aside_and_the_rest_is_published(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[m4b, flac]")
    make(path)
    job, store, _ = desk_parts(path)
    desk = lay_out(job, store)
    recipe_key = next((r, k) for r, k in store.slips() if r == "deliverable"
                      and store.find(r, k).facts["parts"][0][0].endswith(".m4b"))
    facts = dict(store.find(*recipe_key).facts) | {"notes": [["d-001", "Book.m4b", "it lasts 1.000 s, the timeline 2.000 s"]]}
    store.forget(*recipe_key)
    store.keep_record(*recipe_key, json.dumps(facts).encode(), facts)
    for published in job.out.glob("*.m4b"):
        published.unlink()
    assert book_of(job).title
    assert len(audio_of(desk)) == 2
    with pytest.raises(NotDelivered, match=r"m4b is not published: Book.m4b: it lasts 1.000 s"):
        make(path)
    assert not list(job.out.glob("*.m4b"))
    assert list((job.out / "flac").glob("*.flac"))
    assert list((job.out / "refused" / "m4b").glob("*.m4b"))
    assert "it lasts 1.000 s" in (job.out / "refused" / "m4b" / "WHY.txt").read_text()


def test_a_format_that_a_book_cannot_have_is_refused_before_a_word_is_spoken(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, deliver="[acx]")
    with pytest.raises(Refused, match="acx wants spoken credits"):
        make(path)
    job, store, _ = desk_parts(path)
    assert not any(recipe in ("take", "master") for recipe, _ in store.slips())
    (stale,) = plan_of(lay_out(job, store)).deliverables
    assert "credits" in stale.reason
